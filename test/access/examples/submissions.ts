import type { Example, Examples } from '../example.ts';

export const noteInBase64 = Buffer.from('%PDF-1.7\n%%EOF\n').toString('base64');

/** What a note verbale says, which has such a document. */
export const noteOf = (document: string, number: number) => ({
  document,
  reference: `NV ${number}/2026`,
  acts: [
    {
      add: {
        function: 'LEGAL',
        kind: 'OFFICE',
        entity: `Office of note ${number}`,
        emails: [`note-${number}@can.example`],
      },
    },
  ],
});

const ofSubmission: Example = { arguments: async (things) => ({ id: await things.submission() }) };
const withReason: Example = {
  arguments: async (things) => ({ id: await things.submission(), reason: 'For the test.' }),
};
const ofRegion: Example = { arguments: ({ state, directory }) => ({ input: { state, directory } }) };
let entered = 0;

/** The custodian's channel, and links to a region. */
export const submissions: Examples = {
  'Query.submissions': {
    arguments: async (things) => {
      await things.submission();
      return { state: things.state };
    },
  },
  'Query.submission': ofSubmission,
  'Query.submissionDocument': {
    arguments: async (things) => ({ submission: await things.submission() }),
  },
  'Query.submissionPeriod': {},
  'Mutation.setSubmissionPeriod': { arguments: () => ({ days: 14 }) },
  'Mutation.uploadSubmissionDocument': { arguments: () => ({ name: 'note.pdf', content: noteInBase64 }) },
  'Mutation.enterSubmission': {
    arguments: async (things) => {
      entered += 1;
      return {
        input: { state: things.state, ...noteOf(await things.submissionDocument(), 1000 + entered) },
      };
    },
  },
  'Mutation.withdrawSubmission': withReason,
  // It waits for the authority still, and was entered by the same officer.
  'Mutation.countersignSubmission': { ...ofSubmission, answers: 'CONFLICT' },
  'Mutation.confirmSubmission': ofSubmission,
  'Mutation.refuseSubmission': withReason,
  'Contact.linked': {},
  'Query.previewSameAsMyRegion': ofRegion,
  'Mutation.sameAsMyRegion': ofRegion,
  'Mutation.endSameAsMyRegion': {
    arguments: ({ state, directory }) => ({ input: { state, directory, copies: 'WITHDRAW' } }),
    takesAway: true,
  },
};
