import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { conflict, notFound } from '../../../platform/errors/problem.ts';
import { tellOutcomes } from '../organisations/tell-outcomes.ts';
import type { DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { optionalReason } from '../reasons.ts';
import { ConsentRow, type CopiesOnWithdrawal } from '../storage/consent-row.ts';
import { endConsent } from '../storage/consents.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { keepCopies, withdrawCopies } from './end-copies.ts';
import { expireConsents } from './expire.ts';

export interface Withdrawal {
  readonly consentId: string;
  readonly copies: CopiesOnWithdrawal;
  readonly reason?: string | null | undefined;
}

export interface Withdrawn {
  readonly consent: ConsentRow;
  /** Contacts removed, or kept as the state's own. */
  readonly affected: number;
}

/**
 * Ends a consent and takes its copies back or makes them the state's own, in one transaction: from then on no pull reaches
 * them. The last contact goes too, where the state says so: it is its own act.
 * @throws Problem NOT_FOUND, or CONFLICT where the consent has ended already
 */
export async function withdrawConsent(
  parts: DirectoryParts,
  { consentId, copies, reason }: Withdrawal,
  withdrawnBy: string,
): Promise<Withdrawn> {
  const said = optionalReason(reason, 'input.reason');

  // An expiry that is due stays, also where there is nothing left to withdraw.
  await expireConsents(parts.database, parts.clock);
  return parts.database.write(async (manager) => {
    const consent = await manager.findOneBy(ConsentRow, { id: consentId });
    if (!consent) throw notFound('There is no such consent.');
    if (consent.status !== 'ACTIVE')
      throw conflict(
        `This consent has already ended (${consent.status.toLowerCase()}, ${consent.ended_at}).`,
      );
    const now = instant(parts.clock.now());
    await endConsent(
      manager,
      consentId,
      {
        status: 'WITHDRAWN',
        ended_at: now,
        ended_by: withdrawnBy,
        end_reason: said,
        copies,
        replaced_by: null,
      },
      now,
    );
    const draft = new Draft(await loadStates(manager, [consent.iso3]), now, randomUUID);
    const act = { actor: withdrawnBy, authority: consentId, reason: said ?? 'The consent was withdrawn.' };
    const end = copies === 'WITHDRAW' ? withdrawCopies : keepCopies;
    const affected = end(draft, consentId, act).size;
    settle(draft, consent.iso3, act);
    draft.visible = true;
    await saveDraft(manager, draft);
    await tellOutcomes(manager, [consent.iso3], now);
    return { consent: await manager.findOneByOrFail(ConsentRow, { id: consentId }), affected };
  });
}
