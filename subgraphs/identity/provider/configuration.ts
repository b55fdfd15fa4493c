import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { tokenAudience } from '../../../platform/identity/tokens.ts';
import { actorOf } from '../../../platform/ledger/actor.ts';
import { callerOf } from '../accounts/find.ts';
import { serviceClient } from '../clients/service-clients.ts';
import { type IdentityParts, record } from '../parts.ts';
import { deviceName, sessionUsed } from '../sessions/begin.ts';
import { AccountRow } from '../storage/account-row.ts';
import { providerAdapter } from './adapter.ts';
import {
  accessTokenSeconds,
  apiResource,
  apiScope,
  sessionIdleSeconds,
  sessionLongestSeconds,
} from './resource.ts';
import { errors, interactionPolicy } from './runtime.ts';

/** What the provider shows to people. */
export interface ProviderPages {
  logout(ctx: KoaContextWithOIDC, form: string): Promise<void>;
  loggedOut(ctx: KoaContextWithOIDC): Promise<void>;
  error(ctx: KoaContextWithOIDC, out: { error: string }, error: Error): Promise<void>;
}

/** The product's own pages, as a client of its own provider. */
export const portalClientId = 'portal';

const epochNow = () => Math.floor(Date.now() / 1000);

/** How long a session has from now: idle time, but no longer than a session lasts at most. */
export function sessionSeconds(loginAt: number | undefined): number {
  const left = (loginAt ?? epochNow()) + sessionLongestSeconds - epochNow();
  return Math.max(1, Math.min(sessionIdleSeconds, left));
}

/** The provider's rules. Whatever is not needed is off. */
export function providerConfiguration(
  parts: IdentityParts,
  jwks: Configuration['jwks'],
  cookieKeys: readonly string[],
  pages: ProviderPages,
): Configuration {
  const { publicUrl } = parts;
  const secure = publicUrl.startsWith('https:');
  const basePath = new URL(publicUrl).pathname.replace(/\/$/, '');
  const accountOf = (id: string) =>
    parts.database.read((manager) => manager.findOneBy(AccountRow, { id, status: 'ACTIVE' }));

  const policy = interactionPolicy.base();
  policy.remove('consent'); // the only client people use is the product itself
  const gone = new interactionPolicy.Check(
    'account_ended',
    'the account has ended',
    (ctx) => Boolean(ctx.oidc.session?.accountId) && !ctx.oidc.account,
  );
  policy.get('login')?.checks.add(gone);

  return {
    adapter: providerAdapter(parts),
    jwks,
    clients: [
      {
        client_id: portalClientId,
        client_name: 'Crosspoint',
        application_type: 'web',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${publicUrl}/`, `${publicUrl}/oidc/arrived`],
        post_logout_redirect_uris: [`${publicUrl}/`],
      },
    ],
    clientDefaults: { id_token_signed_response_alg: 'EdDSA' },
    enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub'], role: null, state: null },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => true,
    clientBasedCORS: () => false, // the pages that ask are of this very origin
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: pages.logout,
        postLogoutSuccessSource: pages.loggedOut,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: async (_ctx, _client, oneOf) => oneOf?.[0] ?? apiResource,
        useGrantedResource: async () => true,
        getResourceServerInfo: async (_ctx, resource) => {
          if (resource !== apiResource) throw new errors.InvalidTarget();
          return {
            scope: apiScope,
            audience: tokenAudience,
            accessTokenFormat: 'jwt',
            accessTokenTTL: accessTokenSeconds,
            jwt: { sign: { alg: 'EdDSA' } },
          };
        },
      },
    },
    cookies: {
      keys: [...cookieKeys],
      names: {
        session: secure ? '__Host-session' : 'session',
        interaction: secure ? '__Secure-interaction' : 'interaction',
        resume: secure ? '__Secure-resume' : 'resume',
      },
      long: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      short: { httpOnly: true, sameSite: 'lax', secure },
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 60 * 60,
      Interaction: 60 * 60,
      RefreshToken: sessionLongestSeconds,
      Grant: sessionLongestSeconds + 60 * 60,
      Session: (_ctx, session) => sessionSeconds(session.loginTs),
    },
    interactions: { policy, url: async (_ctx, { uid }) => `${basePath}/oidc/interaction/${uid}` },
    findAccount: async (_ctx, id) => {
      const account = await accountOf(id);
      if (!account) return undefined;
      const { subject: sub, ...claims } = callerOf(account);
      return { accountId: id, claims: async () => ({ sub, ...claims }) };
    },
    loadExistingGrant: async (ctx) => {
      const { session, client, provider } = ctx.oidc;
      const account = session?.accountId ? await accountOf(session.accountId) : null;
      if (!session || !client || !account) return undefined;
      const standing = session.grantIdFor(client.clientId);
      const grant =
        (standing ? await provider.Grant.find(standing) : undefined) ??
        new provider.Grant({ accountId: account.id, clientId: client.clientId });
      if (!grant.jti) {
        grant.addOIDCScope('openid');
        grant.addResourceScope(apiResource, apiScope);
        await grant.save();
      }
      await sessionUsed(parts, {
        id: session.uid,
        account,
        device: deviceName(ctx.get('user-agent')),
        secondFactor: (session.amr ?? []).includes('otp'),
        grant: grant.jti,
      });
      return grant;
    },
    extraTokenClaims: async (ctx, token) => {
      if (token.kind === 'ClientCredentials') return clientClaims(parts, token.clientId);
      const account = await accountOf(token.accountId);
      if (!account || !token.sessionUid) throw new errors.InvalidGrant('no account');
      if (ctx.oidc.params?.grant_type === 'refresh_token')
        await keepAlive(parts, ctx, token.sessionUid, account);
      const { subject: _sub, ...claims } = callerOf(account);
      return { ...claims, sid: token.sessionUid };
    },
    renderError: pages.error,
  };
}

/** An organisation signs in: its service acts for one directory. */
async function clientClaims(parts: IdentityParts, clientId: string | undefined) {
  const client = clientId ? await serviceClient(parts, clientId) : null;
  if (!client) return undefined;
  const caller = { role: 'organisation', subject: client.id, directory: client.directory } as const;
  await parts.database.write((manager) =>
    record(manager, parts, {
      kind: 'sign-in.succeeded',
      actor: actorOf(caller),
      subjects: { client: client.id },
    }),
  );
  return { role: caller.role, directory: caller.directory, sid: client.secret_id };
}

/** Whoever works with tokens uses the session: it must not end for want of use. */
async function keepAlive(
  parts: IdentityParts,
  ctx: KoaContextWithOIDC,
  uid: string,
  account: AccountRow,
): Promise<void> {
  const session = await ctx.oidc.provider.Session.findByUid(uid);
  if (!session) return;
  await session.save(sessionSeconds(session.loginTs));
  await sessionUsed(parts, {
    id: uid,
    account,
    device: deviceName(ctx.get('user-agent')),
    secondFactor: false,
  });
}
