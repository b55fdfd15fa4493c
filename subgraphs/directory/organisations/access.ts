import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import type { OrganisationOperations } from './operations.ts';

/**
 * Who may do what of what organisations ask:
 *
 * |                                  | organisation  | custodian | state             | contact | nobody |
 * | what became of entries           | its directory | all       | its own entries   | no      | no     |
 * | the feed of that                 | its directory | all       | no                | no      | no     |
 * | submit entries                   | its directory | no        | no              | no      | no     |
 * | webhooks and their deliveries    | its directory | reads all | no                | no      | no     |
 * | register, rotate, replay, remove | its directory | no        | no                | no      | no     |
 */
export function guardedOrganisations(
  operations: OrganisationOperations,
  caller: Caller | null,
): OrganisationOperations {
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    if (!roles.includes(caller.role)) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  const ofDirectory = (directory: string, roles: readonly Role[], may: string): Caller => {
    const who = oneOf(roles, may);
    if (who.role === 'organisation' && who.directory !== directory.trim().toUpperCase()) throw forbidden(may);
    return who;
  };
  const watch = ['organisation', 'custodian'] as const;
  const follows =
    'What became of entries is told to the organisation of their directory and to the custodian.';
  const reads = 'Webhooks are shown to the organisation that registered them and to the custodian.';
  const acts = 'Only the organisation of a directory manages its webhooks.';
  const ofWebhook = async (id: string, roles: readonly Role[], may: string) => {
    oneOf(roles, may);
    const webhook = await operations.webhook(id);
    if (webhook) ofDirectory(webhook.directory, roles, may);
  };

  return {
    entryOutcomes: async (query) => {
      const may =
        'What became of entries is told to the organisation of their directory, to their own state and to the custodian.';
      const who = ofDirectory(query.directory, [...watch, 'state'], may);
      if (who.role !== 'state') return operations.entryOutcomes(query);
      if (query.iso3 !== null && query.iso3 !== who.state) throw forbidden(may);
      return operations.entryOutcomes({ ...query, iso3: who.state });
    },
    entryOutcomeFeed: async (query) => {
      ofDirectory(query.directory, watch, follows);
      return operations.entryOutcomeFeed(query);
    },
    submitEntries: async (submitted) => {
      const may = 'Only the organisation of a directory submits its entries.';
      ofDirectory(submitted.directory, ['organisation'], may);
      return operations.submitEntries(submitted);
    },
    webhook: async (id) => {
      await ofWebhook(id, watch, reads);
      return operations.webhook(id);
    },
    webhooks: async (directory) => {
      ofDirectory(directory, watch, reads);
      return operations.webhooks(directory);
    },
    webhookDelivery: async (id) => {
      oneOf(watch, reads);
      const delivery = await operations.webhookDelivery(id);
      if (delivery) await ofWebhook(delivery.webhook_id, watch, reads);
      return delivery;
    },
    webhookDeliveries: async (query) => {
      await ofWebhook(query.webhookId, watch, reads);
      return operations.webhookDeliveries(query);
    },
    registerWebhook: async (request) => {
      ofDirectory(request.directory, ['organisation'], acts);
      return operations.registerWebhook(request);
    },
    rotateWebhookSecret: async (id) => {
      await ofWebhook(id, ['organisation'], acts);
      return operations.rotateWebhookSecret(id);
    },
    removeWebhook: async (id) => {
      await ofWebhook(id, ['organisation'], acts);
      return operations.removeWebhook(id);
    },
    replayWebhookDelivery: async (id) => {
      oneOf(['organisation'], acts);
      const delivery = await operations.webhookDelivery(id);
      if (delivery) await ofWebhook(delivery.webhook_id, ['organisation'], acts);
      return operations.replayWebhookDelivery(id);
    },
    sendTestWebhook: async (id) => {
      await ofWebhook(id, ['organisation'], acts);
      return operations.sendTestWebhook(id);
    },
  };
}
