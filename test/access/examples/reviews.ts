import type { Example, Examples } from '../example.ts';

const nothingYet: Example = { mayBeEmpty: true };
// Real ones come with a reminder, after most of a year.
const secret = 'a'.repeat(43);

/** When contacts are confirmed, and when changes are notified. */
export const reviews: Examples = {
  'Contact.review': {},
  'Contact.notices': nothingYet,
  'State.reviewInterval': {},
  'Query.overdueReviews': { arguments: ({ state }) => ({ state }), ...nothingYet },
  'Query.reviewStatistics': nothingYet,
  'Query.lateNotices': { arguments: ({ state }) => ({ state }), ...nothingYet },
  'Query.noticeStatistics': nothingYet,
  'Query.reviewLink': { arguments: () => ({ secret }), ...nothingYet },
  'Mutation.confirmByReviewLink': { arguments: () => ({ secret, contacts: [] }), answers: 'CONFLICT' },
  'Mutation.confirmContact': {
    arguments: async (things) => ({ id: await things.ownContact(), revision: 1 }),
  },
  'Mutation.confirmAllContacts': {
    arguments: async (things) => {
      await things.ownContact();
      return { state: things.state };
    },
  },
  'Mutation.setReviewInterval': { arguments: ({ state }) => ({ state, interval: 'HALF_YEAR' }) },
};
