import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import type { LedgerOperations } from './operations.ts';

/**
 * Who may ask what of the ledgers:
 *
 * |                       | state      | custodian | contact | organisation, observer | nobody |
 * | who read its contacts | of its own | all       | no      | no                     | no     |
 * | checkpoints           | yes        | yes       | no      | no                     | no     |
 */
export function guardedLedgers(operations: LedgerOperations, caller: Caller | null): LedgerOperations {
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    if (!roles.includes(caller.role)) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  return {
    readingsOf: async (query) => {
      const may = 'Who read contact details is told to the authority of their state and to the custodian.';
      const who = oneOf(['state', 'custodian'], may);
      if (who.role === 'state' && who.state !== query.iso3) throw forbidden(may);
      return operations.readingsOf(query);
    },
    ledgerCheckpoints: async (first) => {
      oneOf(['state', 'custodian'], 'Checkpoints of the ledgers are given to states and to the custodian.');
      return operations.ledgerCheckpoints(first);
    },
  };
}
