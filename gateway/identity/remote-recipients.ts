import { z } from 'zod';
import { serviceToken } from '../../platform/identity/service-token.ts';
import { Recipient, type Recipients } from '../../platform/outbox/recipients.ts';
import { partUrl } from '../part-urls.ts';
import type { Host } from '../start/host.ts';

const Answer = z.object({ recipients: z.array(Recipient) });
const patienceMilliseconds = 5_000;

/** A part by itself asks the gateway, where the accounts are, whom a message is for. */
export function remoteRecipients(host: Host, part: string): Recipients {
  const { origin } = new URL(partUrl(host.config, 'gateway'));
  const token = serviceToken(host.key, part, host.clock);
  const ask = async (question: Record<string, string>) => {
    const response = await fetch(`${origin}/oidc/recipients?${new URLSearchParams(question)}`, {
      headers: { authorization: `Bearer ${await token()}` },
      signal: AbortSignal.timeout(patienceMilliseconds),
    });
    if (!response.ok) throw new Error(`The gateway answered ${response.status}.`);
    return Answer.parse(await response.json()).recipients;
  };
  return {
    authoritiesOf: (iso3) => ask({ authorityOf: iso3 }),
    person: async (subject) => (await ask({ subject }))[0] ?? null,
  };
}
