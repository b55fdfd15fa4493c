import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
  TableIndex,
} from 'typeorm';
import { z } from 'zod';
import { Snapshot } from '../contacts/history-snapshot.ts';
import { ContactRevisionRow } from './contact-revision-row.ts';
import { type Replayed, replay } from './replay-history.ts';

const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const optional = (column: TableColumnOptions): TableColumnOptions => ({ ...column, isNullable: true });

const answers = new Table({
  name: 'entry_decision',
  columns: [
    key('iso3'),
    key('directory'),
    key('source_key'),
    optional(varchar('answered_function')),
    optional(varchar('refusal')),
    optional({ name: 'refused_content', type: 'text' }),
    { name: 'kept', type: 'boolean' },
    varchar('decided_at'),
    varchar('decided_by'),
    optional({ name: 'reason', type: 'text' }),
  ],
});

const historyColumns = [
  new TableColumn(optional({ name: 'snapshot', type: 'text' })),
  new TableColumn(optional(varchar('changed_on'))),
];

const contactsEver = new TableIndex({ name: 'contact_of_state_ever', columnNames: ['iso3'] });

const Changes = z.array(
  z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) }),
);
const OldRevision = z.object({
  contact_id: z.string(),
  revision: z.coerce.number(),
  action: z.string(),
  changes: z.string().transform((text) => Changes.parse(JSON.parse(text))),
});

/** States' answers about single entries, and a history that can be looked at as of a time. */
export class KeepAnswersAndHistory1700000002500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(answers);
    await runner.addColumns('contact_revision', historyColumns);
    await runner.createIndex('contact', contactsEver);
    await fillSnapshots(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('contact', contactsEver);
    await runner.dropColumns('contact_revision', historyColumns);
    await runner.dropTable(answers.name);
  }
}

/** What stood after each step that is written already, from the steps themselves: their values, and no provenance. */
async function fillSnapshots({ manager }: QueryRunner): Promise<void> {
  const rows = await manager.query(
    'SELECT contact_id, revision, action, changes FROM contact_revision ORDER BY contact_id, revision',
  );
  let before: Replayed | null = null;
  for (const row of z.array(OldRevision).parse(rows)) {
    const known: Replayed | null = before?.contactId === row.contact_id ? before : null;
    before = replay(known, row.contact_id, row.changes);
    if (row.action === 'REMOVED') continue;
    const snapshot = Snapshot.parse({ content: before.content, provenance: [], copiedFrom: [] });
    const { contact_id, revision } = row;
    await manager.update(ContactRevisionRow, { contact_id, revision }, { snapshot });
  }
}
