import { z } from 'zod';
import type { CanonicalValue } from '../ledger/canonical.ts';

/** One request that read contact details, as the ledger keeps it. */
export const Reading = z.object({
  reader: z.object({ role: z.string(), subject: z.string(), party: z.string().nullable() }),
  /** What the client asked for: `query states, contact`. Null where it asked a part directly. */
  operation: z.string().nullable(),
  /** The same for all that one request read, in whichever part. */
  request: z.string(),
  /** By what kind of thing the details were shown: `contact`, `history`. */
  through: z.array(z.string()),
  /** By state, the ids of the contacts or the keys of the entries. */
  contacts: z.record(z.string(), z.array(z.string())),
});
export type Reading = z.infer<typeof Reading>;

/**
 * As a row keeps it: one that was shown the very same as an earlier reading of its row names that one's place in place of telling
 * it again. In a crisis many ask the same at once.
 */
const StoredReading = z.union([
  Reading,
  Reading.omit({ through: true, contacts: true }).extend({ as: z.number().int().min(0) }),
]);
const Payload = z.object({ readings: z.array(StoredReading) });

/** The kind of a ledger's rows that hold readings. */
export const readingKind = 'contacts.read';

/** How many of some readings are of each state. */
export function countByState(readings: readonly Reading[]): Map<string, number> {
  const alike = new Map<Reading['contacts'], number>();
  for (const { contacts } of readings) alike.set(contacts, (alike.get(contacts) ?? 0) + 1);
  const counts = new Map<string, number>();
  for (const [contacts, count] of alike)
    for (const state of Object.keys(contacts)) counts.set(state, (counts.get(state) ?? 0) + count);
  return counts;
}

/** What a row tells of readings. Those that hold the very same objects were shown the very same. */
export function payloadOf(readings: readonly Reading[]): { readonly [name: string]: CanonicalValue } {
  const places = new Map<Reading['contacts'], number>();
  const told = readings.map((reading, place) => {
    const { contacts, through, ...asked } = reading;
    const as = places.get(contacts);
    if (as !== undefined && readings[as]?.through === through) return { ...asked, as };
    places.set(contacts, place);
    return reading;
  });
  return { readings: told };
}

/** @throws where the payload is none of a row of readings */
export function readingsOf(payload: string): Reading[] {
  const told: Reading[] = [];
  for (const stored of Payload.parse(JSON.parse(payload)).readings) {
    if ('contacts' in stored) {
      told.push(stored);
      continue;
    }
    const { as, ...asked } = stored;
    const same = told[as];
    if (!same) throw new Error('A reading names an earlier one that there is not.');
    told.push({ ...asked, through: same.through, contacts: same.contacts });
  }
  return told;
}
