import { type EntityManager, IsNull } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import type { WebhookAnswer } from '../../../platform/webhooks/post.ts';
import type { DirectoryParts } from '../parts.ts';
import { WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';
import { delayAfter } from './attempts.ts';
import { callEndpoint } from './call.ts';

const endpointsAtOnce = 8;

/**
 * Makes the calls that are due. Must run alone. Each webhook's go out one after the other in the order of the feed: one that
 * fails holds those behind it until it is taken or given up, so that an organisation sees its entries' story in order. The
 * webhooks do not wait for each other. A process that dies between a call and its record makes the call again.
 */
export async function deliverWebhooks(parts: DirectoryParts, signal: AbortSignal): Promise<void> {
  const waiting = await parts.database.read(webhooksThatWait);
  const next = waiting.values();
  const worker = async () => {
    for (const id of next) {
      if (signal.aborted) return;
      // One webhook's trouble is not the others': and whoever runs this must not be gone before the last call has ended.
      await deliverTo(parts, id, signal).catch((err) => {
        if (!signal.aborted)
          parts.log.error({ err, webhook: id }, 'webhook not served; it will be tried again');
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(endpointsAtOnce, waiting.length) }, worker));
}

async function webhooksThatWait(manager: EntityManager): Promise<string[]> {
  const rows = await manager
    .createQueryBuilder(WebhookDeliveryRow, 'delivery')
    .select('delivery.webhook_id', 'id')
    .where({ status: 'WAITING' })
    .distinct()
    .getRawMany<{ id: string }>();
  return rows.map(({ id }) => id);
}

async function deliverTo(parts: DirectoryParts, webhookId: string, signal: AbortSignal): Promise<void> {
  const { database, clock, webhookNetwork, log } = parts;
  for (;;) {
    signal.throwIfAborted();
    const due = await database.read((manager) => nextOf(manager, webhookId));
    if (!due || (due.delivery.next_attempt_at ?? '') > instant(clock.now())) return;
    const { webhook, delivery } = due;
    const answer = await callEndpoint(clock, webhookNetwork, webhook, delivery, signal);
    await database.write((manager) => record(parts, manager, delivery, answer));
    log.info(
      { webhook: webhookId, delivery: delivery.id, outcome: answer.kind, status: answer.status },
      'webhook called',
    );
    if (answer.kind !== 'accepted') return;
  }
}

interface Due {
  readonly webhook: WebhookRow;
  readonly delivery: WebhookDeliveryRow;
}

async function nextOf(manager: EntityManager, webhookId: string): Promise<Due | null> {
  const webhook = await manager.findOneBy(WebhookRow, { id: webhookId, disabled_at: IsNull() });
  const delivery = await manager.findOne(WebhookDeliveryRow, {
    where: { webhook_id: webhookId, status: 'WAITING' },
    order: { ordinal: 'ASC' },
  });
  return webhook && delivery ? { webhook, delivery } : null;
}

async function record(
  { clock }: DirectoryParts,
  manager: EntityManager,
  { id, attempts, webhook_id }: WebhookDeliveryRow,
  answer: WebhookAnswer,
): Promise<void> {
  const now = clock.now();
  const attempted = { attempts: attempts + 1, last_attempt_at: instant(now), last_status: answer.status };
  switch (answer.kind) {
    case 'accepted':
      await manager.update(
        WebhookDeliveryRow,
        { id },
        { ...attempted, status: 'DELIVERED', next_attempt_at: null, problem: null },
      );
      break;
    case 'failed': {
      const delay = delayAfter(attempts + 1, Math.random());
      const next =
        delay === null
          ? { status: 'FAILED' as const, next_attempt_at: null }
          : { next_attempt_at: instant(new Date(now.getTime() + delay)) };
      await manager.update(WebhookDeliveryRow, { id }, { ...attempted, ...next, problem: answer.problem });
      break;
    }
    case 'gone':
      await manager.update(WebhookDeliveryRow, { id }, { ...attempted, problem: answer.problem });
      await disable(manager, webhook_id, instant(now), answer.problem);
  }
}

/** An endpoint that says it is gone is called no more: what waited for it are dead letters. */
export async function disable(
  manager: EntityManager,
  webhookId: string,
  at: string,
  problem: string,
): Promise<void> {
  await manager.update(WebhookRow, { id: webhookId }, { disabled_at: at });
  await manager.update(
    WebhookDeliveryRow,
    { webhook_id: webhookId, status: 'WAITING' },
    { status: 'FAILED', next_attempt_at: null, problem },
  );
}
