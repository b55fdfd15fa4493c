import { type MigrationInterface, type QueryRunner, Table, type TableColumnOptions } from 'typeorm';

const text = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'varchar',
  ...more,
});
const long = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'text',
  ...more,
});
const integer = (name: string, more: Partial<TableColumnOptions> = {}): TableColumnOptions => ({
  name,
  type: 'integer',
  ...more,
});
const key = { isPrimary: true };
const optional = { isNullable: true };

export class CreateRegionalDirectory1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Lists are ordered by key: by its bytes on both databases.
    const byBytes = runner.connection.options.type === 'postgres' ? { collation: 'C' } : {};
    const asKnown = [
      text('status'),
      long('content'),
      text('source_revision'),
      text('first_seen_at'),
      text('last_seen_at'),
    ];
    await runner.createTable(
      new Table({
        name: 'entry',
        columns: [
          text('source_key', { ...key, ...byBytes }),
          text('participant'),
          text('iso3', optional),
          ...asKnown,
          long('source'),
          integer('position'),
        ],
        indices: [{ name: 'entry_of_state', columnNames: ['iso3'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'change',
        columns: [
          integer('seq', key),
          text('at'),
          integer('pull_number'),
          text('kind'),
          text('source_key'),
          ...asKnown,
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'pull',
        columns: [
          integer('number', key),
          text('outcome'),
          text('requested_by'),
          text('started_at'),
          text('finished_at', optional),
          ...['read_count', 'added', 'changed', 'removed', 'set_aside'].map((name) => integer(name)),
          long('problem', optional),
        ],
        indices: [{ name: 'pull_by_outcome', columnNames: ['outcome', 'number'] }],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'set_aside',
        columns: [
          integer('ordinal', key),
          integer('pull_number'),
          text('at'),
          long('location'),
          long('reason'),
          text('source_key', optional),
        ],
      }),
    );
    await runner.createTable(
      new Table({
        name: 'source_state',
        columns: [
          integer('id', key),
          integer('position'),
          text('fingerprint', optional),
          long('resume', optional),
          text('last_success_at', optional),
        ],
      }),
    );
    await runner.manager.insert('source_state', {
      id: 1,
      position: 0,
      fingerprint: null,
      resume: null,
      last_success_at: null,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['source_state', 'set_aside', 'pull', 'change', 'entry']) await runner.dropTable(name);
  }
}
