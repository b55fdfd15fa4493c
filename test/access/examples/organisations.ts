import type { Example, Examples } from '../example.ts';

const ofDirectory: Example = { arguments: ({ directory }) => ({ directory }) };
const ofWebhook: Example = { arguments: async (things) => ({ id: await things.newWebhook() }) };

/** What organisations follow and submit. */
export const organisations: Examples = {
  'Query.entryOutcomes': { arguments: ({ state, directory }) => ({ state, directory }) },
  'Query.entryOutcomeFeed': ofDirectory,
  'Mutation.submitRegionalEntries': {
    arguments: ({ directory }) => ({
      directory,
      complete: false,
      entries: [{ key: 'tried', participant: 'Canada', function: 'LEGAL', entity: 'Office of Trials' }],
    }),
  },
  'Query.webhooks': { ...ofDirectory, mark: (things) => things.webhook() },
  'Query.webhookDeliveries': {
    arguments: async (things) => ({ webhook: await things.webhook() }),
    mark: (things) => things.delivery(),
  },
  'Mutation.registerWebhook': { arguments: ({ directory, endpoint }) => ({ directory, url: endpoint }) },
  'Mutation.rotateWebhookSecret': ofWebhook,
  'Mutation.removeWebhook': ofWebhook,
  'Mutation.sendTestWebhook': ofWebhook,
  'Mutation.replayWebhookDelivery': { arguments: async (things) => ({ id: await things.delivery() }) },
};
