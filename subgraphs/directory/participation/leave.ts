import { instant } from '../../../platform/clock/clock.ts';
import { conflict } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { enqueueDirectoryMessage } from '../messages/enqueue.ts';
import type { DirectoryParts } from '../parts.ts';
import { optionalReason } from '../reasons.ts';
import { directoriesConsentedTo } from './behind.ts';
import { changeParticipation, notLeft } from './change.ts';
import { type Stepping, takesNoPart } from './pause.ts';

export const daysToUndo = 30;
const dayLong = 24 * 60 * 60 * 1000;

/**
 * A state leaves (¶17): from the same instant nobody sees anything of it. Nothing is taken apart before the time to take it
 * back is over. All its authorities are told, so that none acts unnoticed by the others.
 * @throws Problem CONFLICT where it takes no part; BAD_USER_INPUT
 */
export function leaveDirectory(
  parts: DirectoryParts,
  { state, reason }: Stepping,
  by: string,
): Promise<MemberState> {
  const said = optionalReason(reason, 'reason');
  return changeParticipation(parts, state, async ({ row, status, now, manager }) => {
    if (status === 'LEAVING') return null;
    if (status === 'NONE' || status === 'LEFT') throw conflict(takesNoPart(status, null));
    const until = new Date(new Date(now).getTime() + daysToUndo * dayLong);
    const undo_until = instant(until);
    await enqueueDirectoryMessage(manager, parts.clock, {
      event: `participation.left/${row.iso3}/${now}`,
      to: { authorityOf: row.iso3 },
      template: 'participation.left',
      values: { until },
      expiresAt: until,
    });
    return {
      change: { left_at: now, left_by: by, leave_reason: said, undo_until },
      kind: 'left',
      payload: { undoUntil: undo_until },
    };
  });
}

/**
 * All is as it was when the state left, paused where it was paused. What regions changed meanwhile follows after.
 * @throws Problem CONFLICT once the time for it is over
 */
export function undoLeaving(parts: DirectoryParts, state: string): Promise<MemberState> {
  return changeParticipation(parts, state, async ({ row, status, now, manager }) => {
    if (status === 'TAKING_PART' || status === 'PAUSED') return null;
    if (status === 'NONE') throw conflict(takesNoPart(status, null));
    if (status === 'LEFT' || row.undo_until === null || row.undo_until <= now)
      throw conflict(
        `The time to take it back ended at ${row.undo_until}. Join the directory anew (joinDirectory).`,
      );
    const behind = row.paused_at === null ? await directoriesConsentedTo(manager, row.iso3) : [];
    return {
      change: { ...notLeft, behind },
      kind: 'leaving-undone',
      payload: { since: row.left_at },
    };
  });
}
