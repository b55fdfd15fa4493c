import { conflict } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { DirectoryParts } from '../parts.ts';
import { optionalReason } from '../reasons.ts';
import { directoriesConsentedTo } from './behind.ts';
import { changeParticipation, notPaused } from './change.ts';

export interface Stepping {
  readonly state: string;
  readonly reason?: string | null | undefined;
}

/**
 * A state stands aside for as long as it likes: others see nothing of it, and nothing is copied. Its own people see its
 * contacts and may change them.
 * @throws Problem CONFLICT where it takes no part; BAD_USER_INPUT
 */
export function pauseParticipation(
  parts: DirectoryParts,
  { state, reason }: Stepping,
  by: string,
): Promise<MemberState> {
  const said = optionalReason(reason, 'reason');
  return changeParticipation(parts, state, ({ row, status, now }) => {
    if (status === 'PAUSED') return null;
    if (status !== 'TAKING_PART') throw conflict(takesNoPart(status, row.undo_until));
    return { change: { paused_at: now, paused_by: by, pause_reason: said }, kind: 'paused' };
  });
}

/** What was there is shown again; what regions changed meanwhile follows. @throws Problem CONFLICT where it takes no part */
export function resumeParticipation(parts: DirectoryParts, state: string): Promise<MemberState> {
  return changeParticipation(parts, state, async ({ row, status, manager }) => {
    if (status === 'TAKING_PART') return null;
    if (status !== 'PAUSED') throw conflict(takesNoPart(status, row.undo_until));
    const behind = await directoriesConsentedTo(manager, row.iso3);
    return { change: { ...notPaused, behind }, kind: 'resumed', payload: { since: row.paused_at } };
  });
}

export function takesNoPart(status: string, undoUntil: string | null): string {
  if (status === 'LEAVING')
    return `Your state has left the directory. Take that back first (undoLeaving, until ${undoUntil}).`;
  return 'Your state takes no part in the directory. Join it first (joinDirectory).';
}
