import type { Examples } from '../example.ts';

/** Opening the directory beyond states. What they take away is given back. */
export const opening: Examples = {
  'Query.openingStages': {},
  'Mutation.setOpeningStage': {
    arguments: () => ({ audience: 'PUBLIC', open: false, reason: 'Nobody asked for it.' }),
    takesAway: true,
  },
  'State.releases': {},
  'State.sponsorships': {},
  'Mutation.releaseContacts': {
    arguments: ({ state }) => ({ state, audience: 'NON_GOVERNMENTAL' }),
    takesAway: true,
  },
  'Mutation.withdrawRelease': {
    arguments: ({ state }) => ({ state, audience: 'NON_GOVERNMENTAL' }),
    takesAway: true,
  },
  'Mutation.sponsorObserver': {
    arguments: ({ state }) => ({ state, observer: 'society', name: 'Society of Examples' }),
  },
  'Mutation.endSponsorship': {
    arguments: async (things) => ({ state: things.state, observer: await things.sponsored() }),
  },
};
