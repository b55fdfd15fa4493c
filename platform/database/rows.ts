import type { EntityManager, EntityMetadata, EntityTarget, FindOptionsWhere, ObjectLiteral } from 'typeorm';

// Many whole rows at once, by the same statement for each batch of a table, so that it is prepared once. What TypeORM builds for
// each row costs more than the database's own work, and what its `save` writes it reads first.

/** Writes whole rows, whether they are there or not. No row twice; what a row leaves out is null. */
export function putRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Row[],
): Promise<void> {
  return write(manager, entity, rows, ({ columns }, escaped) => {
    const keys = columns.filter(({ isPrimary }) => isPrimary).map(escaped);
    const others = columns.filter(({ isPrimary }) => !isPrimary).map(escaped);
    const set = others.map((name) => `${name} = excluded.${name}`).join(', ');
    return ` ON CONFLICT (${keys.join(', ')}) DO ${set === '' ? 'NOTHING' : `UPDATE SET ${set}`}`;
  });
}

/** Adds whole rows that are not there yet. What a row leaves out is null. */
export function addRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Row[],
): Promise<void> {
  return write(manager, entity, rows, () => '');
}

/** Few enough for the depth of one statement's conditions. */
const droppedAtOnce = 200;

/** Takes rows out by their keys, many by one statement. */
export async function dropRows<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  keys: readonly FindOptionsWhere<Row>[],
): Promise<void> {
  for (let from = 0; from < keys.length; from += droppedAtOnce)
    await manager.delete(entity, keys.slice(from, from + droppedAtOnce));
}

type Column = EntityMetadata['columns'][number];
type Escaped = (column: Column) => string;

/** Few enough for the parameters of one statement. */
const writtenAtOnce = 256;

async function write<Row extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  rows: readonly Row[],
  onConflict: (metadata: EntityMetadata, escaped: Escaped) => string,
): Promise<void> {
  if (rows.length === 0) return;
  const { driver, options } = manager.dataSource;
  const metadata = manager.dataSource.getMetadata(entity);
  const { columns, tablePath } = metadata;
  const escaped: Escaped = ({ databaseName }) => driver.escape(databaseName);
  const table = tablePath.split('.').map((name) => driver.escape(name));
  const into = `INSERT INTO ${table.join('.')}(${columns.map(escaped).join(', ')})`;
  const end = onConflict(metadata, escaped);
  // Sealing and the like, as TypeORM itself does it.
  const storedValue = (row: Row, column: Column): unknown =>
    driver.preparePersistentValue(column.getEntityValue(row), column) ?? null;

  if (options.type === 'postgres') {
    const arrays = columns.map((column, index) => `$${index + 1}::${driver.normalizeType(column)}[]`);
    const statement = `${into} SELECT * FROM unnest(${arrays.join(', ')})${end}`;
    for (let from = 0; from < rows.length; from += writtenAtOnce) {
      const some = rows.slice(from, from + writtenAtOnce);
      const values = columns.map((column) => some.map((row) => storedValue(row, column)));
      await manager.query(statement, values);
    }
    return;
  }
  const oneRow = `(${columns.map(() => '?').join(', ')})`;
  for (let from = 0; from < rows.length; from += writtenAtOnce) {
    const some = rows.slice(from, from + writtenAtOnce);
    const values = some.flatMap((row) => columns.map((column) => storedValue(row, column)));
    await manager.query(`${into} VALUES ${Array(some.length).fill(oneRow).join(', ')}${end}`, values);
  }
}
