import type { ObjectLiteral } from 'typeorm';

const rowsAtOnce = 400;

/** Parts of a list that one statement takes: databases limit its parameters. */
export function batches<T extends ObjectLiteral | string | number>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
}
