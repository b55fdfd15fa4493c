import { instant } from '../clock/clock.ts';
import { TemplateFault } from '../messages/compose.ts';
import type { Claim } from './claim.ts';
import type { OutboxParts } from './parts.ts';
import type { Recipient } from './recipients.ts';
import type { MessageTo } from './rows.ts';
import type { Mail } from './sending.ts';
import { fromStored } from './stored-values.ts';

/** `void`: its reader is gone, or its time has passed. `fault`: its template is at fault. */
export type Written =
  | { readonly kind: 'mail'; readonly mail: Mail }
  | { readonly kind: 'void' }
  | { readonly kind: 'fault'; readonly problem: string };

type Reader = Pick<Recipient, 'name' | 'email' | 'language'>;

/** Writes a message out for its reader as they are known now. @throws where that cannot be known just now */
export async function writeMail(parts: OutboxParts, { message, event }: Claim): Promise<Written> {
  const { clock, recipients, compose, publicUrl } = parts;
  const isLate = message.expires_at !== null && message.expires_at <= instant(clock.now());
  if (isLate || event.content === null) return { kind: 'void' };
  const reader = await readerOf(event.recipient, message.subject, recipients);
  if (!reader) return { kind: 'void' };
  try {
    const composed = compose(event.template, reader, fromStored(event.content), publicUrl);
    const to = { name: reader.name, address: reader.email };
    const mail = { ...composed, id: message.id, to, date: new Date(event.created_at) };
    return { kind: 'mail', mail };
  } catch (error) {
    if (error instanceof TemplateFault) return { kind: 'fault', problem: error.message };
    throw error;
  }
}

async function readerOf(
  to: MessageTo,
  subject: string | null,
  recipients: OutboxParts['recipients'],
): Promise<Reader | null> {
  if ('email' in to) return to;
  const person = subject === null ? null : await recipients.person(subject);
  if (!person || 'subject' in to) return person;
  // Who is no authority of the state any more must not be sent what is for its authority.
  return person.authority && person.state === to.authorityOf ? person : null;
}
