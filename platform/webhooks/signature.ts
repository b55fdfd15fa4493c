import { createHmac, randomBytes } from 'node:crypto';

/** The header that carries the signatures. */
export const signatureHeader = 'crosspoint-signature';

/** A new secret: 256 random bits as text. The whole text, prefix included, is the key. */
export function newWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64url')}`;
}

/**
 * HMAC-SHA256 (RFC 2104) over the time, a dot and the body, once for each secret in force: `t=1767225600,v1=…,v1=…`. The time
 * is signed too, so that an old call cannot be played again later.
 * @param secrets the newest first; more than one while a rotated one still overlaps
 */
export function webhookSignature(body: string, at: Date, secrets: readonly string[]): string {
  const timestamp = Math.floor(at.getTime() / 1000);
  const signed = secrets.map((secret) =>
    createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex'),
  );
  return [`t=${timestamp}`, ...signed.map((signature) => `v1=${signature}`)].join(',');
}
