import type { EntityManager } from 'typeorm';
import { z } from 'zod';

/** Some columns of a table whose values are written anew, row by row, whatever the entities of today look like. */
export interface Rewriting {
  readonly table: string;
  /** Its primary key. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
  /** What the row's columns become: only those that change. */
  change(row: Readonly<Record<string, string | null>>): Readonly<Record<string, string | null>>;
}

/** Where a walk through a table stands: the key of the last row seen. */
export type Position = readonly (string | number)[];

const Row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/**
 * Writes some rows anew, in the order of the primary key. To be called in a transaction that keeps other writers out.
 * @param after null at the beginning
 * @returns where it stands and how many rows it wrote; null once no row is left
 */
export async function rewriteSome(
  manager: EntityManager,
  { table, keys, columns, change }: Rewriting,
  after: Position | null,
  atMost: number,
): Promise<{ readonly position: Position; readonly written: number } | null> {
  const { driver } = manager.connection;
  const named = (names: readonly string[]) => names.map((name) => driver.escape(name));
  const [from, ordered] = [driver.escape(table), named(keys).join(', ')];
  const parameter = (index: number) => driver.createParameter(`p${index}`, index);
  const beyond = after
    ? `WHERE (${ordered}) > (${after.map((_, index) => parameter(index)).join(', ')})`
    : '';
  const rows = z
    .array(Row)
    .parse(
      await manager.query(
        `SELECT ${named([...keys, ...columns]).join(', ')} FROM ${from} ${beyond} ORDER BY ${ordered} LIMIT ${atMost}`,
        [...(after ?? [])],
      ),
    );
  let written = 0;
  let position: Position | null = null;
  for (const row of rows) {
    position = keys.map((name) => row[name] ?? '');
    const found = columns.map((name): [string, string | null] => [name, textOf(row[name])]);
    const changed = Object.entries(change(Object.fromEntries(found)));
    if (changed.length === 0) continue;
    const set = changed.map(([name], index) => `${driver.escape(name)} = ${parameter(index)}`).join(', ');
    const where = named(keys).map((name, index) => `${name} = ${parameter(changed.length + index)}`);
    const values = [...changed.map(([, value]) => value), ...position];
    await manager.query(`UPDATE ${from} SET ${set} WHERE ${where.join(' AND ')}`, values);
    written += 1;
  }
  return position && { position, written };
}

const textOf = (value: string | number | null | undefined): string | null =>
  value === null || value === undefined ? null : String(value);
