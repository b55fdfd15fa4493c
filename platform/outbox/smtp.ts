import { createTransport } from 'nodemailer';
import { z } from 'zod';
import { languageTag } from '../languages/languages.ts';
import { withoutSecrets } from '../log/errors.ts';
import { isOneAddress } from './one-address.ts';
import type { Attempt, Mail, Mailbox, Sending } from './sending.ts';

/** The mail server messages are handed to. */
export interface SmtpSettings {
  /** `smtp://` (STARTTLS where it is offered; required unless the host is this machine) or `smtps://`, with credentials. */
  readonly url: string;
  readonly from: Mailbox;
  /** Where delivery status notifications go: the envelope's sender. */
  readonly bouncesTo: string;
}

/** How long the mail server may take, in milliseconds. */
export interface Patience {
  readonly greeting: number;
  /** Without a word, at any step. RFC 5321, 4.5.3.2.6 asks for ten minutes: who hangs up sooner makes duplicates. */
  readonly silence: number;
  /** For all of it. */
  readonly whole: number;
}

export const usualPatience: Patience = { greeting: 30_000, silence: 600_000, whole: 720_000 };

/** On this machine nobody listens in between; anywhere else a message goes encrypted or not at all. */
const thisMachine = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Hands messages to a mail server, each over a connection of its own. */
export function smtpSending(settings: SmtpSettings, patience: Patience = usualPatience): Sending {
  const { url, from, bouncesTo } = settings;
  const { hostname, protocol } = new URL(url);
  const transport = createTransport({
    url,
    requireTLS: protocol === 'smtp:' && !thisMachine.has(hostname),
    connectionTimeout: patience.greeting,
    greetingTimeout: patience.greeting,
    dnsTimeout: patience.greeting,
    socketTimeout: patience.silence,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  return {
    kind: 'smtp',
    deliver: async (mail, signal) => {
      if (!isOneAddress(mail.to.address)) return noAddress;
      try {
        await transport.sendMail({
          ...written(mail, from, domain),
          envelope: { from: bouncesTo, to: mail.to.address },
          dsn: {
            id: mail.id,
            return: 'headers',
            notify: ['failure', 'delay'],
            recipient: `rfc822;${mail.to.address}`,
          },
          signal: AbortSignal.any([signal, AbortSignal.timeout(patience.whole)]),
        });
        return { kind: 'sent' };
      } catch (error) {
        return attemptOf(error);
      }
    },
  };
}

/** @param domain the right part of the Message-ID */
function written(mail: Mail, from: Mailbox, domain: string) {
  return {
    messageId: `<${mail.id}@${domain}>`,
    date: mail.date,
    from,
    to: mail.to,
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    headers: {
      'Content-Language': languageTag(mail.language),
      // RFC 3834, 5: nobody's holiday notice is wanted.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
  };
}

/** What no mail server can be asked to write to (RFC 3463, 3.2: bad destination mailbox address syntax). */
const noAddress: Attempt = {
  kind: 'refused',
  forGood: true,
  replyCode: null,
  enhancedStatus: '5.1.3',
  problem: 'This is no e-mail address.',
};

const Fault = z
  .looseObject({
    message: z.string().catch(''),
    code: z.string().optional().catch(undefined),
    command: z.string().optional().catch(undefined),
    responseCode: z.number().int().optional().catch(undefined),
    response: z.string().optional().catch(undefined),
  })
  .catch({ message: '' });

const longestProblem = 500;
const serviceNotAvailable = 421;

/**
 * What an error of the SMTP client means. A reply to RCPT or DATA is about this message; to anything before, about us (RFC 5321, 4.2.1
 * and 4.3.2): a refused sender or sign-in is no fault of whoever the message is for.
 */
export function attemptOf(error: unknown): Attempt {
  const { message, code, command, responseCode, response } = Fault.parse(error);
  const problem = withoutSecrets(response ?? message).slice(0, longestProblem);
  const isAboutTheMessage = command === 'RCPT TO' || command === 'DATA';
  if (isAboutTheMessage && responseCode !== undefined && responseCode !== serviceNotAvailable)
    return {
      kind: 'refused',
      forGood: responseCode >= 500,
      replyCode: responseCode,
      enhancedStatus: /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1] ?? null,
      problem,
    };
  // An address the client itself cannot say to any server.
  if (code === 'EENVELOPE' && command === 'API') return noAddress;
  return { kind: 'unreachable', problem };
}
