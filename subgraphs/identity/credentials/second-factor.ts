import { randomInt } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';

const stepSeconds = 30;
/** A clock may be so many steps off, either way. */
const driftSteps = 1;

/** A new secret of 160 bits (RFC 4226, 4 R6), in base32. */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Crosspoint',
    label,
    algorithm: 'SHA1', // what every authenticator app knows (RFC 6238, 1.2)
    digits: 6,
    period: stepSeconds,
    secret: Secret.fromBase32(secret),
  });
}

/** What the QR code says: the key URI that authenticator apps read. */
export const totpUri = (secret: string, label: string): string => totp(secret, label).toString();

/** The key as people type it: in groups of four. */
export const totpKeyText = (secret: string): string => secret.replaceAll(/(.{4})(?=.)/g, '$1 ');

/**
 * Whether a code is right now, and was not taken before (RFC 6238, 5.2: a code is accepted once).
 * @param lastStep the time step of the last code taken
 * @returns the code's time step; null where it is not right
 */
export function totpStep(secret: string, code: string, now: Date, lastStep: number | null): number | null {
  const digits = asciiDigits(code).replaceAll(/\D/g, '');
  if (digits.length !== 6) return null;
  const delta = totp(secret, '').validate({ token: digits, timestamp: now.getTime(), window: driftSteps });
  if (delta === null) return null;
  const step = Math.floor(now.getTime() / 1000 / stepSeconds) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}

// Without letters and digits that are taken for others.
const alphabet = '23456789abcdefghjkmnpqrstuvwxyz';

/** Ten codes for when the second factor is lost, each of 59 bits. */
export function newRecoveryCodes(): string[] {
  const group = () => Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 10 }, () => [group(), group(), group()].join('-'));
}

/** A recovery code as it is compared: however it was typed. */
export const comparableCode = (code: string): string =>
  asciiDigits(code)
    .toLowerCase()
    .replaceAll(/[^0-9a-z]/g, '');

/** Digits as keyboards of other scripts type them. */
function asciiDigits(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replaceAll(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0));
}
