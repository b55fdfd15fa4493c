import { mixesScripts } from '../../../platform/contact-details/host.ts';
import { mailbox } from '../../../platform/likeness/channels.ts';
import type { Claims, ContactContent } from '../contacts/claims.ts';
import { type Finding, warning } from './finding.ts';

const soon = 60 * 24 * 60 * 60 * 1000;

/**
 * What is in order and should be looked at all the same.
 * @param said what is about to be said
 * @param content the contact as it would be
 */
export function warningsOf(said: Claims, content: ContactContent, now: Date): Finding[] {
  return [...telephones(said), ...lookalikes(said), ...keys(said, content, now)];
}

function telephones({ phones }: Claims): Finding[] {
  return (phones?.value ?? []).flatMap(({ e164 }, at) =>
    e164 === null
      ? [
          warning(
            'TELEPHONE_AS_WRITTEN',
            `input.phones.${at}`,
            'This number cannot be read, so it is kept as written and others may not be able to dial it. Give it with its country code, e.g. +44 1632 960001.',
          ),
        ]
      : [],
  );
}

function lookalikes({ emails, webPage }: Claims): Finding[] {
  const found = (emails?.value ?? []).flatMap((email, at) =>
    mixesScripts(email.slice(email.lastIndexOf('@') + 1)) ? [`input.emails.${at}`] : [],
  );
  const host = /^[^/]*\/\/([^/?#]*)/.exec(webPage?.value ?? '')?.[1] ?? '';
  return [...found, ...(mixesScripts(host) ? ['input.webPage'] : [])].map((field) =>
    warning(
      'MIXED_SCRIPTS',
      field,
      'The name of its domain mixes letters of several scripts that look alike. Make sure that it is yours.',
    ),
  );
}

function keys({ publicKeys }: Claims, { emails }: ContactContent, now: Date): Finding[] {
  const own = new Set(emails.map(mailbox));
  return (publicKeys?.value ?? []).flatMap((key, at) => {
    const field = `input.publicKeys.${at}`;
    const found: Finding[] = [];
    const expires = key.expiresAt === null ? null : new Date(key.expiresAt).getTime();
    if (key.revoked)
      found.push(warning('KEY_REVOKED', field, 'This key is revoked: readers are told not to use it.'));
    else if (expires !== null && expires <= now.getTime())
      found.push(
        warning('KEY_EXPIRED', field, `This key expired at ${key.expiresAt}. Extend it, or give another.`),
      );
    else if (expires !== null && expires <= now.getTime() + soon)
      found.push(warning('KEY_EXPIRES_SOON', field, `This key expires at ${key.expiresAt}.`));
    if (!key.emails.some((email) => own.has(mailbox(email))))
      found.push(
        warning(
          'KEY_OF_NO_MAILBOX',
          field,
          'This key names none of the e-mail addresses of the contact. Make sure that it is the right one.',
        ),
      );
    return found;
  });
}
