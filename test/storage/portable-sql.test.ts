import pg from 'pg';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { consents, contactsOf, entriesOf, pulls, withdraws } from '../flow/verbs.ts';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';

/**
 * What PostgreSQL takes, and a distributed database that speaks its protocol does not, or does otherwise (docs/scaling.md says which).
 * Each with a statement that shows what is meant. LISTEN and NOTIFY are not here: they may hasten what is found without them too.
 */
const forbidden: readonly (readonly [name: string, what: RegExp, example: string])[] = [
  ['advisory locks', /\bpg_(try_)?advisory_/i, 'SELECT pg_advisory_xact_lock(1)'],
  ['locking whole tables', /^\s*LOCK\b/i, 'LOCK TABLE contact IN EXCLUSIVE MODE'],
  [
    'deferred constraints',
    /^\s*(CREATE|ALTER)\b.*\bDEFERRABLE\b|^\s*SET\s+CONSTRAINTS\b/is,
    'ALTER TABLE a ADD UNIQUE (b) DEFERRABLE',
  ],
  ['extensions', /\bEXTENSION\b/i, 'CREATE EXTENSION IF NOT EXISTS "uuid-ossp"'],
  [
    'indexes of other kinds',
    /\bUSING\s+"?(gin|gist|spgist|brin|hash)\b/i,
    'CREATE INDEX i ON a USING gin (b)',
  ],
  ['exclusion constraints', /\bEXCLUDE\s+(USING|\()/i, 'ALTER TABLE a ADD EXCLUDE (b WITH =)'],
  ['inheritance', /\bINHERITS\b/i, 'CREATE TABLE a () INHERITS (b)'],
  ['rules', /^\s*CREATE\s+(OR\s+REPLACE\s+)?RULE\b/i, 'CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING'],
  [
    'stored generated columns',
    /\bGENERATED\s+ALWAYS\s+AS\b/i,
    'ALTER TABLE a ADD b int GENERATED ALWAYS AS (1) STORED',
  ],
  ['MERGE', /^\s*MERGE\b/i, 'MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE'],
  ['COPY', /^\s*COPY\b/i, 'COPY contact FROM STDIN'],
  [
    'changing the type of a column',
    /\bALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE\b/i,
    'ALTER TABLE a ALTER COLUMN b TYPE text',
  ],
  ['the place of a row', /\b(ctid|xmin|xmax)\b/i, 'SELECT ctid FROM contact'],
  ['two-phase commit', /^\s*PREPARE\s+TRANSACTION\b/i, "PREPARE TRANSACTION 'a'"],
  ['unlogged and temporary tables', /\bCREATE\s+(UNLOGGED|TEMP|TEMPORARY)\b/i, 'CREATE UNLOGGED TABLE a ()'],
  ['cleaning up', /^\s*(VACUUM|CLUSTER|REINDEX)\b/i, 'VACUUM FULL contact'],
];

function refusalOf(statement: string): string | undefined {
  return forbidden.find(([, what]) => what.test(statement))?.[0];
}

describe('what the product asks PostgreSQL', () => {
  const statements = new Set<string>();
  beforeAll(async () => {
    const query = pg.Client.prototype.query;
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
      this: pg.Client,
      ...given: unknown[]
    ) {
      const [first] = given;
      const text: unknown =
        typeof first === 'object' && first !== null && 'text' in first ? first.text : first;
      if (typeof text === 'string') statements.add(text);
      return Reflect.apply(query, this, given);
    });
    const postgres = databases.find(({ name }) => name === 'PostgreSQL');
    if (!postgres) throw new Error('There is no PostgreSQL.');
    const world = await World.start(postgres.make);
    try {
      const consent = await consents(world, 'EST', 'OSCE');
      await entriesOf(world.state('EST'), 'EST', 'OSCE');
      world.source('OSCE').change('EST-POL-1', { phone: '+372 000 0199' });
      await pulls(world, 'OSCE');
      await contactsOf(world.contact('FIN'), 'EST');
      await world.contact('FIN').ask('{ searchContacts(text: "Estonia") { nodes { contact { name } } } }');
      await world.custodian.ask(
        '{ syncDashboard { activeConsents copiedContacts } ledgerCheckpoints { seq } }',
      );
      await withdraws(world, 'EST', consent.id, 'WITHDRAW');
    } finally {
      await world.stop();
      spy.mockRestore();
    }
  }, 120_000);

  const matching = (what: RegExp) => [...statements].filter((statement) => what.test(statement));

  it('is seen: migrations, what they make, reading and writing', () => {
    for (const begin of [
      'CREATE SCHEMA',
      'CREATE TABLE',
      'CREATE UNIQUE INDEX',
      'INSERT INTO "directory"."contact"',
      'UPDATE crosspoint.turn',
      'SELECT',
      'START TRANSACTION',
    ])
      expect(
        [...statements].some((one) => one.trim().startsWith(begin)),
        begin,
      ).toBe(true);
    expect(statements.size).toBeGreaterThan(300);
  });

  it('holds nothing that the distributed databases with its protocol do not take', () => {
    const refused = [...statements].flatMap((statement) => {
      const name = refusalOf(statement);
      return name ? [`${name}: ${statement}`] : [];
    });
    expect(refused).toEqual([]);
  });

  it('has triggers on what is append-only alone, and orders by bytes the keys of entries alone', () => {
    const triggers = matching(/\bCREATE\s+(OR REPLACE\s+)?(CONSTRAINT\s+)?TRIGGER\b/i).map(
      (statement) => /CREATE TRIGGER (\w+)/.exec(statement)?.[1],
    );
    expect([...new Set(triggers)].sort()).toEqual(
      ['ledger', 'ledger_checkpoint', 'reading'].map((table) => `${table}_append_only`),
    );
    const collated = matching(/\bCOLLATE\b/i).flatMap(
      (statement) => statement.match(/"\w+" [\w ]*COLLATE "\w+"/g) ?? [],
    );
    expect([...new Set(collated)]).toEqual(['"source_key" varchar COLLATE "C"']);
  });

  it.each(forbidden)('would be found with %s', (name, _what, example) => {
    expect(refusalOf(example)).toBe(name);
  });
});
