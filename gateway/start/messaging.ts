import type { Messaging } from '../../platform/outbox/parts.ts';
import type { Recipients } from '../../platform/outbox/recipients.ts';
import type { Sending } from '../../platform/outbox/sending.ts';
import { smtpSending } from '../../platform/outbox/smtp.ts';
import type { Host } from './host.ts';

/** How the parts of this process send messages. @param publicUrl where people reach the product, without a trailing slash */
export function messagingOf(host: Host, recipients: Recipients, publicUrl: string): Messaging {
  return { recipients, publicUrl, sending: sendingOf(host) };
}

function sendingOf({ config, log }: Host): Sending {
  const { smtp } = config.mail;
  if (smtp) return smtpSending(smtp);
  if (config.environment === 'development')
    return { kind: 'mailbox', from: { name: 'Crosspoint', address: 'directory@crosspoint.example' } };
  log.warn('SMTP_URL is not set: messages wait, and nobody is reminded of anything');
  return { kind: 'unconfigured' };
}
