// The measure of how fast rows can come into a database at all: the very rows that the product left in its tables, sealed as it
// sealed them, put into empty tables with the same columns, keys and indexes, by one prepared statement for each table, a
// transaction for each 10,000 rows. Only the inserting is timed.
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import pg from 'pg';
import { processorMilliseconds } from './processor.mjs';

const rowsAtOnce = 10_000;

function stopwatch(postmaster) {
  let [milliseconds, processor] = [0, 0];
  return {
    async during(work) {
      const [began, used] = [performance.now(), processorMilliseconds(postmaster)];
      await work();
      milliseconds += performance.now() - began;
      processor += processorMilliseconds(postmaster) - used;
    },
    get figures() {
      return { milliseconds, processorMilliseconds: processor };
    },
  };
}

/** @returns rows and milliseconds, in all and by table */
export async function bareInsert(storage, part, folder) {
  return storage.kind === 'sqlite'
    ? ofSqlite(storage.folder, part, folder)
    : ofPostgres(storage.url, part, storage.postmaster);
}

async function ofSqlite(from, part, folder) {
  const source = new SqliteFile(join(from, `${part}.sqlite`), { readonly: true });
  const target = new SqliteFile(join(folder, `bare-${part}.sqlite`));
  target.pragma('journal_mode = WAL');
  target.pragma('synchronous = FULL');
  target.pragma('secure_delete = ON');
  const made = source.prepare(
    "SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND type IN ('table', 'index') ORDER BY type DESC",
  );
  const objects = made.all();
  for (const { sql } of objects) target.exec(sql);
  const tables = [];
  for (const { name } of objects.filter(({ type }) => type === 'table')) {
    const reading = source.prepare(`SELECT * FROM "${name}"`).raw(true);
    const places = reading.columns().map(() => '?');
    const inserting = target.prepare(`INSERT INTO "${name}" VALUES (${places})`);
    const insertAll = target.transaction((rows) => {
      for (const row of rows) inserting.run(row);
    });
    const watch = stopwatch();
    let count = 0;
    let rows = [];
    const write = async () => {
      await watch.during(async () => insertAll(rows));
      count += rows.length;
      rows = [];
    };
    for (const row of reading.iterate()) if (rows.push(row) === rowsAtOnce) await write();
    if (rows.length > 0) await write();
    tables.push({ name, rows: count, ...watch.figures });
  }
  source.close();
  target.close();
  return summed(tables);
}

async function ofPostgres(url, part, postmaster) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('CREATE SCHEMA bare');
  const found = await client.query(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = $1 AND table_type = 'BASE TABLE'",
    [part],
  );
  const tables = [];
  for (const { name } of found.rows) {
    await client.query(`CREATE TABLE bare."${name}" (LIKE "${part}"."${name}" INCLUDING ALL)`);
    const described = await client.query(
      'SELECT column_name AS name, udt_name AS type FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position',
      [part, name],
    );
    const columns = described.rows;
    const names = columns.map((column) => `"${column.name}"`).join(', ');
    const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(', ');
    const text = `INSERT INTO bare."${name}" (${names}) SELECT * FROM unnest(${arrays})`;
    const watch = stopwatch(postmaster);
    let count = 0;
    await client.query('BEGIN');
    await client.query(
      `DECLARE rows NO SCROLL CURSOR WITH HOLD FOR SELECT ${names} FROM "${part}"."${name}"`,
    );
    await client.query('COMMIT');
    for (;;) {
      const { rows } = await client.query({ text: `FETCH ${rowsAtOnce} FROM rows`, rowMode: 'array' });
      if (rows.length === 0) break;
      count += rows.length;
      await watch.during(async () => {
        await client.query('BEGIN');
        for (let start = 0; start < rows.length; start += 1000) {
          const some = rows.slice(start, start + 1000);
          const values = columns.map((_, index) => some.map((row) => row[index]));
          await client.query({ name: `bare ${name}`, text, values });
        }
        await client.query('COMMIT');
      });
    }
    await client.query('CLOSE rows');
    tables.push({ name, rows: count, ...watch.figures });
  }
  await client.query('DROP SCHEMA bare CASCADE');
  await client.end();
  return summed(tables);
}

function summed(tables) {
  const total = (field) => tables.reduce((sum, table) => sum + table[field], 0);
  return {
    rows: total('rows'),
    milliseconds: total('milliseconds'),
    processorMilliseconds: total('processorMilliseconds'),
    tables,
  };
}
