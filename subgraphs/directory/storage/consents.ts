import { type EntityManager, In, IsNull, LessThanOrEqual, Not } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { preparedFind } from '../../../platform/database/prepared-find.ts';
import { consentEnded } from '../ledger/consent-acts.ts';
import { tellLedger } from '../ledger/tell.ts';
import { notFollowed } from '../participation/standing.ts';
import { ConsentRow } from './consent-row.ts';
import { EntryDecisionRow } from './entry-decision-row.ts';
import { ProposalRow } from './proposal-row.ts';

export function activeConsent(
  manager: EntityManager,
  iso3: string,
  directory: string,
): Promise<ConsentRow | null> {
  return manager.findOneBy(ConsentRow, { iso3, directory, status: 'ACTIVE' });
}

/** The consents under which something may be copied: those in force, of states that do not stand aside. */
export async function activeConsents(
  manager: EntityManager,
  iso3s: readonly string[],
  directory: string,
): Promise<Map<string, ConsentRow>> {
  if (iso3s.length === 0) return new Map();
  const rows = await manager.findBy(ConsentRow, { iso3: In([...iso3s]), directory, status: 'ACTIVE' });
  const waiting = await notFollowed(
    manager,
    rows.map((row) => row.iso3),
    directory,
  );
  return new Map(rows.filter((row) => !waiting.has(row.iso3)).map((row) => [row.iso3, row]));
}

const pastTheirTime = preparedFind(ConsentRow, ([now = '']) => ({
  where: { status: 'ACTIVE' as const, valid_until: LessThanOrEqual(now) },
}));

export const consentsPastTheirTime = (manager: EntityManager, now: Instant): Promise<ConsentRow[]> =>
  pastTheirTime(manager, [now]);

/** When the first of the consents in force ends by itself; null where none does. */
export async function nextConsentEnd(manager: EntityManager): Promise<Instant | null> {
  const first = await manager.findOne(ConsentRow, {
    select: { id: true, valid_until: true },
    where: { status: 'ACTIVE', valid_until: Not(IsNull()) },
    order: { valid_until: 'ASC' },
  });
  return first?.valid_until ?? null;
}

export type ConsentEnd = Pick<
  ConsentRow,
  'status' | 'ended_at' | 'ended_by' | 'end_reason' | 'copies' | 'replaced_by'
>;

/**
 * Ends a consent. What still waits under it is superseded, and no proposal keeps a value that it covered. What the state
 * answered about single entries ends with it, unless another consent takes its place.
 * @param now when it is ended; one that expired ended before
 */
export async function endConsent(
  manager: EntityManager,
  id: string,
  end: ConsentEnd,
  now: Instant,
): Promise<void> {
  await manager.update(ConsentRow, { id }, end);
  await manager.update(
    ProposalRow,
    { consent_id: id, status: 'WAITING' },
    { status: 'SUPERSEDED', decided_at: end.ended_at, decision_reason: 'The consent it stood on has ended.' },
  );
  await manager.update(ProposalRow, { consent_id: id }, { changes: [], claims: null, dates: null });
  const consent = await manager.findOneByOrFail(ConsentRow, { id });
  const { iso3, directory } = consent;
  await tellLedger(manager, now, [consentEnded(consent, end)]);
  // A question about a contact showed all its values, and they may have rested on this consent too.
  await manager.update(
    ProposalRow,
    { iso3, kind: Not('ADD' as const), status: Not('WAITING' as const) },
    { changes: [] },
  );
  if (end.replaced_by !== null) return;
  await manager.delete(EntryDecisionRow, { iso3, directory });
}
