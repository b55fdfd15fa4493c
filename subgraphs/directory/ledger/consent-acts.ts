import type { LedgerEntry } from '../../../platform/ledger/append.ts';
import { digestOfText } from '../../../platform/ledger/digest-of-text.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { ConsentEnd } from '../storage/consents.ts';

/** A consent as given: its terms, whole. */
export function consentGranted(consent: ConsentRow, replaced: ConsentRow | null): LedgerEntry {
  const { id, iso3, directory, mode, functions, fields, levels, valid_until, instrument } = consent;
  return {
    kind: 'consent.granted',
    authority: instrument === null ? null : digestOfText(instrument),
    state: iso3,
    subjects: { consent: id, ...(replaced ? { replaced: replaced.id } : {}) },
    payload: {
      directory,
      mode,
      functions,
      fields,
      levels: levels.map(({ level, function: answer }) => ({ level, function: answer })),
      validUntil: valid_until,
      feedPosition: consent.feed_position,
    },
  };
}

/** How a consent ended, and what was to become of its copies. */
export function consentEnded(consent: ConsentRow, end: ConsentEnd): LedgerEntry {
  const how = end.replaced_by !== null ? 'replaced' : end.status === 'EXPIRED' ? 'expired' : 'withdrawn';
  return {
    kind: `consent.${how}`,
    authority: consent.id,
    state: consent.iso3,
    subjects: { consent: consent.id, ...(end.replaced_by === null ? {} : { by: end.replaced_by }) },
    payload: { directory: consent.directory, copies: end.copies, endedAt: end.ended_at },
  };
}
