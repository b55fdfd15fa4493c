import type { Clock } from '../../../platform/clock/clock.ts';
import type { WebhookNetwork } from '../../../platform/webhooks/network.ts';
import { postWebhook, type WebhookAnswer } from '../../../platform/webhooks/post.ts';
import { signatureHeader, webhookSignature } from '../../../platform/webhooks/signature.ts';
import type { WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';

const timeoutMilliseconds = 10_000;

/** Calls an endpoint once, signed with each secret in force now. The delivery's id is the same at each attempt. */
export function callEndpoint(
  clock: Clock,
  network: WebhookNetwork,
  webhook: WebhookRow,
  delivery: Pick<WebhookDeliveryRow, 'id' | 'body'>,
  signal: AbortSignal,
): Promise<WebhookAnswer> {
  const now = clock.now();
  const { secret, former_secret: former, former_until: until } = webhook;
  const overlaps = former !== null && until !== null && until > now.toISOString();
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Crosspoint',
    'crosspoint-delivery': delivery.id,
    [signatureHeader]: webhookSignature(delivery.body, now, overlaps ? [secret, former] : [secret]),
  };
  return postWebhook(
    { url: webhook.url, headers, body: delivery.body, timeoutMilliseconds },
    network,
    signal,
  );
}
