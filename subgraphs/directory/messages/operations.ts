import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { type ComposedMessage } from '../../../platform/messages/compose.ts';
import { messageId } from '../../../platform/outbox/address-events.ts';
import type { DeliveryStatus } from '../../../platform/outbox/delivery-status.ts';
import { type OutboxFigures, outboxFigures } from '../../../platform/outbox/figures.ts';
import { findMessages } from '../../../platform/outbox/find-messages.ts';
import type { OutboxParts } from '../../../platform/outbox/parts.ts';
import { recordDeliveryStatus } from '../../../platform/outbox/record-delivery-status.ts';
import { relayAtOnce } from '../../../platform/outbox/relay.ts';
import { resendMessage } from '../../../platform/outbox/resend.ts';
import { type MessageStatus, OutboxMessageRow } from '../../../platform/outbox/rows.ts';
import { sendMessages } from '../../../platform/outbox/send-messages.ts';
import type { Sending } from '../../../platform/outbox/sending.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import { tellLedger } from '../ledger/tell.ts';
import { type Page, pageOf, placeAfter } from '../paging.ts';
import type { DirectoryParts } from '../parts.ts';
import { enqueueDirectoryMessage } from './enqueue.ts';
import { composeDirectoryMessage, isTemplateName, type TemplateName, templates } from './templates.ts';

export interface MessagesAsked {
  readonly first: number;
  readonly after: string | null;
}

export interface MessageDashboard extends OutboxFigures {
  readonly sending: Sending['kind'];
}

/** The directory's own messages to people: whether they arrive, and what they look like. Never what one of them said. */
export interface MessageOperations {
  messageDashboard(): Promise<MessageDashboard>;
  /** Those that failed or bounced, of every state. */
  undeliveredMessages(asked: MessagesAsked): Promise<Page<OutboxMessageRow>>;
  messagesToState(iso3: string, asked: MessagesAsked): Promise<Page<OutboxMessageRow>>;
  messageTemplates(): Promise<readonly TemplateName[]>;
  /** A template with invented values. */
  previewMessage(template: string, language: Language): Promise<ComposedMessage>;
  /** To the caller; what came of it, where that is known within a few seconds. */
  sendTestMessage(): Promise<OutboxMessageRow>;
  resendMessage(id: string): Promise<OutboxMessageRow>;
  /** @returns whether it is about a message of the directory's that counted as delivered */
  recordDeliveryStatus(status: DeliveryStatus): Promise<boolean>;
}

export const outboxParts = ({ database, clock, log, messaging }: DirectoryParts): OutboxParts => ({
  ...messaging,
  database,
  clock,
  log,
  compose: composeDirectoryMessage,
});

const undelivered: readonly MessageStatus[] = ['FAILED', 'BOUNCED'];
const Place = z.tuple([z.number().int(), z.string()]);

export function messageOperations(
  parts: DirectoryParts,
  subject: string,
  bounded: (first: number) => number,
): MessageOperations {
  const { database, clock, messaging } = parts;
  const page = async (
    state: string | null,
    statuses: readonly MessageStatus[] | null,
    { first, after }: MessagesAsked,
  ) => {
    const size = bounded(first);
    const place = after === null ? null : placeAfter(after, Place, 'messages');
    const { found, totalCount } = await database.read((manager) =>
      findMessages(manager, {
        state,
        statuses,
        take: size + 1,
        after: place && { ordinal: place[0], id: place[1] },
      }),
    );
    return pageOf(found, { first: size, totalCount }, ({ ordinal, id }) => [ordinal, id]);
  };
  return {
    messageDashboard: async () => ({
      ...(await outboxFigures(database)),
      sending: messaging.sending.kind,
    }),
    undeliveredMessages: (asked) => page(null, undelivered, asked),
    messagesToState: (iso3, asked) => page(iso3.trim().toUpperCase(), null, asked),
    messageTemplates: async () => Object.keys(templates).filter(isTemplateName).sort(),
    previewMessage: async (name, language) => {
      if (!isTemplateName(name))
        throw badInput('template', 'There is no such template. See "messageTemplates" for those there are.');
      const { sample } = templates[name];
      return composeDirectoryMessage(name, { name: '…', language }, sample, messaging.publicUrl);
    },
    sendTestMessage: () => sendTest(parts, subject),
    resendMessage: (id) =>
      database.write(async (manager) => {
        const at = clock.now();
        const message = await resendMessage(manager, id, at);
        await tellLedger(manager, instant(at), [
          { kind: 'message.resent', state: message.state, subjects: { message: id }, payload: {} },
        ]);
        return message;
      }),
    recordDeliveryStatus: (status) =>
      database.write((manager) => recordDeliveryStatus(manager, status, clock.now())),
  };
}

const testPatienceMilliseconds = 20_000;

/** @throws Problem CONFLICT where the caller has no account here, and so no address */
async function sendTest(parts: DirectoryParts, subject: string): Promise<OutboxMessageRow> {
  const { database, clock, messaging } = parts;
  if (!(await messaging.recipients.person(subject)))
    throw conflict('You have no account here, so that nobody knows where to write to. Sign in with one.');
  const event = `messages.test/${randomUUID()}`;
  await database.write(async (manager) => {
    await enqueueDirectoryMessage(manager, clock, {
      event,
      to: { subject },
      template: 'messages.test',
      values: { at: clock.now() },
    });
    await relayAtOnce(manager, clock.now());
  });
  await sendMessages(outboxParts(parts), AbortSignal.timeout(testPatienceMilliseconds));
  const id = messageId(event, subject);
  const message = await database.read((manager) => manager.findOneBy(OutboxMessageRow, { id }));
  if (message) return message;
  throw messaging.sending.kind === 'unconfigured'
    ? conflict('No mail server is configured: set SMTP_URL. The message waits for it.')
    : notFound('The message waits. See "messageDashboard" for what it waits for.');
}
