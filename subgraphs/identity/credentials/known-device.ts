import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

// A device on which an account signed in before carries a cookie that says so. It signs nobody in; it only counts failed attempts
// apart from those of strangers (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").

const mac = (key: Buffer, account: string, nonce: string): Buffer =>
  createHmac('sha256', key).update(`known device\0${account}\0${nonce}`).digest();

export function deviceMark(key: Buffer, account: string): string {
  const nonce = randomBytes(12).toString('base64url');
  return `${nonce}.${mac(key, account, nonce).toString('base64url')}`;
}

/** @returns the device's name for this account; null where the mark is not one of it */
export function knownDevice(
  keys: readonly Buffer[],
  account: string,
  marks: readonly string[],
): string | null {
  for (const mark of marks) {
    const [nonce = '', signature = ''] = mark.split('.');
    const given = Buffer.from(signature, 'base64url');
    for (const key of keys) {
      const right = mac(key, account, nonce);
      if (given.length === right.length && timingSafeEqual(given, right)) return nonce;
    }
  }
  return null;
}
