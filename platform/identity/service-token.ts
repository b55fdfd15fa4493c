import type { Clock } from '../clock/clock.ts';
import type { ServiceToken } from '../graphql/service.ts';
import type { SigningKey } from './signing-key.ts';
import { signToken } from './tokens.ts';

const lifetimeSeconds = 300;

/** The token a part presents to another for itself, signed anew before it ends. */
export function serviceToken(key: SigningKey, part: string, clock: Clock): ServiceToken {
  let current: { token: Promise<string>; renewAt: number } | undefined;
  return () => {
    const now = clock.now().getTime();
    if (!current || current.renewAt <= now) {
      const token = signToken(key, { role: 'service', subject: part }, clock, lifetimeSeconds);
      current = { token, renewAt: now + (lifetimeSeconds / 2) * 1000 };
    }
    return current.token;
  };
}
