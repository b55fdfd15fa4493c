import { domainToASCII } from 'node:url';
import type { Telephone } from '../contact-details/telephone.ts';
import { inLatin } from './scripts.ts';

/** One spelling for each mailbox: without case, an international domain in its ASCII form. */
export function mailbox(email: string): string {
  const at = email.lastIndexOf('@');
  const domain = email.slice(at + 1);
  return `${email.slice(0, at).toLowerCase()}@${domainToASCII(domain) || domain.toLowerCase()}`;
}

/** One spelling for each telephone: E.164 with its extension; the digits where the number could not be parsed. */
export function telephone({ e164, extension, asWritten }: Telephone): string {
  const number = e164 ?? asWritten.replace(/\D/g, '');
  return extension === null ? number : `${number};ext=${extension}`;
}

/** Words that say nothing of which entity is meant. */
export const smallWords: ReadonlySet<string> = new Set(
  'of the and for a an de la le les du des del el los las y et da do dos e und der die das'.split(' '),
);

/** One spelling for each entity: its words without small ones, in any order. */
export function entityKey(entity: string | null | undefined): string | null {
  const words = inLatin(entity ?? '')
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '' && !smallWords.has(word));
  return words.length === 0 ? null : [...new Set(words)].sort().join(' ');
}
