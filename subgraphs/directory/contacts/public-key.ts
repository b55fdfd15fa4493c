import { z } from 'zod';

/** An OpenPGP public key (RFC 9580), and what was read of it when its state gave it. */
export const PublicKey = z.object({
  armored: z.string(),
  /** Hexadecimal, in capitals. */
  fingerprint: z.string(),
  /** Of the identities it is certified for itself, and that are not revoked. */
  userIds: z.array(z.string()),
  emails: z.array(z.string()),
  algorithm: z.string(),
  createdAt: z.string(),
  /** When the key, or the part of it that others encrypt to, expires; null: never. */
  expiresAt: z.string().nullable(),
  revoked: z.boolean(),
});
export type PublicKey = z.infer<typeof PublicKey>;

/** As history tells it. */
export function publicKeyText({ fingerprint, userIds, expiresAt, revoked }: PublicKey): string {
  const end = revoked ? 'revoked' : expiresAt === null ? 'without expiry' : `until ${expiresAt.slice(0, 10)}`;
  return `${fingerprint} (${[...userIds, end].join(', ')})`;
}
