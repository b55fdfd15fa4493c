import type { Examples } from '../example.ts';

/** Consent, what waits for a state's yes, and where sources differ. */
export const consents: Examples = {
  'State.consents': { mark: (things) => things.consent() },
  'Consent.refusedEntries': {
    mark: async (things) => JSON.stringify(await things.refusedEntry()),
  },
  'Consent.receipt': { mark: (things) => things.consent() },
  'Query.previewConsent': {
    arguments: ({ state, directory }) => ({ input: { state, directory, functions: ['TECHNICAL'] } }),
  },
  'Mutation.grantConsent': { arguments: ({ state, directory }) => ({ input: { state, directory } }) },
  'Mutation.withdrawConsent': {
    arguments: async (things) => ({ input: { consentId: await things.consent(), copies: 'WITHDRAW' } }),
    takesAway: true,
  },

  'Query.proposals': {
    arguments: ({ state }) => ({ state }),
    mark: (things) => things.proposal(),
  },
  'Mutation.acceptProposal': { arguments: async (things) => ({ id: await things.proposal() }) },
  'Mutation.acceptProposals': { arguments: async (things) => ({ ids: [await things.proposal()] }) },
  'Mutation.rejectProposal': { arguments: async (things) => ({ id: await things.proposal() }) },
  'Mutation.rejectProposals': { arguments: async (things) => ({ ids: [await things.proposal()] }) },
  'Mutation.releaseEntry': {
    arguments: async (things) => ({
      state: things.state,
      directory: things.directory,
      sourceKey: await things.refusedEntry(),
    }),
  },

  'Query.conflicts': { arguments: ({ state }) => ({ state }), mark: (things) => things.conflict() },
  'State.precedence': { mayBeEmpty: true },
  'Mutation.resolveConflict': {
    arguments: async (things) => ({ id: await things.conflict(), choose: things.directory }),
  },
  'Mutation.setPrecedence': {
    arguments: ({ state, directory }) => ({ state, function: 'ASSISTANCE', directories: [directory] }),
  },
  'Mutation.splitContact': {
    arguments: async (things) => {
      const { id, sourceKey } = await things.mergedContact();
      return { id, directory: things.directory, sourceKey };
    },
  },
};
