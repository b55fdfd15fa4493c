import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import { memberState } from '../../../platform/states/states.ts';
import { hiddenId } from '../hidden-id.ts';
import type { ConflictOperations } from './operations.ts';

/**
 * Who may do what where sources differ:
 *
 * |                                | state     | custodian | contact | organisation | nobody |
 * | see conflicts and precedence   | its own   | all       | no      | no           | no     |
 * | resolve, set precedence, split | its own   | no        | no      | no           | no     |
 *
 * @param ownContact the id of a contact to act on, where the caller's state may
 * @param hidden the states of which the caller is shown nothing
 */
export function guardedConflicts(
  operations: ConflictOperations,
  caller: Caller | null,
  ownContact: (id: string) => Promise<string>,
  hidden: () => Promise<readonly string[]>,
): ConflictOperations {
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    if (!roles.includes(caller.role)) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  const reads = 'Where sources differ is shown to the state concerned and to the custodian.';
  const acts =
    'Only the state itself, by its designated authority, says which source counts and who is one with whom.';
  const isOthers = (iso3: string) => caller?.role === 'state' && caller.state !== iso3;
  const readsOf = (iso3: string | null): Caller => {
    const who = oneOf(['state', 'custodian'], reads);
    if (who.role === 'state' && iso3 !== null && who.state !== iso3) throw forbidden(reads);
    return who;
  };
  const actsFor = (iso3: string | null) => {
    const who = oneOf(['state'], acts);
    if (who.role === 'state' && iso3 !== null && who.state !== iso3) throw forbidden(acts);
  };

  return {
    conflict: async (id) => {
      oneOf(['state', 'custodian'], reads);
      const conflict = await operations.conflict(id);
      if (!conflict || isOthers(conflict.iso3)) return null;
      return (await hidden()).includes(conflict.iso3) ? null : conflict;
    },
    conflicts: async (query) => {
      const who = readsOf(query.iso3);
      const shown = { ...query, except: await hidden() };
      return operations.conflicts(who.role === 'state' ? { ...shown, iso3: who.state } : shown);
    },
    resolveConflict: async (resolution) => {
      actsFor(null);
      const conflict = await operations.conflict(resolution.id);
      const hidden = conflict !== null && isOthers(conflict.iso3);
      return operations.resolveConflict(hidden ? { ...resolution, id: hiddenId } : resolution);
    },
    precedencesOf: async (iso3) => {
      readsOf(iso3);
      return operations.precedencesOf(iso3);
    },
    setPrecedence: async (request) => {
      // A code that is no state's belongs to nobody: the operation says what is wrong with it.
      actsFor(memberState(request.state.trim().toUpperCase())?.iso3 ?? null);
      return operations.setPrecedence(request);
    },
    splitContact: async (split) => {
      actsFor(null);
      return operations.splitContact({ ...split, id: await ownContact(split.id) });
    },
  };
}
