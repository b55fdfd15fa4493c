import type { EntityManager } from 'typeorm';
import { type Instant, instant } from '../../../platform/clock/clock.ts';
import type { LedgerEntry } from '../../../platform/ledger/append.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import { tellLedger } from '../ledger/tell.ts';
import { stateOf } from '../opening/release.ts';
import { tellOutcomes } from '../organisations/tell-outcomes.ts';
import type { DirectoryParts } from '../parts.ts';
import { raiseRevision } from '../storage/directory-revision.ts';
import { ParticipationRow } from '../storage/participation-row.ts';
import { hasConsentOrContact } from './participating.ts';
import { type ParticipationStatus, statusOf } from './standing.ts';

/** What stands of a state when it acts. */
export interface Stands {
  readonly row: ParticipationRow;
  readonly status: ParticipationStatus;
  readonly now: Instant;
  readonly manager: EntityManager;
}

/** What the act changes, and what the ledger tells of it; null where it is so already. */
export type Step = {
  readonly change: Partial<ParticipationRow>;
  readonly kind: string;
  readonly payload?: NonNullable<LedgerEntry['payload']>;
} | null;

/**
 * A state's own act of taking part, in one transaction, with all that follows from it for others.
 * @throws Problem BAD_USER_INPUT where there is no such state; what `act` throws
 */
export async function changeParticipation(
  parts: DirectoryParts,
  given: string,
  act: (stands: Stands) => Step | Promise<Step>,
): Promise<MemberState> {
  const state = stateOf(given);
  const { iso3 } = state;
  await parts.database.write(async (manager) => {
    await expireConsentsWithin(manager, parts.clock);
    const known = await manager.findOneBy(ParticipationRow, { iso3 });
    const status = statusOf(known, await hasConsentOrContact(manager, iso3));
    const row = known ?? nothingSaid(iso3);
    const now = instant(parts.clock.now());
    const step = await act({ row, status, now, manager });
    if (!step) return;
    await manager.save(ParticipationRow, { ...row, ...step.change });
    await tellLedger(manager, now, [
      { kind: `participation.${step.kind}`, state: iso3, ...(step.payload ? { payload: step.payload } : {}) },
    ]);
    await tellOutcomes(manager, [iso3], now);
    await raiseRevision(manager);
  });
  return state;
}

function nothingSaid(iso3: string): ParticipationRow {
  return { iso3, ...neverJoined, ...notPaused, ...notLeft, behind: [] };
}

const neverJoined = { joined_at: null, joined_by: null };
export const notPaused = { paused_at: null, paused_by: null, pause_reason: null };
export const notLeft = {
  left_at: null,
  left_by: null,
  leave_reason: null,
  undo_until: null,
  ended_at: null,
};
