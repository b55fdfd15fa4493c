import { createHash } from 'node:crypto';
import type { LedgerEntry } from '../../../platform/ledger/append.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { ConsentEnd } from '../storage/consents.ts';

/** A consent as given: its terms, whole. */
export function consentGranted(consent: ConsentRow, replaced: ConsentRow | null): LedgerEntry {
  const { id, iso3, directory, mode, functions, fields, levels, valid_until, instrument } = consent;
  return {
    kind: 'consent.granted',
    authority: instrument === null ? null : digestOf(instrument),
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

/** A person wrote it freely, and the ledger is not encrypted: it holds what proves the text, and not the text. */
const digestOf = (instrument: string): string =>
  `sha256:${createHash('sha256').update(instrument, 'utf8').digest('hex')}`;

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
