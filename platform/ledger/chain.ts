import { createHash } from 'node:crypto';
import { canonicalJson } from './canonical.ts';
import type { LedgerRow } from './storage.ts';

/** Names the encoding below: another one would have another name. */
const format = 'crosspoint ledger 1';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** What the first row of a ledger follows: its name, so that no ledger passes for another. */
export const beginningOf = (ledger: string): string => sha256(canonicalJson([format, ledger]));

/** What seals a row: SHA-256 of the RFC 8785 text of the list below, in hexadecimal. */
export function hashOf(ledger: string, row: Omit<LedgerRow, 'hash'>): string {
  return sha256(
    canonicalJson([
      format,
      ledger,
      row.seq,
      row.at,
      row.kind,
      row.actor_role,
      row.actor_subject,
      row.actor_party,
      row.authority,
      row.state,
      row.subjects,
      row.payload,
      row.previous_hash,
    ]),
  );
}
