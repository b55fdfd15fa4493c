import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import { hiddenId } from '../hidden-id.ts';
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
  /** The id to ask for: another organisation's webhook is as one there is not. */
  const ofWebhook = async (id: string, roles: readonly Role[], may: string): Promise<string> => {
    const who = oneOf(roles, may);
    const webhook = await operations.webhook(id);
    return webhook && who.role === 'organisation' && webhook.directory !== who.directory ? hiddenId : id;
  };
  const ofDelivery = async (id: string, roles: readonly Role[], may: string): Promise<string> => {
    oneOf(roles, may);
    const delivery = await operations.webhookDelivery(id);
    return delivery && (await ofWebhook(delivery.webhook_id, roles, may)) === hiddenId ? hiddenId : id;
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
      return operations.webhook(await ofWebhook(id, watch, reads));
    },
    webhooks: async (directory) => {
      ofDirectory(directory, watch, reads);
      return operations.webhooks(directory);
    },
    webhookDelivery: async (id) => {
      return operations.webhookDelivery(await ofDelivery(id, watch, reads));
    },
    webhookDeliveries: async (query) => {
      const webhookId = await ofWebhook(query.webhookId, watch, reads);
      return operations.webhookDeliveries({ ...query, webhookId });
    },
    registerWebhook: async (request) => {
      ofDirectory(request.directory, ['organisation'], acts);
      return operations.registerWebhook(request);
    },
    rotateWebhookSecret: async (id) => {
      return operations.rotateWebhookSecret(await ofWebhook(id, ['organisation'], acts));
    },
    removeWebhook: async (id) => {
      return operations.removeWebhook(await ofWebhook(id, ['organisation'], acts));
    },
    replayWebhookDelivery: async (id) => {
      return operations.replayWebhookDelivery(await ofDelivery(id, ['organisation'], acts));
    },
    sendTestWebhook: async (id) => {
      return operations.sendTestWebhook(await ofWebhook(id, ['organisation'], acts));
    },
  };
}
