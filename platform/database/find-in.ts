import { type FindOperator, In } from 'typeorm';

const keysAtOnce = 500;

/** Finds rows by however many keys, so many at a time as one statement takes. */
export async function findIn<Row>(
  keys: Iterable<string>,
  find: (key: FindOperator<string>) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const all = [...new Set(keys)];
  const found: Row[] = [];
  for (let from = 0; from < all.length; from += keysAtOnce)
    for (const row of await find(In(all.slice(from, from + keysAtOnce)))) found.push(row);
  return found;
}
