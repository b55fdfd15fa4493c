import type OpenIdProvider from 'oidc-provider';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { SigningKey } from '../../../platform/identity/signing-key.ts';
import { isDigestOf } from '../credentials/secrets.ts';
import { derivedKeys } from '../http/cookie-keys.ts';
import type { IdentityParts } from '../parts.ts';
import { endingSessions, endSessionsOf } from '../sessions/end.ts';
import { SessionRow } from '../storage/session-row.ts';
import { type ProviderPages, providerConfiguration } from './configuration.ts';
import { Provider } from './runtime.ts';

/** The embedded provider, made anew when the signing keys change. */
export interface RunningProvider {
  readonly issuer: string;
  current(): OpenIdProvider;
}

export function runningProvider(
  parts: IdentityParts,
  signing: SigningKey,
  pages: ProviderPages,
): RunningProvider {
  const issuer = `${parts.publicUrl}/oidc`;
  let made: { readonly provider: OpenIdProvider; readonly keys: string } | undefined;
  return {
    issuer,
    current() {
      const pairs = signing.pairs();
      const keys = pairs.map(({ kid }) => kid).join();
      if (made?.keys !== keys)
        made = { provider: create(parts, signing, issuer, { keys: [...pairs] }, pages), keys };
      return made.provider;
    },
  };
}

function create(
  parts: IdentityParts,
  signing: SigningKey,
  issuer: string,
  jwks: NonNullable<Configuration['jwks']>,
  pages: ProviderPages,
): OpenIdProvider {
  const cookieKeys = derivedKeys(signing, 'cookies').map((key) => key.toString('base64url'));
  const provider = new Provider(issuer, providerConfiguration(parts, jwks, cookieKeys, pages));
  // What is told to the provider of its address is the configuration's, never a header of the request.
  provider.proxy = true;
  provider.Client.prototype.compareClientSecret = function compare(given: string) {
    return isDigestOf(given, this.clientSecret ?? '');
  };
  const revoked = new WeakMap<KoaContextWithOIDC, string>();
  provider.on('grant.revoked', (ctx, grantId) => revoked.set(ctx, grantId));
  provider.use(async (ctx: KoaContextWithOIDC, next) => {
    ctx.set('content-security-policy', providerPolicy);
    // Going on with a sign-in takes nothing from its query; the provider, where it has lost that sign-in, stumbles over one.
    if (goingOn.test(ctx.path)) ctx.querystring = '';
    await next();
    const { route, session } = ctx.oidc ?? {};
    if (route === 'end_session_confirm' && session && 'destroyed' in session)
      await sessionEnded(parts, { id: session.uid });
    const grant = revoked.get(ctx);
    if (grant !== undefined) await sessionEnded(parts, { grant_id: grant });
  });
  provider.on('server_error', (_ctx, err) => parts.log.error({ err }, 'sign-in failed unexpectedly'));
  // What the provider itself does not answer would else be written past the log.
  provider.onerror = (err: unknown) => {
    if (!isClients(err)) parts.log.error({ err }, 'sign-in failed unexpectedly');
  };
  return provider;
}

const goingOn = /^\/auth\/./;

/** Whether an error is told to whoever asked, or is that nobody waits for the answer any more. */
function isClients(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const isTold = 'expose' in error && error.expose === true;
  return isTold || ('code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code)));
}

/** Where two people use one browser, the provider posts a form by a script it names here by its digest. */
const providerPolicy =
  "default-src 'none'; style-src 'self'; script-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/** The person signed out, or a code or refresh token came a second time, so that somebody else has it: all of the session ends. */
async function sessionEnded(
  parts: IdentityParts,
  which: { readonly id: string } | { readonly grant_id: string },
): Promise<void> {
  await endingSessions(parts, async (manager, end) => {
    const session = await manager.findOneBy(SessionRow, which);
    if (session) await endSessionsOf(manager, end, session.account_id, { only: session.id });
    else if ('id' in which) await end([which.id]);
  });
}
