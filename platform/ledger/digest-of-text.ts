import { createHash } from 'node:crypto';

/** What a person wrote freely, as the ledger holds it, which is not encrypted: it proves the text, and does not tell it. */
export const digestOfText = (text: string): string =>
  `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}`;
