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

const Payload = z.object({ readings: z.array(Reading) });

/** The kind of a ledger's rows that hold readings. */
export const readingKind = 'contacts.read';

/** How many of some readings are of each state. */
export function countByState(readings: readonly Reading[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { contacts } of readings)
    for (const state of Object.keys(contacts)) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}

export const payloadOf = (readings: readonly Reading[]): { readonly [name: string]: CanonicalValue } => ({
  readings,
});

export const readingsOf = (payload: string): Reading[] => Payload.parse(JSON.parse(payload)).readings;
