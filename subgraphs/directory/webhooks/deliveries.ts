import { type EntityManager, LessThan } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, notFound, Problem } from '../../../platform/errors/problem.ts';
import type { DirectoryParts } from '../parts.ts';
import { type DeliveryStatus, WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';
import { callEndpoint } from './call.ts';
import { disable } from './deliver.ts';
import { lastOrdinal, newDelivery } from './queue.ts';
import { noSuchWebhook } from './register.ts';

export interface DeliveriesQuery {
  readonly webhookId: string;
  /** Null: of every status. */
  readonly status: DeliveryStatus | null;
  readonly first: number;
  readonly after: string | null;
}

export interface DeliveryPage {
  readonly nodes: WebhookDeliveryRow[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A webhook's calls, the newest first. @throws Problem BAD_USER_INPUT where `after` is no cursor of ours */
export async function findDeliveries(
  manager: EntityManager,
  { webhookId, status, first, after }: DeliveriesQuery,
): Promise<DeliveryPage> {
  const wanted = { webhook_id: webhookId, ...(status === null ? {} : { status }) };
  if (after !== null && !/^\d{1,15}$/.test(after))
    throw badInput(
      'after',
      'This is no cursor of a list of deliveries. Use the endCursor of the page before.',
    );
  const found = await manager.find(WebhookDeliveryRow, {
    where: after === null ? wanted : { ...wanted, ordinal: LessThan(Number(after)) },
    order: { ordinal: 'DESC' },
    take: first + 1,
  });
  const nodes = found.slice(0, first);
  return {
    nodes,
    totalCount: await manager.countBy(WebhookDeliveryRow, wanted),
    pageInfo: { hasNextPage: found.length > first, endCursor: nodes.at(-1)?.ordinal.toString() ?? null },
  };
}

/**
 * Sends a dead letter again, with as many attempts as a new one; one that waits for its next attempt is tried at once. Its id
 * stays, so an endpoint that has taken it already can tell.
 * @throws Problem NOT_FOUND, or CONFLICT where it has been taken or its webhook is disabled
 */
export function replayDelivery(parts: DirectoryParts, id: string): Promise<WebhookDeliveryRow> {
  return parts.database.write(async (manager) => {
    const delivery = await manager.findOneBy(WebhookDeliveryRow, { id });
    if (!delivery) throw notFound('There is no such delivery.');
    const webhook = await manager.findOneBy(WebhookRow, { id: delivery.webhook_id });
    if (!webhook) throw noSuchWebhook();
    if (webhook.disabled_at !== null)
      throw conflict('The endpoint answered that it is gone for good. Register it anew, and read the feed.');
    if (delivery.seq === null) throw conflict('This was a test. Send another one with sendTestWebhook.');
    if (delivery.status === 'DELIVERED')
      throw conflict('This delivery has been taken by the endpoint already.');
    if (delivery.status === 'FAILED') delivery.attempts = 0;
    delivery.status = 'WAITING';
    delivery.next_attempt_at = instant(parts.clock.now());
    return manager.save(WebhookDeliveryRow, delivery);
  });
}

const pauseBetweenTests = 5_000;

/**
 * Calls the endpoint at once with a test, and says what came of it. Where it is taken, what waits for its next attempt goes out
 * at once too: the endpoint is back.
 * @throws Problem NOT_FOUND, CONFLICT where the webhook is disabled, RATE_LIMITED
 */
export async function sendTest(parts: DirectoryParts, webhookId: string): Promise<WebhookDeliveryRow> {
  const { database, clock, webhookNetwork } = parts;
  const at = instant(clock.now());
  const { webhook, test } = await database.write(async (manager) => {
    const found = await manager.findOneBy(WebhookRow, { id: webhookId });
    if (!found) throw noSuchWebhook();
    if (found.disabled_at !== null)
      throw conflict('The endpoint answered that it is gone for good. Register it anew.');
    await notTooOften(manager, webhookId, clock.now());
    const body = { type: 'test', directory: found.directory, at } as const;
    const row = newDelivery(webhookId, (await lastOrdinal(manager)) + 1, null, body, at);
    // Until its answer is there it counts as failed: should the process die, nobody sends it again.
    Object.assign(row, { status: 'FAILED', next_attempt_at: null, attempts: 1, last_attempt_at: at });
    row.problem = 'The call was made, and its answer not seen.';
    await manager.insert(WebhookDeliveryRow, row);
    return { webhook: found, test: row };
  });
  const answer = await callEndpoint(clock, webhookNetwork, webhook, test, new AbortController().signal);
  return database.write(async (manager) => {
    test.last_status = answer.status;
    if (answer.kind === 'accepted') {
      Object.assign(test, { status: 'DELIVERED', problem: null });
      const waiting = { webhook_id: webhookId, status: 'WAITING' } as const;
      await manager.update(WebhookDeliveryRow, waiting, { next_attempt_at: instant(clock.now()) });
    } else test.problem = answer.problem;
    if (answer.kind === 'gone') await disable(manager, webhookId, instant(clock.now()), answer.problem);
    const { id, status, last_status, problem } = test;
    await manager.update(WebhookDeliveryRow, { id }, { status, last_status, problem });
    return test;
  });
}

async function notTooOften(manager: EntityManager, webhookId: string, now: Date): Promise<void> {
  const last = await manager
    .createQueryBuilder(WebhookDeliveryRow, 'delivery')
    .where('delivery.webhook_id = :webhookId AND delivery.seq IS NULL', { webhookId })
    .orderBy('delivery.ordinal', 'DESC')
    .getOne();
  if (last && now.getTime() - Date.parse(last.created_at) < pauseBetweenTests)
    throw new Problem('RATE_LIMITED', 'One test in five seconds is enough. Try again in a moment.');
}
