import { conflict } from '../../../platform/errors/problem.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { DirectoryParts } from '../parts.ts';
import { changeParticipation, notLeft, notPaused } from './change.ts';

/**
 * A state joins: from then on it takes part, also without any contact yet. One that takes part by a consent or a contact says
 * so expressly; one that said so already changes nothing.
 * @throws Problem CONFLICT where it stands aside and has another way back
 */
export function joinDirectory(parts: DirectoryParts, state: string, by: string): Promise<MemberState> {
  return changeParticipation(parts, state, ({ row, status, now }) => {
    if (status === 'PAUSED')
      throw conflict('Your state pauses its part, and has joined already. Resume (resumeParticipation).');
    if (status === 'LEAVING')
      throw conflict(
        `Your state has left, and can take that back as it was until ${row.undo_until} (undoLeaving).`,
      );
    if (status === 'TAKING_PART' && row.joined_at !== null) return null;
    return { change: { joined_at: now, joined_by: by, ...notPaused, ...notLeft }, kind: 'joined' };
  });
}
