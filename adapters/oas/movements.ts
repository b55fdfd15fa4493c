import { z } from 'zod';
import type { Located, SetAside } from '../contract.ts';
import { repairText } from '../formats/repair-encoding.ts';
import { OasMovement, type OasPage } from './movement.ts';

const Fields = z.record(z.string(), z.unknown());
const WithId = z.object({ id: OasMovement.shape.id });
const WithPoint = z.object({ point_id: OasMovement.shape.point_id });

/** The movements of one read, taken page by page. What is no movement is set aside by itself; what was read before is passed over. */
export class MovementsRead {
  readonly records: Located<OasMovement>[] = [];
  readonly setAside: SetAside[] = [];
  /** The highest id taken, or where the read began. */
  last: number;
  /** The highest id the source gave, taken or passed over; 0 for none. */
  highestGiven = 0;
  readonly #start: number;
  readonly #taken = new Map<number, unknown>();

  /** Movements up to `start` were read before. */
  constructor(start: number) {
    this.#start = start;
    this.last = start;
  }

  /**
   * Takes movements in the source's order, as far as their ids rise.
   * @returns the id of the movement that came too late, where one did: it and what follows are not taken. Otherwise null
   */
  take(data: readonly unknown[]): number | null {
    for (const given of data) {
      const item = repaired(given);
      const id = WithId.safeParse(item).data?.id;
      if (id === undefined) {
        this.#parse(item, `movement after ${this.last}`);
        continue;
      }
      this.highestGiven = Math.max(this.highestGiven, id);
      if (id <= this.#start) continue;
      if (this.#taken.has(id)) {
        if (!saysTheSame(this.#taken.get(id), item)) this.#setAsideSecond(id, item);
        continue;
      }
      if (id < this.last) return id;
      this.#taken.set(id, item);
      this.last = id;
      this.#parse(item, `movement ${id}`);
    }
    return null;
  }

  #parse(item: unknown, location: string): void {
    const parsed = OasMovement.safeParse(item);
    if (parsed.success) this.records.push({ record: parsed.data, location });
    else this.setAside.push({ location, reason: reasonOf(parsed.error), ...aboutPoint(item) });
  }

  #setAsideSecond(id: number, item: unknown): void {
    const reason =
      'Another movement has the same id and says something else. The first is used; the source must send this one anew, with an id of its own.';
    this.setAside.push({ location: `movement ${id}`, reason, ...aboutPoint(item) });
  }
}

/** Whether all movements of a page, if there are any, come after that of an id. */
export function liesBeyond({ data }: OasPage, id: number): boolean {
  return data.every((item) => (WithId.safeParse(item).data?.id ?? Number.POSITIVE_INFINITY) > id);
}

const fieldNames = Object.keys(OasMovement.shape);

/** Whether two movements say the same in the fields a movement has. What else a source adds, however deep, is not read. */
function saysTheSame(one: unknown, other: unknown): boolean {
  const [first = {}, second = {}] = [one, other].map((item) => Fields.safeParse(item).data);
  return fieldNames.every((name) => said(first[name]) === said(second[name]));
}

/** No field of a movement holds anything but a text or a number; two that do are equally unusable. */
const said = (value: unknown) => (typeof value === 'object' && value !== null ? 'no value' : (value ?? null));

function aboutPoint(item: unknown): { sourceKey?: string } {
  const sourceKey = WithPoint.safeParse(item).data?.point_id;
  return sourceKey === undefined ? {} : { sourceKey };
}

function reasonOf(error: z.ZodError): string {
  const fields = [...new Set(error.issues.map(({ path }) => path.join('.')))].filter(Boolean);
  if (fields.length === 0) return 'It is no object with the fields of a movement.';
  return `Its ${fields.join(', ')} ${fields.length === 1 ? 'is' : 'are'} missing or of another kind than the API describes. The source must send it anew.`;
}

/** Before anything is trimmed: a blank may be half of a doubly encoded letter. */
function repaired(item: unknown): unknown {
  const fields = Fields.safeParse(item);
  if (!fields.success) return item;
  return Object.fromEntries(
    Object.entries(fields.data).map(([name, value]) => [
      name,
      typeof value === 'string' ? repairText(value) : value,
    ]),
  );
}
