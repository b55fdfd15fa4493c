import { z } from 'zod';
import { isOneAddress } from '../outbox/one-address.ts';
import type { SmtpSettings } from '../outbox/smtp.ts';

/** How messages leave, and how those that come back come in. */
export interface MailSettings {
  /** Null: no mail server is configured. */
  readonly smtp: SmtpSettings | null;
  /** What whoever hands in bounces presents; null: nobody may. */
  readonly bounceToken: string | null;
}

// A parameter could switch the checks of TLS off.
const isSmtp = (text: string) =>
  URL.canParse(text) &&
  /^smtps?:$/.test(new URL(text).protocol) &&
  new URL(text).hostname !== '' &&
  !/[?#]/.test(text);

const named = /^(?:(.*?)\s*)?<([^<>]+)>$/u;

/** `directory@un.example`, or `Directory of points of contact <directory@un.example>`. */
function mailbox(text: string): { readonly name: string; readonly address: string } | null {
  const parts = named.exec(text.trim());
  const found = parts
    ? { name: (parts[1] ?? '').replaceAll('"', ''), address: parts[2] ?? '' }
    : { name: '', address: text.trim() };
  return isOneAddress(found.address) && !/\p{Cc}/u.test(found.name) ? found : null;
}

export const MailEnvironment = {
  SMTP_URL: z
    .string()
    .refine(
      isSmtp,
      'must be smtp://user:password@host:port or smtps://…, without "?" and "#"; characters such as "@" in the password are written %40',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .refine(
      (text) => mailbox(text) !== null,
      'must be an address, such as directory@un.example, or Name <directory@un.example>',
    )
    .optional(),
  MAIL_BOUNCES_TO: z
    .string()
    .refine(isOneAddress, 'must be an address, such as bounces@un.example')
    .optional(),
  BOUNCE_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
};
const Parsed = z.object(MailEnvironment);

/** @returns the settings, or the sentence that says which variables do not go together */
export function mailSettings(given: z.infer<typeof Parsed>): MailSettings | string {
  const { SMTP_URL: url, MAIL_FROM, MAIL_BOUNCES_TO, BOUNCE_TOKEN } = given;
  const from = MAIL_FROM === undefined ? null : mailbox(MAIL_FROM);
  const bounceToken = BOUNCE_TOKEN ?? null;
  if (url === undefined) return { smtp: null, bounceToken };
  if (from === null)
    return 'MAIL_FROM is needed with SMTP_URL: the address that messages come from, such as Name <directory@un.example>.';
  return { smtp: { url, from, bouncesTo: MAIL_BOUNCES_TO ?? from.address }, bounceToken };
}
