import type { EntryContent, KnownEntry } from '../../adapters/contract.ts';
import { parseTelephone } from '../../platform/contact-details/telephone.ts';

/** What tells one entry of an ARF edition from another; the rest is the same for all. */
export interface ShortEntry {
  readonly iso3?: string | null;
  readonly participant?: string;
  readonly level?: string;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly entity?: string | null;
  readonly email?: string | readonly string[];
  readonly phone?: string;
  readonly asOf?: string;
}

export function entry(short: ShortEntry = {}): EntryContent {
  const {
    iso3 = 'LAO',
    participant = 'Lao PDR',
    level = 'HIGH_LEVEL',
    name = null,
    title = null,
    entity = null,
  } = short;
  return {
    participant,
    iso3,
    function: null,
    level,
    kind: name ? 'PERSON' : 'OFFICE',
    name,
    title,
    entity,
    webPage: null,
    emails: [short.email ?? []].flat(),
    phones: short.phone ? [parseTelephone(short.phone, null)] : [],
    languages: [],
    withheld: [],
    details: short.asOf ? { asOf: short.asOf } : {},
  };
}

export const known = (
  key: string,
  content: EntryContent,
  status: KnownEntry['status'] = 'PRESENT',
): KnownEntry => ({
  sourceKey: key,
  status,
  content,
});
