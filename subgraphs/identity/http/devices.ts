import type { SigningKey } from '../../../platform/identity/signing-key.ts';
import { networkOf } from '../../../platform/network/network-of.ts';
import { deviceMark, knownDevice } from '../credentials/known-device.ts';
import type { AttemptFrom } from '../sign-in/check.ts';
import type { AccountRow } from '../storage/account-row.ts';
import { derivedKeys } from './cookie-keys.ts';
import type { Visit } from './visit.ts';

const cookie = 'device';
const remembered = 4;
const yearSeconds = 365 * 24 * 3600;

const marksOf = (visit: Visit): string[] =>
  (visit.cookie(cookie) ?? '')
    .split('~')
    .filter((mark) => mark !== '')
    .slice(0, remembered);

/** Where the attempts of this visit come from. */
export function attemptFrom(visit: Visit, signing: SigningKey): AttemptFrom {
  const keys = derivedKeys(signing, 'devices');
  const marks = marksOf(visit);
  return {
    address: networkOf(visit.request.ip),
    device: ({ id }: AccountRow) => knownDevice(keys, id, marks),
  };
}

/** From now on this browser is known as one of the account's. */
export function rememberDevice(visit: Visit, signing: SigningKey, { id }: AccountRow): void {
  const keys = derivedKeys(signing, 'devices');
  const [key] = keys;
  const marks = marksOf(visit);
  if (!key || knownDevice(keys, id, marks) !== null) return;
  visit.setCookie(cookie, [deviceMark(key, id), ...marks].slice(0, remembered).join('~'), yearSeconds);
}
