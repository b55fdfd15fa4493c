import { forbidden, unauthenticated } from '../../platform/errors/problem.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { RegionalOperations } from './operations.ts';

/**
 * Who may do what with a regional directory, which is confidential to its region (¶37):
 *
 * |                                   | custodian | state, contact    | organisation  | service | observer, nobody |
 * | name, levels, schedule            | yes       | yes               | its directory | yes     | no               |
 * | entries                           | all       | of its own state  | its directory | all     | no               |
 * | counts, pulls, set aside, changes | yes       | no                | its directory | yes     | no               |
 * | what a pull holds                 | yes       | no                | its directory | yes     | no               |
 * | who read its entries              | of all    | state: of its own | no            | no      | no               |
 * | checkpoints of its ledgers        | yes       | state: yes        | its directory | no      | no               |
 * | pull, submit, approve, reject     | no        | no                | no            | yes     | no               |
 */
export function withAccess(
  operations: RegionalOperations,
  caller: Caller | null,
  code: string,
): RegionalOperations {
  /** Anyone whose business this directory is. */
  const known = (): Caller => {
    if (!caller) throw unauthenticated('Sign in to read a regional directory.');
    if (caller.role === 'observer')
      throw forbidden('Regional directories are confidential to their regions. Your role is observer.');
    if (caller.role === 'organisation' && caller.directory !== code)
      throw forbidden(`You may read ${caller.directory}, the directory of your organisation; not ${code}.`);
    return caller;
  };
  const whole = (what: string): void => {
    const asking = known();
    if (asking.role === 'state' || asking.role === 'contact')
      throw forbidden(
        `You may read the entries of your own state (${asking.state}); ${what} of ${code} are for the custodian and the organisation.`,
      );
  };
  const ofState = (state: string | null): void => {
    const asking = known();
    if (asking.role !== 'state' && asking.role !== 'contact') return;
    if (asking.state !== state)
      throw forbidden(
        `You may read the entries of your own state only: ask for state ${asking.state}. Those of others are confidential to ${code} until they are copied with consent.`,
      );
  };
  const forTheProduct = (instead: string): void => {
    if (known().role !== 'service') throw forbidden(instead);
  };
  const decide =
    'Use the mutations approvePull and rejectPull: the custodian decides on held pulls with them.';

  return {
    outline: async () => {
      known();
      return operations.outline();
    },
    counts: async () => {
      whole('the counts');
      return operations.counts();
    },
    progress: async () => {
      whole('the synchronisation times');
      return operations.progress();
    },
    pulls: async (which) => {
      whole('the pulls');
      return operations.pulls(which);
    },
    setAside: async () => {
      whole('the records set aside');
      return operations.setAside();
    },
    entries: async (which, page) => {
      ofState(which.state);
      return operations.entries(which, page);
    },
    entriesOfState: async (iso3) => {
      ofState(iso3);
      return operations.entriesOfState(iso3);
    },
    feedEnd: async () => {
      whole('the changes');
      return operations.feedEnd();
    },
    epochAt: async (position) => {
      whole('the changes');
      return operations.epochAt(position);
    },
    changes: async (page) => {
      whole('the changes');
      return operations.changes(page);
    },
    readings: async (query) => {
      const asking = known();
      const isOwn = asking.role === 'state' && asking.state === query.iso3;
      if (!isOwn && asking.role !== 'custodian')
        throw forbidden('Who read entries is told to the authority of their state and to the custodian.');
      return operations.readings(query);
    },
    ledgerCheckpoints: async (first) => {
      if (!['custodian', 'state', 'organisation'].includes(known().role))
        throw forbidden('Checkpoints are given to states, to the organisation and to the custodian.');
      return operations.ledgerCheckpoints(first);
    },
    pull: async (requestedBy) => {
      forTheProduct('Use the mutation pullDirectory: the custodian and the organisation may pull with it.');
      return operations.pull(requestedBy);
    },
    submit: async (submission) => {
      forTheProduct('Use the mutation submitRegionalEntries: the organisation submits with it.');
      return operations.submit(submission);
    },
    heldChanges: async (pull) => {
      whole('what pulls hold');
      return operations.heldChanges(pull);
    },
    approve: async (request) => {
      forTheProduct(decide);
      return operations.approve(request);
    },
    reject: async (request) => {
      forTheProduct(decide);
      return operations.reject(request);
    },
  };
}
