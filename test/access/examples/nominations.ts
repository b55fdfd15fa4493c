import type { Example, Examples } from '../example.ts';

const ownState: Example = { arguments: ({ state }) => ({ state }) };
const nothingYet: Example = { mayBeEmpty: true };

/** Taking part, and how a state is to be addressed. */
export const nominations: Examples = {
  'State.participation': {},
  'Mutation.joinDirectory': ownState,
  'Mutation.pauseParticipation': { ...ownState, takesAway: true },
  'Mutation.resumeParticipation': ownState,
  'Mutation.leaveDirectory': { ...ownState, takesAway: true },
  'Mutation.undoLeaving': ownState,
  'State.nomination': {},
  'Contact.reachedThrough': nothingYet,
  'Contact.routesTo': nothingYet,
  'Mutation.setNomination': {
    arguments: async (things) => ({
      input: { state: things.state, model: 'SINGLE', singlePoint: await things.ownContact() },
    }),
  },
  'Query.checkContact': { arguments: ({ state }) => ({ state, input: { function: 'LEGAL' } }) },
};
