import { randomUUID } from 'node:crypto';
import { type EntityManager, IsNull, LessThanOrEqual, Not } from 'typeorm';
import { type Clock, type Instant, instant } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import { actingAs, theProduct } from '../../../platform/ledger/actor.ts';
import { tellLedger } from '../ledger/tell.ts';
import { tellOutcomes } from '../organisations/tell-outcomes.ts';
import { Draft } from '../population/draft.ts';
import { settle } from '../population/settle.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { endConsent } from '../storage/consents.ts';
import { NominationRouteRow, NominationRow } from '../storage/nomination-rows.ts';
import { ContactReleaseRow, SponsorshipRow } from '../storage/opening-rows.ts';
import { PairDecisionRow } from '../storage/pair-decision-row.ts';
import { ParticipationRow } from '../storage/participation-row.ts';
import { PrecedenceRow } from '../storage/precedence-row.ts';
import { loadStates, saveDraft } from '../storage/states.ts';

const reason = 'The state left the directory.';
const product = 'leaving';

const isDue = (now: Instant) => ({
  left_at: Not(IsNull()),
  ended_at: IsNull(),
  undo_until: LessThanOrEqual(now),
});

/** Completes every leaving that can be taken back no longer, each state in a transaction of its own. */
export async function completeLeavings(
  database: Database,
  clock: Clock,
  signal?: AbortSignal,
): Promise<void> {
  const now = instant(clock.now());
  const due = await database.read((manager) => manager.findBy(ParticipationRow, isDue(now)));
  for (const { iso3 } of due) {
    signal?.throwIfAborted();
    await database.write((manager) => actingAs(theProduct(product), () => complete(manager, iso3, now)));
  }
}

/** Ends all that the state had here. Its history and what the ledgers tell of it stay. */
async function complete(manager: EntityManager, iso3: string, now: Instant): Promise<void> {
  const row = await manager.findOneBy(ParticipationRow, { iso3, ...isDue(now) });
  if (!row) return;
  for (const { id } of await manager.findBy(ConsentRow, { iso3, status: 'ACTIVE' })) {
    const end = { status: 'WITHDRAWN', copies: 'WITHDRAW', replaced_by: null } as const;
    await endConsent(
      manager,
      id,
      { ...end, ended_at: row.left_at, ended_by: row.left_by, end_reason: reason },
      now,
    );
  }
  const draft = new Draft(await loadStates(manager, [iso3]), now, randomUUID);
  const act = { actor: product, authority: null, reason };
  for (const contact of draft.contactsOf(iso3)) draft.retire(contact, act);
  settle(draft, iso3, act);
  draft.visible = true;
  await saveDraft(manager, draft);
  for (const entity of [ContactReleaseRow, NominationRouteRow, NominationRow, PairDecisionRow, PrecedenceRow])
    await manager.delete(entity, { iso3 });
  await manager.update(
    SponsorshipRow,
    { iso3, ended_at: IsNull() },
    { ended_at: now, ended_by: row.left_by },
  );
  await manager.update(ParticipationRow, { iso3 }, { ended_at: now, joined_at: null, behind: [] });
  await tellLedger(manager, now, [
    { kind: 'participation.ended', state: iso3, payload: { leftAt: row.left_at } },
  ]);
  await tellOutcomes(manager, [iso3], now);
}
