import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { SigningKey } from '../../../platform/identity/signing-key.ts';

/** Keys for cookies and forms, derived from the signing keys, so that all instances have them; the newest signs. */
export function derivedKeys(signing: SigningKey, use: string): Buffer[] {
  return signing.pairs().map(({ d }) => {
    if (d === undefined) throw new Error('The signing key has no private part.');
    return Buffer.from(hkdfSync('sha256', d, '', `crosspoint ${use}`, 32));
  });
}

const mac = (key: Buffer, boundTo: string): Buffer =>
  createHmac('sha256', key).update(`form\0${boundTo}`).digest();

/** What a form must send back: nobody else's page knows it. @param boundTo what only this browser has */
export function formToken(signing: SigningKey, boundTo: string): string {
  const [key] = derivedKeys(signing, 'forms');
  if (!key) throw new Error('There is no signing key.');
  return mac(key, boundTo).toString('base64url');
}

export function isFormToken(signing: SigningKey, boundTo: string, token: string): boolean {
  const given = Buffer.from(token, 'base64url');
  return derivedKeys(signing, 'forms').some((key) => {
    const right = mac(key, boundTo);
    return given.length === right.length && timingSafeEqual(given, right);
  });
}
