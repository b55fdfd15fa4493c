import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Clock, instant } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { actingAs, theProduct } from '../../../platform/ledger/actor.ts';
import { tellOutcomes } from '../organisations/tell-outcomes.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { consentsPastTheirTime, endConsent } from '../storage/consents.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { withdrawCopies } from './end-copies.ts';

/** Ends every consent whose time has come, and takes back its copies. One indexed look where there is none. */
export async function expireConsents(database: Database, clock: Clock): Promise<void> {
  const due = await database.read((manager) => consentsPastTheirTime(manager, instant(clock.now())));
  if (due.length > 0) await database.write((manager) => expireConsentsWithin(manager, clock));
}

/** The same inside a transaction that is about to rely on consents. Nobody asks for it, whoever makes it come to light. */
export function expireConsentsWithin(manager: EntityManager, clock: Clock): Promise<void> {
  return actingAs(theProduct('expiry'), () => expireAll(manager, clock));
}

async function expireAll(manager: EntityManager, clock: Clock): Promise<void> {
  const now = instant(clock.now());
  for (const consent of await consentsPastTheirTime(manager, now)) {
    await endConsent(
      manager,
      consent.id,
      {
        status: 'EXPIRED',
        ended_at: consent.valid_until,
        ended_by: null,
        end_reason: 'The time the state set for it has come.',
        copies: 'WITHDRAW',
        replaced_by: null,
      },
      now,
    );
    const draft = new Draft(await loadStates(manager, [consent.iso3]), now, randomUUID);
    const act = { actor: 'expiry', authority: consent.id, reason: 'The consent expired.' };
    withdrawCopies(draft, consent.id, act);
    settle(draft, consent.iso3, act);
    draft.visible = true;
    await saveDraft(manager, draft);
    await tellOutcomes(manager, [consent.iso3], now);
  }
}
