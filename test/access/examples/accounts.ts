import type { Example, Examples } from '../example.ts';

const ofAccount: Example = {
  arguments: async (things) => ({ account: await things.account() }),
  notCustodians: true,
};
let invited = 0;

/** Accounts, sign-in, and the services of organisations. */
export const accounts: Examples = {
  'Query.me': {},
  'Query.signInSettings': {},
  'Query.accounts': { arguments: ({ state }) => ({ state }), mark: (things) => things.account() },
  'Account.sessions': { mayBeEmpty: true, notCustodians: true },
  'Mutation.inviteAccount': {
    arguments: ({ state }) => {
      invited += 1;
      const email = `invited-${invited}@can.example`;
      return { input: { role: 'CONTACT', state, name: 'Somebody New', email } };
    },
    notCustodians: true,
  },
  'Mutation.resendInvitation': ofAccount,
  // Whoever is invited has no password yet to be recovered.
  'Mutation.recoverAccount': { ...ofAccount, answers: 'CONFLICT' },
  'Mutation.endAccount': ofAccount,
  'Mutation.endSessions': ofAccount,
  'Mutation.changeAccountRole': {
    arguments: async (things) => ({ account: await things.account(), role: 'STATE' }),
  },
  'Mutation.restoreStateAccess': {
    arguments: ({ state }) => ({
      input: {
        state,
        name: 'New Authority',
        email: 'authority@can.example',
        reference: 'Note verbale 12/2026',
      },
    }),
    answers: 'CONFLICT',
  },
  'Mutation.requireSecondFactor': { arguments: () => ({ required: false }) },
  'Query.serviceClients': {
    arguments: ({ directory }) => ({ directory }),
    mark: (things) => things.serviceClient(),
  },
  'Mutation.registerServiceClient': {
    arguments: ({ directory }) => ({ directory, name: 'Another service' }),
  },
  'Mutation.removeServiceClient': {
    arguments: async (things) => ({ client: await things.serviceClient() }),
  },
  'Mutation.rotateServiceClientSecret': {
    arguments: async (things) => ({ client: await things.serviceClient() }),
  },
};
