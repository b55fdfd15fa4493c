import {
  type MigrationInterface,
  type QueryRunner,
  Table,
  TableColumn,
  type TableColumnOptions,
} from 'typeorm';
import { z } from 'zod';
import { dayOf } from '../../../platform/clock/days.ts';
import { dueAfter, reminderFrom, usualInterval } from '../review/schedule.ts';

const key = (name: string): TableColumnOptions => ({ name, type: 'varchar', isPrimary: true });
const varchar = (name: string): TableColumnOptions => ({ name, type: 'varchar' });
const optional = (name: string): TableColumnOptions => ({ name, type: 'varchar', isNullable: true });

const tables = [
  new Table({
    name: 'contact_review',
    columns: [
      key('contact_id'),
      varchar('iso3'),
      optional('stated_at'),
      optional('vouched_at'),
      varchar('confirmed_at'),
      varchar('due_at'),
      varchar('remind_on'),
    ],
    indices: [
      { name: 'review_to_remind_of', columnNames: ['remind_on', 'iso3'] },
      { name: 'review_due', columnNames: ['due_at', 'contact_id'] },
      { name: 'review_of_state', columnNames: ['iso3'] },
    ],
  }),
  new Table({
    name: 'review_setting',
    columns: [key('iso3'), varchar('review_interval'), varchar('set_at'), varchar('set_by')],
  }),
  new Table({
    name: 'review_link',
    columns: [
      key('id'),
      varchar('iso3'),
      varchar('token_hash'),
      { name: 'contacts', type: 'text' },
      varchar('created_at'),
      varchar('expires_at'),
    ],
    indices: [
      { name: 'review_link_by_secret', columnNames: ['token_hash'], isUnique: true },
      { name: 'review_link_expiry', columnNames: ['expires_at'] },
    ],
  }),
  new Table({
    name: 'contact_notice',
    columns: [
      key('contact_id'),
      key('origin'),
      key('changed_on'),
      key('notified_on'),
      varchar('iso3'),
      varchar('function'),
      { name: 'days', type: 'integer' },
      varchar('noted_at'),
    ],
    indices: [
      { name: 'notice_by_days', columnNames: ['days'] },
      { name: 'notice_of_state', columnNames: ['iso3', 'days'] },
    ],
  }),
];

const dates = () => new TableColumn({ name: 'dates', type: 'text', isNullable: true });

const Contacts = z.array(z.object({ id: z.string(), iso3: z.string(), updated_at: z.string() }));
const rowsAtOnce = 100;

/** Review, reminders and the 30-day notice. A contact that is there already counts as confirmed when it last changed. */
export class AddReview1700000006300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.createTable(table);
    await runner.addColumn('copy_source', dates());
    await runner.addColumn('proposal', dates());
    const found: unknown = await runner.query(
      'SELECT id, iso3, updated_at FROM contact WHERE removed_at IS NULL ORDER BY id',
    );
    const rows = Contacts.parse(found).map(({ id, iso3, updated_at }) => {
      const due_at = dueAfter(updated_at, usualInterval);
      return {
        contact_id: id,
        iso3,
        stated_at: null,
        vouched_at: updated_at,
        confirmed_at: updated_at,
        due_at,
        remind_on: reminderFrom(due_at, dayOf(updated_at)),
      };
    });
    for (let from = 0; from < rows.length; from += rowsAtOnce)
      await runner.manager
        .createQueryBuilder()
        .insert()
        .into('contact_review', [
          'contact_id',
          'iso3',
          'stated_at',
          'vouched_at',
          'confirmed_at',
          'due_at',
          'remind_on',
        ])
        .values(rows.slice(from, from + rowsAtOnce))
        .execute();
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('proposal', 'dates');
    await runner.dropColumn('copy_source', 'dates');
    for (const table of [...tables].reverse()) await runner.dropTable(table.name);
  }
}
