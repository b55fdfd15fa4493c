import { randomUUID } from 'node:crypto';
import { type EntityManager, In, IsNull } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { kindOf } from '../organisations/outcome.ts';
import type { EntryOutcomeEventRow } from '../storage/entry-outcome-row.ts';
import { WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';

/** What an endpoint is sent: enough to know which entry to look at, and no contact data. */
export type WebhookBody =
  | {
      readonly type: 'entry.outcome';
      readonly seq: number;
      readonly directory: string;
      readonly sourceKey: string;
      readonly outcome: string;
      readonly at: Instant;
    }
  | { readonly type: 'test'; readonly directory: string; readonly at: Instant };

/** Each endpoint is told of each event. */
const rowsAtOnce = 1_000;

/** Puts the calls that events call for into the outbox, in the events' own transaction: none is lost, none is made of nothing. */
export async function queueDeliveries(
  manager: EntityManager,
  events: readonly EntryOutcomeEventRow[],
  at: Instant,
): Promise<void> {
  if (events.length === 0) return;
  const directories = [...new Set(events.map(({ directory }) => directory))];
  const webhooks = await manager.findBy(WebhookRow, { directory: In(directories), disabled_at: IsNull() });
  const rows: WebhookDeliveryRow[] = [];
  let ordinal = await lastOrdinal(manager);
  for (const { directory, seq, source_key: sourceKey, cause, at: happened } of events) {
    const outcome = kindOf(cause);
    const body: WebhookBody = { type: 'entry.outcome', seq, directory, sourceKey, outcome, at: happened };
    for (const webhook of webhooks) {
      if (webhook.directory !== directory || !(webhook.outcomes?.includes(outcome) ?? true)) continue;
      ordinal += 1;
      rows.push(newDelivery(webhook.id, ordinal, seq, body, at));
    }
  }
  for (let from = 0; from < rows.length; from += rowsAtOnce)
    await manager.insert(WebhookDeliveryRow, rows.slice(from, from + rowsAtOnce));
}

export function newDelivery(
  webhookId: string,
  ordinal: number,
  seq: number | null,
  body: WebhookBody,
  at: Instant,
): WebhookDeliveryRow {
  return {
    id: randomUUID(),
    ordinal,
    webhook_id: webhookId,
    seq,
    body: JSON.stringify(body),
    status: 'WAITING',
    attempts: 0,
    next_attempt_at: at,
    created_at: at,
    last_attempt_at: null,
    last_status: null,
    problem: null,
  };
}

/** Only in a transaction: the part's one writer at a time makes the next number unique. */
export async function lastOrdinal(manager: EntityManager): Promise<number> {
  return (await manager.maximum(WebhookDeliveryRow, 'ordinal')) ?? 0;
}
