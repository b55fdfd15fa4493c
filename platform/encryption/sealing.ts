import { type DataSource, type EntityManager, type EntityTarget, type FindOperator, In } from 'typeorm';
import { z } from 'zod';
import { isSealed, type KeyRing, keyIdOf, markLength, missingKey, SealedValueError } from './key-ring.ts';
import { type Position, type Rewriting, rewriteSome } from './rewrite.ts';
import { type BoundColumn, tokensUnder } from './sealed-columns.ts';

/** How many values of a part stand under a key. */
export interface KeyUse {
  readonly keyId: string;
  readonly values: number;
}

/** What an opened database can do with its sealed columns. */
export interface Sealing {
  readonly currentKeyId: string;
  /**
   * Finds rows by a keyed index, under whichever key of the ring they stand:
   * `manager.findOneBy(AccountRow, { email_index: database.sealing.by(AccountRow, 'email_index', given) })`.
   */
  by<Entity extends object>(
    entity: EntityTarget<Entity>,
    index: string & keyof Entity,
    value: string,
  ): FindOperator<string>;
  /** How a text stands in a column of `keyedToken`s: under each key of the ring, the current one first. */
  tokens<Entity extends object>(
    entity: EntityTarget<Entity>,
    column: string & keyof Entity,
    text: string,
  ): readonly string[];
  /** Counts the values under each key. Reads every table through. */
  keysInUse(): Promise<readonly KeyUse[]>;
  /**
   * Seals anew, under the current key, what stands under an older one: a few rows in each transaction, so that others get
   * their turn. May be stopped between any two and begun again. @returns how many rows it wrote
   */
  reseal(signal: AbortSignal): Promise<number>;
}

export interface SealedDatabase {
  read<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
  write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
}

const Counted = z.array(z.object({ mark: z.string(), values: z.coerce.number() }));
const rowsAtOnce = 100;

export function sealingOf(
  source: DataSource,
  keys: KeyRing,
  bound: readonly BoundColumn[],
  database: SealedDatabase,
): Sealing {
  const boundTo = <Entity extends object>(entity: EntityTarget<Entity>, property: string) => {
    const column = source.getMetadata(entity).findColumnWithPropertyName(property);
    return bound.find(
      (one) =>
        one.column.databaseName === column?.databaseName &&
        one.column.entityMetadata.tableName === column.entityMetadata.tableName,
    );
  };
  return {
    currentKeyId: keys.current.id,
    by: (entity, index, value) => {
      const found = boundTo(entity, index);
      if (!found?.index) throw new Error(`${index} is no keyed index.`);
      return In(found.cipher.digests(found.index.normalise(value)));
    },
    tokens: (entity, column, text) => {
      const found = boundTo(entity, column);
      if (!found?.isToken) throw new Error(`${column} is no column of keyed tokens.`);
      return tokensUnder(found.cipher, text);
    },
    keysInUse: () => database.read((manager) => keysInUse(manager, keys, bound)),
    reseal: async (signal) => {
      let written = 0;
      for (const rewriting of rewritings(bound, keys.current.id)) {
        let after: Position | null = null;
        while (!signal.aborted) {
          const step = await database.write((manager) => rewriteSome(manager, rewriting, after, rowsAtOnce));
          if (!step) break;
          after = step.position;
          written += step.written;
          // Between two transactions it is others' turn: their work may be waiting in timers and sockets.
          await new Promise((resolve) => setImmediate(resolve));
        }
      }
      return written;
    },
  };
}

/** @throws SealedValueError where a value is not sealed, or its key is not among the keys */
export async function keysInUse(
  manager: EntityManager,
  { byId }: KeyRing,
  bound: readonly BoundColumn[],
): Promise<readonly KeyUse[]> {
  const counts = new Map<string, number>();
  for (const { column, place, isToken } of bound) {
    if (isToken) continue;
    for (const { mark, values } of await marksOf(manager, column)) {
      const keyId = keyIdOf(mark);
      if (keyId === null)
        throw new SealedValueError(
          `${place} holds ${values} values that are not sealed. Nothing of this product writes such: restore a backup.`,
        );
      if (!byId.has(keyId)) throw missingKey(place, keyId);
      counts.set(keyId, (counts.get(keyId) ?? 0) + values);
    }
  }
  return [...counts].map(([keyId, values]) => ({ keyId, values }));
}

async function marksOf(manager: EntityManager, column: BoundColumn['column']) {
  const { driver } = manager.connection;
  const [name, table] = [driver.escape(column.databaseName), driver.escape(column.entityMetadata.tableName)];
  return Counted.parse(
    await manager.query(
      `SELECT substr(${name}, 1, ${markLength}) AS mark, COUNT(*) AS "values" FROM ${table} WHERE ${name} IS NOT NULL GROUP BY 1`,
    ),
  );
}

/** For each table with sealed columns, how its rows come to stand under the current key. */
function rewritings(bound: readonly BoundColumn[], currentKey: string): Rewriting[] {
  const sealed = bound.filter(({ isToken }) => !isToken);
  const tables = new Set(sealed.map(({ column }) => column.entityMetadata.tableName));
  return [...tables].map((table) => {
    const columns = sealed.filter(({ column }) => column.entityMetadata.tableName === table);
    const [first] = columns;
    const keys = first?.column.entityMetadata.primaryColumns.map(({ databaseName }) => databaseName) ?? [];
    return {
      table,
      keys,
      columns: columns.map(({ column }) => column.databaseName),
      change: (row) =>
        Object.fromEntries(
          columns.flatMap((one) => {
            const stored = row[one.column.databaseName] ?? null;
            if (stored === null || keyIdOf(stored) === currentKey) return [];
            return [[one.column.databaseName, underCurrentKey(one, stored, row, columns)]];
          }),
        ),
    };
  });
}

function underCurrentKey(
  { cipher, index }: BoundColumn,
  stored: string,
  row: Readonly<Record<string, string | null>>,
  columns: readonly BoundColumn[],
): string {
  if (!index) return cipher.seal(cipher.open(stored));
  const source = columns.find(({ column }) => column.databaseName === index.of.databaseName);
  const value = row[index.of.databaseName] ?? '';
  return cipher.digest(index.normalise(source && isSealed(value) ? source.cipher.open(value) : value));
}
