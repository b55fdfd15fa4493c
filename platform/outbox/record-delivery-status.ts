import type { EntityManager } from 'typeorm';
import { instant } from '../clock/clock.ts';
import { withoutSecrets } from '../log/errors.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import { OutboxMessageRow } from './rows.ts';

/**
 * Stores what was heard of a message after the mail server had taken it.
 * @returns whether it is a message of ours that counted as delivered; another is none of this part's
 */
export async function recordDeliveryStatus(
  manager: EntityManager,
  { id, action, enhancedStatus, diagnostic }: DeliveryStatus,
  now: Date,
): Promise<boolean> {
  const said = { enhanced_status: enhancedStatus, problem: withoutSecrets(diagnostic) };
  const message = await manager.findOneBy(OutboxMessageRow, { id });
  // It may come back before the mail server's yes was stored.
  if (!message || (message.status !== 'SENT' && message.status !== 'WAITING')) return false;
  if (message.status === 'WAITING' && message.attempts === 0) return false;
  await manager.update(
    OutboxMessageRow,
    { id },
    action === 'DELAYED'
      ? said
      : { ...said, status: 'BOUNCED', ended_at: instant(now), next_attempt_at: null },
  );
  return true;
}
