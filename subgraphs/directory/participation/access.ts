import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller } from '../../../platform/identity/caller.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { ParticipationRow } from '../storage/participation-row.ts';
import type { ParticipationOperations } from './operations.ts';

/**
 * What a state that stands aside still shows:
 *
 * |                        | its own people | everybody else |
 * | paused                 | all            | nothing        |
 * | left, to be taken back | nothing        | nothing        |
 */
export async function isInView(
  { asideOf }: Pick<ParticipationOperations, 'asideOf'>,
  caller: Caller | null,
  iso3: string,
): Promise<boolean> {
  const aside = await asideOf(iso3);
  return aside === null || !isHidden(aside, caller);
}

/** The states of which the caller is shown nothing. */
export async function hiddenStates(
  { allAside }: Pick<ParticipationOperations, 'allAside'>,
  caller: Caller | null,
): Promise<string[]> {
  return (await allAside()).filter((row) => isHidden(row, caller)).map(({ iso3 }) => iso3);
}

function isHidden({ iso3, left_at }: ParticipationRow, caller: Caller | null): boolean {
  const isOwn = caller !== null && 'state' in caller && caller.state === iso3;
  return left_at !== null || !isOwn;
}

/**
 * Who may do what of taking part:
 *
 * |                                  | state   | custodian | contact | organisation | observer, nobody |
 * | see how a state stands           | its own | all       | its own | no           | no               |
 * | join, pause, resume, leave, undo | its own | no        | no      | no           | no               |
 */
export function guardedParticipation(
  operations: ParticipationOperations,
  caller: Caller | null,
): ParticipationOperations {
  const signedIn = (): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    return caller;
  };
  const acts = 'Only the state itself, by its designated authority, takes part, pauses and leaves (¶17).';
  const sees = 'How a state stands to the directory is shown to itself and to the custodian.';
  const asState = (given: string) => {
    const who = signedIn();
    if (who.role !== 'state') throw forbidden(`${acts} Your role is ${who.role}.`);
    const iso3 = given.trim().toUpperCase();
    // A code that is no state's belongs to nobody: the operation says what is wrong with it.
    if (who.state !== iso3 && memberState(iso3)) throw forbidden(acts);
  };
  return {
    participationOf: async (iso3) => {
      const who = signedIn();
      const isOwn = (who.role === 'state' || who.role === 'contact') && who.state === iso3;
      if (!isOwn && who.role !== 'custodian' && who.role !== 'service') throw forbidden(sees);
      return operations.participationOf(iso3);
    },
    asideOf: (iso3) => operations.asideOf(iso3),
    allAside: () => operations.allAside(),
    joinDirectory: async (state) => {
      asState(state);
      return operations.joinDirectory(state);
    },
    pauseParticipation: async (stepping) => {
      asState(stepping.state);
      return operations.pauseParticipation(stepping);
    },
    resumeParticipation: async (state) => {
      asState(state);
      return operations.resumeParticipation(state);
    },
    leaveDirectory: async (stepping) => {
      asState(stepping.state);
      return operations.leaveDirectory(stepping);
    },
    undoLeaving: async (state) => {
      asState(state);
      return operations.undoLeaving(state);
    },
  };
}
