import type { EntityManager } from 'typeorm';
import { type Clock, type Instant, instant } from '../clock/clock.ts';
import { addRows } from '../database/rows.ts';
import { type Actor, actingNow } from './actor.ts';
import { type CanonicalValue, canonicalJson } from './canonical.ts';
import { beginningOf, hashOf } from './chain.ts';
import { LedgerRow } from './storage.ts';

/** Something that must be provable later. Ids, names of fields and codes; never a contact detail, nor what a person wrote freely. */
export interface LedgerEntry {
  /** `noun.participle`: `consent.granted`, `account.invited`. */
  readonly kind: string;
  /** Without one, whoever acts just now (`actingAs`). */
  readonly actor?: Actor;
  /** On whose authority, or by which document: a consent's id, a note verbale. */
  readonly authority?: string | null;
  /** The state it concerns. */
  readonly state?: string | null;
  /** What it is about: `{ contact: id, consent: id }`. */
  readonly subjects?: Readonly<Record<string, string>>;
  readonly payload?: { readonly [name: string]: CanonicalValue };
}

/**
 * Appends to a part's ledger, in the order given, in the part's own write transaction: what is told and what was done are
 * committed together or not at all. One writer at a time for a part is what makes the chain safe.
 * @param manager the transaction's, from `database.write`
 * @param ledger the name of the part's storage, as in its storage model
 * @returns the rows, of which the last is the ledger's end
 */
export async function appendToLedger(
  manager: EntityManager,
  ledger: string,
  clock: Pick<Clock, 'now'>,
  entries: readonly LedgerEntry[],
): Promise<LedgerRow[]> {
  if (entries.length === 0) return [];
  const at = instant(clock.now());
  let last = await ledgerEnd(manager, ledger);
  const rows: LedgerRow[] = [];
  for (const entry of entries) {
    const actor = entry.actor ?? actingNow();
    const unsealed = {
      seq: last.seq + 1,
      at,
      kind: stored(entry.kind),
      actor_role: actor.role,
      actor_subject: stored(actor.subject),
      actor_party: storedOrNull(actor.party),
      authority: storedOrNull(entry.authority),
      state: storedOrNull(entry.state),
      subjects: canonicalJson(entry.subjects ?? {}),
      payload: canonicalJson(entry.payload ?? {}),
      previous_hash: last.hash,
    };
    last = { ...unsealed, hash: hashOf(ledger, unsealed) };
    rows.push({ ...unsealed, hash: last.hash });
  }
  await addRows(manager, LedgerRow, rows);
  return rows;
}

/** For who knows when it was, and has no clock. */
export const clockAt = (at: Instant): Pick<Clock, 'now'> => ({ now: () => new Date(at) });

/** The last row's number and hash; of an empty ledger 0 and what its first row will follow. */
export async function ledgerEnd(
  manager: EntityManager,
  ledger: string,
): Promise<Pick<LedgerRow, 'seq' | 'hash'>> {
  const last = await manager.find(LedgerRow, {
    select: { seq: true, hash: true },
    order: { seq: 'DESC' },
    take: 1,
  });
  return last[0] ?? { seq: 0, hash: beginningOf(ledger) };
}

/** A text as both databases give it back: the hash is of what is stored. */
const stored = (text: string): string => Buffer.from(text.replaceAll('\0', ''), 'utf8').toString('utf8');
const storedOrNull = (text: string | null | undefined): string | null => (text == null ? null : stored(text));
