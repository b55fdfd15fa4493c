import { z } from 'zod';
import { serviceToken } from '../../platform/identity/service-token.ts';
import { partUrl } from '../part-urls.ts';
import type { Host } from '../start/host.ts';

const Answer = z.object({ ended: z.array(z.string()) });
const staleMilliseconds = 5_000;

/**
 * A part by itself takes the tokens that the gateway's sign-in gives, and asks the gateway which sessions have ended. The gateway has
 * asked before it hands a request on: this is for whoever comes to the part directly.
 */
export function followGateway(host: Host, part: string): void {
  const { config, signIn, key, clock, log } = host;
  if (typeof signIn.issuer !== 'string') return;
  const gateway = new URL(partUrl(config, 'gateway')).origin;
  signIn.issuer = `${config.http.publicUrl ?? gateway}/oidc`;
  const token = serviceToken(key, part, clock);
  signIn.ended.follow(
    async () => {
      const response = await fetch(`${gateway}/oidc/ended`, {
        headers: { authorization: `Bearer ${await token()}` },
        signal: AbortSignal.timeout(2_000),
      });
      if (!response.ok) throw new Error(`The gateway answered ${response.status}.`);
      return Answer.parse(await response.json()).ended;
    },
    staleMilliseconds,
    (err) => log.debug({ err }, 'the gateway did not say which sessions have ended'),
  );
}
