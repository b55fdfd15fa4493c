import type { Examples } from '../example.ts';

/** What the custodian looks after of messages, and what a state sees of its own. */
export const messages: Examples = {
  'Query.messageDashboard': {},
  'Query.undeliveredMessages': { mayBeEmpty: true },
  'Query.messagesToState': { arguments: ({ state }) => ({ state }), mayBeEmpty: true },
  'Query.messageTemplates': {},
  'Query.previewMessage': { arguments: () => ({ template: 'messages.test', language: 'FR' }) },
  // Those who try have no accounts, and so no addresses.
  'Mutation.sendTestMessage': { answers: 'CONFLICT' },
  // A message that arrived is not sent again.
  'Mutation.resendMessage': {
    arguments: async (things) => ({ id: await things.message() }),
    answers: 'CONFLICT',
  },
  'Mutation.recordDeliveryStatus': {
    arguments: async (things) => ({
      id: await things.message(),
      action: 'DELAYED',
      diagnostic: '450 try again',
    }),
  },
};
