import { badInput } from '../../../platform/errors/problem.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import type { PullFacts } from '../population/source-facts.ts';
import { WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';
import {
  type DeliveriesQuery,
  type DeliveryPage,
  findDeliveries,
  replayDelivery,
  sendTest,
} from '../webhooks/deliveries.ts';
import {
  registerWebhook,
  removeWebhook,
  rotateWebhookSecret,
  type WebhookRequest,
  type WebhookWithSecret,
} from '../webhooks/register.ts';
import { type OutcomeFeedPage, type OutcomeFeedQuery, outcomeFeed } from './outcome-feed.ts';
import { type OutcomePage, type OutcomesQuery, outcomePage } from './outcome-page.ts';
import { type SubmittedEntries, submitEntries } from './submit.ts';

/** What an organisation asks of the global directory about its own regional one. */
export interface OrganisationOperations {
  entryOutcomes(query: OutcomesQuery): Promise<OutcomePage>;
  entryOutcomeFeed(query: OutcomeFeedQuery): Promise<OutcomeFeedPage>;

  submitEntries(submitted: SubmittedEntries): Promise<PullFacts>;

  webhook(id: string): Promise<WebhookRow | null>;
  webhooks(directory: string): Promise<WebhookRow[]>;
  webhookDelivery(id: string): Promise<WebhookDeliveryRow | null>;
  webhookDeliveries(query: DeliveriesQuery): Promise<DeliveryPage>;
  registerWebhook(request: WebhookRequest): Promise<WebhookWithSecret>;
  rotateWebhookSecret(id: string): Promise<WebhookWithSecret>;
  removeWebhook(id: string): Promise<boolean>;
  replayWebhookDelivery(id: string): Promise<WebhookDeliveryRow>;
  sendTestWebhook(id: string): Promise<WebhookDeliveryRow>;
}

export function organisationOperations(
  parts: DirectoryParts,
  subject: string,
  bounded: (first: number) => number,
): OrganisationOperations {
  const { database } = parts;
  const known = (directory: string) => adapterOf(parts, directory, 'directory').code;
  return {
    entryOutcomes: async (query) => outcomePage(parts, { ...query, first: bounded(query.first) }),
    entryOutcomeFeed: async ({ directory, after, first }) => {
      const query = { directory: known(directory), after: position(after), first: bounded(first) };
      return database.read((manager) => outcomeFeed(manager, query));
    },
    submitEntries: (submitted) => submitEntries(parts, submitted, subject),
    webhook: (id) => database.read((manager) => manager.findOneBy(WebhookRow, { id })),
    webhooks: async (directory) => {
      const code = known(directory);
      return database.read((manager) =>
        manager.find(WebhookRow, { where: { directory: code }, order: { created_at: 'ASC', id: 'ASC' } }),
      );
    },
    webhookDelivery: (id) => database.read((manager) => manager.findOneBy(WebhookDeliveryRow, { id })),
    webhookDeliveries: async (query) =>
      database.read((manager) => findDeliveries(manager, { ...query, first: bounded(query.first) })),
    registerWebhook: (request) => registerWebhook(parts, request, subject),
    rotateWebhookSecret: (id) => rotateWebhookSecret(parts, id),
    removeWebhook: (id) => removeWebhook(parts, id),
    replayWebhookDelivery: (id) => replayDelivery(parts, id),
    sendTestWebhook: (id) => sendTest(parts, id),
  };
}

function position(after: number): number {
  if (after >= 0) return after;
  throw badInput('after', 'A position in the feed is 0 (its beginning) or more.');
}
