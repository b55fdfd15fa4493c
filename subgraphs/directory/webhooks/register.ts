import { randomUUID } from 'node:crypto';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import type { LedgerEntry } from '../../../platform/ledger/append.ts';
import {
  checkedAddress,
  checkedUrl,
  RefusedDestination,
  type WebhookNetwork,
} from '../../../platform/webhooks/network.ts';
import { newWebhookSecret } from '../../../platform/webhooks/signature.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { EntryOutcomeKind } from '../organisations/outcome.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import { raiseRevision } from '../storage/directory-revision.ts';
import { WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';

export interface WebhookRequest {
  readonly directory: string;
  readonly url: string;
  /** Null: all. */
  readonly outcomes: readonly EntryOutcomeKind[] | null;
}

/** A webhook with the secret that signs for it: the only time it is shown. */
export interface WebhookWithSecret {
  readonly webhook: WebhookRow;
  readonly secret: string;
}

const mostPerDirectory = 20;
const overlapMilliseconds = 24 * 3600_000;

/** @throws Problem BAD_USER_INPUT where the URL may not be called, CONFLICT where there are enough of them */
export async function registerWebhook(
  parts: DirectoryParts,
  request: WebhookRequest,
  registeredBy: string,
): Promise<WebhookWithSecret> {
  const { code } = adapterOf(parts, request.directory, 'directory');
  const url = await destination(request.url, parts.webhookNetwork);
  const secret = newWebhookSecret();
  return parts.database.write(async (manager) => {
    if ((await manager.countBy(WebhookRow, { directory: code })) >= mostPerDirectory)
      throw conflict(`${code} has ${mostPerDirectory} webhooks already. Remove one that is not needed.`);
    const webhook: WebhookRow = {
      id: randomUUID(),
      directory: code,
      url,
      outcomes: request.outcomes === null ? null : [...new Set(request.outcomes)],
      secret,
      former_secret: null,
      former_until: null,
      created_at: instant(parts.clock.now()),
      created_by: registeredBy,
      disabled_at: null,
    };
    await manager.insert(WebhookRow, webhook);
    await tellLedger(manager, webhook.created_at, [webhookAct('registered', webhook)]);
    await raiseRevision(manager);
    return { webhook, secret };
  });
}

async function destination(text: string, network: WebhookNetwork): Promise<string> {
  try {
    const url = checkedUrl(text, network);
    await checkedAddress(url, network);
    return url.href;
  } catch (error) {
    if (error instanceof RefusedDestination) throw badInput('url', error.message);
    throw error;
  }
}

/** A new secret; the one before signs beside it for a day, so that the endpoint can change over at leisure. */
export function rotateWebhookSecret(parts: DirectoryParts, id: string): Promise<WebhookWithSecret> {
  return parts.database.write(async (manager) => {
    const webhook = await manager.findOneBy(WebhookRow, { id });
    if (!webhook) throw noSuchWebhook();
    const secret = newWebhookSecret();
    webhook.former_secret = webhook.secret;
    webhook.former_until = instant(new Date(parts.clock.now().getTime() + overlapMilliseconds));
    webhook.secret = secret;
    await manager.save(WebhookRow, webhook);
    await tellLedger(manager, instant(parts.clock.now()), [webhookAct('secret-rotated', webhook)]);
    await raiseRevision(manager);
    return { webhook, secret };
  });
}

/** Nothing is sent to it any more; what waited goes with it. */
export function removeWebhook(parts: DirectoryParts, id: string): Promise<boolean> {
  return parts.database.write(async (manager) => {
    const webhook = await manager.findOneBy(WebhookRow, { id });
    if (!webhook) throw noSuchWebhook();
    await manager.delete(WebhookDeliveryRow, { webhook_id: id });
    await manager.delete(WebhookRow, { id });
    await tellLedger(manager, instant(parts.clock.now()), [webhookAct('removed', webhook)]);
    await raiseRevision(manager);
    return true;
  });
}

/** The host alone: what follows it may be a secret of the endpoint's. */
const webhookAct = (what: string, { id, directory, url, outcomes }: WebhookRow): LedgerEntry => ({
  kind: `webhook.${what}`,
  subjects: { webhook: id },
  payload: { directory, host: new URL(url).host, outcomes },
});

export const noSuchWebhook = () => notFound('There is no such webhook.');
