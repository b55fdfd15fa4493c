import type { Examples } from '../example.ts';
import type { Things } from '../things.ts';

const file = Buffer.from('function,entity,emails\nLEGAL,Chancery,chancery@can.example\n').toString('base64');
const imported = ({ state }: Things) => ({ input: { state, file } });

/** Contacts as files, and calendars. */
export const files: Examples = {
  'Query.contactFormats': {},
  'Query.exportContacts': {
    arguments: async (things) => {
      await things.copiedContact();
      return { format: 'JSON', states: [things.state] };
    },
    mark: (things) => things.copiedContact(),
  },
  'Query.previewImport': { arguments: imported },
  // Of no preview.
  'Mutation.importContacts': {
    arguments: (things) => ({ ...imported(things), digest: '0'.repeat(64) }),
    answers: 'CONFLICT',
  },
  'State.calendarFeeds': { mayBeEmpty: true },
  'Mutation.createCalendarFeed': { arguments: ({ state }) => ({ state }) },
  'Mutation.revokeCalendarFeed': { arguments: async (things) => ({ id: await things.calendarFeed() }) },
  'Query.reviewCalendar': { arguments: () => ({ secret: 'a'.repeat(43) }), mayBeEmpty: true },
};
