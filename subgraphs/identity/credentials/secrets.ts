import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A secret nobody can search for: 256 bits, in base64url. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** What is kept of such a secret. For a person's own password it would be too fast: see `passwords.ts`. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/** Takes as long whatever is given. */
export function isDigestOf(secret: string, digest: string): boolean {
  const [given, kept] = [Buffer.from(digestOf(secret)), Buffer.from(digest)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}
