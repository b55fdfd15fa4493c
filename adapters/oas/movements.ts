import { z } from 'zod';
import type { Located, SetAside } from '../contract.ts';
import { OasMovement } from './movement.ts';
import { repairText } from './repair-encoding.ts';

export interface MovementsRead {
  readonly records: readonly Located<OasMovement>[];
  readonly setAside: readonly SetAside[];
  /** The highest id read, or the cursor where there is none. */
  readonly last: number;
  /** Why what follows was not read: ids must rise. */
  readonly outOfOrder: string | null;
}

const WithId = z.looseObject({ id: z.number().int().positive().max(Number.MAX_SAFE_INTEGER) });
const WithPoint = z.looseObject({ point_id: z.string().trim().min(1) });

/** Takes a page's movements one by one: what is no movement is set aside, what was read before is passed over. */
export function readMovements(data: readonly unknown[], cursor: number): MovementsRead {
  const records: Located<OasMovement>[] = [];
  const setAside: SetAside[] = [];
  let last = cursor;
  let previous = 0;
  for (const item of data) {
    const id = WithId.safeParse(item).data?.id;
    if (id !== undefined && id < previous) {
      const outOfOrder = `Movement ${id} comes after movement ${previous}: the source is out of order, and what follows was not read.`;
      return { records, setAside, last, outOfOrder };
    }
    if (id !== undefined && (id <= cursor || id === previous)) {
      previous = id;
      continue;
    }
    const parsed = OasMovement.safeParse(item);
    if (parsed.success) {
      records.push({ record: repaired(parsed.data), location: `movement ${parsed.data.id}` });
    } else {
      const point = WithPoint.safeParse(item).data?.point_id;
      const location = id === undefined ? `movement after ${last}` : `movement ${id}`;
      setAside.push({ location, reason: reasonOf(parsed.error), ...(point ? { sourceKey: point } : {}) });
    }
    if (id !== undefined) {
      previous = id;
      last = Math.max(last, id);
    }
  }
  return { records, setAside, last, outOfOrder: null };
}

function reasonOf(error: z.ZodError): string {
  const fields = [...new Set(error.issues.map(({ path }) => path.join('.')))].filter(Boolean);
  if (fields.length === 0) return 'It is no object with the fields of a movement.';
  return `Its ${fields.join(', ')} ${fields.length === 1 ? 'is' : 'are'} missing or of another kind than the API describes. The source must send it anew.`;
}

function repaired(movement: OasMovement): OasMovement {
  const texts = Object.entries(movement).map(([name, value]) => [
    name,
    typeof value === 'string' ? repairText(value) : value,
  ]);
  return OasMovement.parse(Object.fromEntries(texts));
}
