import { instant } from '../clock/clock.ts';
import { addressEvents } from './address-events.ts';
import { type Claim, claimNext } from './claim.ts';
import type { OutboxParts } from './parts.ts';
import { cancel, keep, recordAttempt } from './record-attempt.ts';
import { relayAnswers, relayFailed, relayState } from './relay.ts';
import type { Attempt, Mail, Mailbox, Sending } from './sending.ts';
import { writeMail } from './write-mail.ts';

const connectionsAtOnce = 4;
/** How long messages that are half handed over may still take when the process stops. */
const lastMomentsMilliseconds = 3_000;

/** What comes next: another message, or nothing this time, because it would fare no better. */
type Next = 'go on' | 'stop';

/**
 * Sends what is due. A message is claimed, handed over, and its outcome stored: a process that dies in between leaves a claim that ends by
 * itself, and the message goes out again under the same Message-ID, for whether the mail server had it cannot be known. Several instances may
 * run this at once.
 */
export async function sendMessages(parts: OutboxParts, signal: AbortSignal): Promise<void> {
  const { sending, database, clock, log } = parts;
  if (sending.kind === 'unconfigured') return;
  await addressEvents(parts, signal).catch((err) =>
    log.warn({ err }, 'whom messages are for cannot be known just now; it will be tried again'),
  );
  const relay = await database.read(relayState);
  if (relay?.next_attempt_at && relay.next_attempt_at > instant(clock.now())) return;
  const cut = new AbortController();
  const onAbort = () => {
    setTimeout(() => cut.abort(), lastMomentsMilliseconds).unref();
  };
  signal.addEventListener('abort', onAbort, { once: true });
  let next: Next = 'go on';
  const worker = async () => {
    while (next === 'go on' && !signal.aborted) {
      const claim = await claimNext(parts);
      if (!claim) return;
      if ((await handle(parts, sending, claim, cut.signal)) === 'stop') next = 'stop';
    }
  };
  // Whoever runs this must not be gone before the last message has ended.
  const ended = await Promise.allSettled(Array.from({ length: connectionsAtOnce }, worker));
  signal.removeEventListener('abort', onAbort);
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

async function handle(
  parts: OutboxParts,
  sending: Exclude<Sending, { kind: 'unconfigured' }>,
  claim: Claim,
  signal: AbortSignal,
): Promise<Next> {
  const { database, clock, log } = parts;
  const { id, template, state } = claim.message;
  const about = { message: id, template, state };
  const store = (attempt: Attempt) =>
    database.write((manager) => recordAttempt(manager, claim, attempt, clock.now()));
  const written = await writeMail(parts, claim).catch(async (err) => {
    log.warn({ err, ...about }, 'message not written; it will be tried again');
    await store({ kind: 'unreachable', problem: '' });
    return null;
  });
  if (!written) return 'stop';
  switch (written.kind) {
    case 'void':
      await database.write((manager) => cancel(manager, claim, clock.now()));
      log.info(about, 'message cancelled: its reader is gone, or its time has passed');
      return 'go on';
    case 'fault':
      log.error({ ...about, problem: written.problem }, 'message cannot be written');
      await store({
        kind: 'refused',
        forGood: false,
        replyCode: null,
        enhancedStatus: null,
        problem: written.problem,
      });
      return 'go on';
    case 'mail':
      if (sending.kind === 'smtp') return send(parts, sending, claim, written.mail, signal);
      await database.write((manager) => keep(manager, claim, kept(written.mail, sending.from), clock.now()));
      return 'go on';
  }
}

async function send(
  { database, clock, log }: OutboxParts,
  sending: Extract<Sending, { kind: 'smtp' }>,
  claim: Claim,
  mail: Mail,
  signal: AbortSignal,
): Promise<Next> {
  const { id, template, state } = claim.message;
  const about = { message: id, template, state };
  const attempt = await sending.deliver(mail, signal);
  const failures = await database.write(async (manager) => {
    await recordAttempt(manager, claim, attempt, clock.now());
    // That we cut it short says nothing of the mail server.
    if (attempt.kind === 'unreachable')
      return signal.aborted ? 0 : relayFailed(manager, attempt.problem, clock.now());
    await relayAnswers(manager);
    return 0;
  });
  switch (attempt.kind) {
    case 'sent':
      log.info(about, 'message sent');
      return 'go on';
    case 'refused':
      log.warn({ ...about, replyCode: attempt.replyCode, forGood: attempt.forGood }, 'message refused');
      return 'go on';
    case 'unreachable':
      log.warn({ problem: attempt.problem, failures }, 'the mail server takes no messages');
      return 'stop';
  }
}

function kept(mail: Mail, from: Mailbox) {
  const { to, language, subject, text, html } = mail;
  return { from: shown(from), to: shown(to), language, subject, text, html };
}

const shown = ({ name, address }: Mailbox) => (name === '' ? address : `${name} <${address}>`);
