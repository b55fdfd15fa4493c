import { registry } from '../../adapters/registry.ts';
import { type IdentityPart, openIdentity } from '../../subgraphs/identity/schema.ts';
import type { Host } from './host.ts';

/** Accounts and sign-in: always in the process that people come to. */
export async function openSignIn(host: Host): Promise<IdentityPart> {
  const { clock, log, tokens, signIn, key, config } = host;
  if (config.environment === 'production' && !host.publicUrl.startsWith('https:'))
    log.warn(
      { publicUrl: host.publicUrl },
      'people sign in without TLS: set PUBLIC_URL to the https: address that they use',
    );
  const part = await openIdentity({
    storage: await host.storage(),
    seal: host.seal(),
    clock,
    log,
    tokens,
    signIn,
    signing: key,
    publicUrl: host.publicUrl,
    directories: registry.map(({ code }) => code),
    samples: config.environment === 'development',
  });
  host.add(part);
  return part;
}
