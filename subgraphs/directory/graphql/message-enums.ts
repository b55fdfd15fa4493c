import { registerEnumType } from 'type-graphql';
import type { DeliveryStatus } from '../../../platform/outbox/delivery-status.ts';
import { type MessageStatus, messageStatuses } from '../../../platform/outbox/rows.ts';
import type { Sending } from '../../../platform/outbox/sending.ts';

export const MessageStatusEnum: Readonly<Record<string, MessageStatus>> = Object.fromEntries(
  messageStatuses.map((status) => [status, status]),
);
registerEnumType(MessageStatusEnum, {
  name: 'MessageStatus',
  description:
    'WAITING to be sent. SENT: the mail server took it. KEPT in the mailbox page of a development server. FAILED: the mail server refused it for good, or for five days. BOUNCED: it came back. CANCELLED: its reader is gone, or its time has passed.',
});

export const MessageSendingEnum: Readonly<Record<string, Sending['kind']>> = {
  SMTP: 'smtp',
  MAILBOX: 'mailbox',
  UNCONFIGURED: 'unconfigured',
};
registerEnumType(MessageSendingEnum, {
  name: 'MessageSending',
  description:
    'SMTP: by the mail server. MAILBOX: they are kept in the mailbox page of a development server. UNCONFIGURED: they wait until SMTP_URL is set.',
});

export const DeliveryActionEnum: Readonly<Record<string, DeliveryStatus['action']>> = {
  FAILED: 'FAILED',
  DELAYED: 'DELAYED',
};
registerEnumType(DeliveryActionEnum, {
  name: 'DeliveryAction',
  description: 'FAILED: it is given up. DELAYED: it is still being tried.',
});
