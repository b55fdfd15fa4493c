import type {
  EntityManager,
  EntityTarget,
  FindOptionsWhere,
  ObjectLiteral,
  QueryDeepPartialEntity,
} from 'typeorm';

/** Few enough for the parameters of one statement on either database, and for the depth of its conditions. */
const rowsAtOnce = 200;

function* batches<T>(rows: readonly T[]): Generator<T[]> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce);
}

/**
 * Writes whole rows, whether they are there or not, by one statement for many. TypeORM's `save` would ask for each first, and
 * update them one by one.
 */
export async function putRows<R extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<R>,
  rows: readonly QueryDeepPartialEntity<R>[],
): Promise<void> {
  if (rows.length === 0) return;
  const key = manager.dataSource.getMetadata(entity).primaryColumns.map(({ propertyName }) => propertyName);
  for (const some of batches(rows)) await manager.upsert(entity, some, key);
}

/** Adds rows that are not there yet. */
export async function addRows<R extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<R>,
  rows: readonly QueryDeepPartialEntity<R>[],
): Promise<void> {
  for (const some of batches(rows)) await manager.insert(entity, some);
}

/** Takes rows out by their keys, many by one statement. */
export async function dropRows<R extends ObjectLiteral>(
  manager: EntityManager,
  entity: EntityTarget<R>,
  keys: readonly FindOptionsWhere<R>[],
): Promise<void> {
  for (const some of batches(keys)) await manager.delete(entity, some);
}
