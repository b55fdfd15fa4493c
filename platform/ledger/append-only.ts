import type { QueryRunner } from 'typeorm';

const refusal = 'is append-only: rows are never changed or taken out';

/** From now on the database refuses to change a row of the table or take one out. */
export async function makeAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  if (runner.connection.options.type === 'postgres') {
    await runner.query(
      `CREATE FUNCTION ${table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '${table} ${refusal}'; END $$`,
    );
    await runner.query(
      `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON "${table}"
       FOR EACH STATEMENT EXECUTE FUNCTION ${table}_append_only()`,
    );
    return;
  }
  const raise = `BEGIN SELECT RAISE(ABORT, '${table} ${refusal}'); END`;
  await runner.query(`CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON "${table}" ${raise}`);
  await runner.query(`CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON "${table}" ${raise}`);
  // INSERT OR REPLACE takes a row out without a delete trigger.
  const replaces = `WHEN EXISTS (SELECT 1 FROM "${table}" WHERE rowid = NEW.rowid)`;
  await runner.query(`CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON "${table}" ${replaces} ${raise}`);
}

/** Only before the table itself is dropped. */
export async function dropAppendOnly(runner: QueryRunner, table: string): Promise<void> {
  if (runner.connection.options.type === 'postgres') {
    await runner.query(`DROP TRIGGER ${table}_append_only ON "${table}"`);
    await runner.query(`DROP FUNCTION ${table}_append_only()`);
    return;
  }
  for (const what of ['no_update', 'no_delete', 'no_replace']) {
    await runner.query(`DROP TRIGGER ${table}_${what}`);
  }
}
