import type { DataSource, QueryRunner } from 'typeorm';
import { type ColumnCipher, columnCipher, isSealed, type KeyRing } from './key-ring.ts';
import { type Position, rewriteSome } from './rewrite.ts';

/** A table's columns that held clear text before. */
export interface ColumnsToSeal {
  readonly table: string;
  /** Its primary key. */
  readonly keys: readonly string[];
  readonly columns: readonly string[];
}

interface Opened {
  readonly part: string;
  readonly keys: KeyRing;
  /** Tables that held clear text, of which the database may still keep remains. */
  readonly sealedTables: Set<string>;
}

const opened = new WeakMap<DataSource, Opened>();

/** Lets migrations of this data source seal. */
export function allowSealing(source: DataSource, part: string, keys: KeyRing): void {
  opened.set(source, { part, keys, sealedTables: new Set() });
}

/** The tables in which migrations replaced clear text since the data source was opened. */
export function tablesSealed(source: DataSource): readonly string[] {
  return [...(opened.get(source)?.sealedTables ?? [])];
}

/** In a migration's `up`: seals what stands in clear. What is sealed already stays. */
export async function sealColumns(runner: QueryRunner, tables: readonly ColumnsToSeal[]): Promise<void> {
  const { sealedTables } = ofRunner(runner);
  for (const table of tables) {
    const written = await rewriteAll(runner, table, (cipher, text) => {
      if (!isSealed(text)) return cipher.seal(text);
      cipher.open(text);
      return null;
    });
    if (written > 0) sealedTables.add(table.table);
  }
}

/** In a migration's `down`: opens them again. */
export async function openColumns(runner: QueryRunner, tables: readonly ColumnsToSeal[]): Promise<void> {
  for (const table of tables)
    await rewriteAll(runner, table, (cipher, text) => (isSealed(text) ? cipher.open(text) : null));
}

const rowsAtOnce = 200;

async function rewriteAll(
  runner: QueryRunner,
  { table, keys, columns }: ColumnsToSeal,
  rewrite: (cipher: ColumnCipher, text: string) => string | null,
): Promise<number> {
  const { part, keys: ring } = ofRunner(runner);
  const ciphers = columns.map((name) => ({ name, cipher: columnCipher(ring, `${part}.${table}.${name}`) }));
  const change = (row: Readonly<Record<string, string | null>>) =>
    Object.fromEntries(
      ciphers.flatMap(({ name, cipher }) => {
        const text = row[name] ?? null;
        const becomes = text === null ? null : rewrite(cipher, text);
        return becomes === null ? [] : [[name, becomes]];
      }),
    );
  let written = 0;
  let after: Position | null = null;
  for (;;) {
    const step = await rewriteSome(runner.manager, { table, keys, columns, change }, after, rowsAtOnce);
    if (!step) return written;
    after = step.position;
    written += step.written;
  }
}

function ofRunner({ connection }: QueryRunner): Opened {
  const found = opened.get(connection);
  if (!found) throw new Error('A migration that seals is run by openDatabase alone.');
  return found;
}
