import * as oidc from 'openid-client';
import { TOTP } from 'otpauth';
import { z } from 'zod';
import { Visitor } from './visitor.ts';

export const password = 'nine invented lanterns';

/** A client as the portal is one: public, with PKCE, at the product's own address. */
export class Portal {
  readonly configuration: oidc.Configuration;
  readonly url: string;

  private constructor(url: string, configuration: oidc.Configuration) {
    this.url = url;
    this.configuration = configuration;
  }

  static async at(url: string): Promise<Portal> {
    const configuration = await oidc.discovery(
      new URL(`${url}/oidc`),
      'portal',
      { id_token_signed_response_alg: 'EdDSA' },
      oidc.None(),
      { execute: [oidc.allowInsecureRequests] },
    );
    return new Portal(url, configuration);
  }

  /** Begins a sign-in. @returns where the browser goes, and what redeems the code */
  async begin(more: Readonly<Record<string, string>> = {}) {
    const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
    const expectedState = oidc.randomState();
    const address = oidc.buildAuthorizationUrl(this.configuration, {
      redirect_uri: `${this.url}/`,
      scope: 'openid directory',
      code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
      ...more,
    });
    return { address: address.href, checks: { pkceCodeVerifier, expectedState } };
  }

  /** Signs a person in, whose browser is at the sign-in page after this if something more is asked for. */
  async signIn(visitor: Visitor, email: string, given = password, code?: () => string): Promise<SignedIn> {
    const { address, checks } = await this.begin();
    await visitor.open(address);
    if (new URL(visitor.page.url).pathname !== '/')
      await visitor.send('password', { email, password: given });
    if (code) await visitor.send('factor', { code: code() });
    const redirected = new URL(visitor.page.url);
    if (!redirected.searchParams.has('code'))
      throw new Error(`Not signed in: "${visitor.title}" ${visitor.problem ?? ''}`);
    const tokens = await oidc.authorizationCodeGrant(this.configuration, redirected, checks);
    return { tokens, redirected, checks };
  }

  refresh(token: string) {
    return oidc.refreshTokenGrant(this.configuration, token);
  }
}

export interface SignedIn {
  readonly tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers;
  readonly redirected: URL;
  readonly checks: { readonly pkceCodeVerifier: string; readonly expectedState: string };
}

/** Tokens of an organisation's service. */
export async function clientCredentials(url: string, id: string, secret: string): Promise<string> {
  const response = await fetch(`${url}/oidc/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const answer: unknown = await response.json();
  if (!response.ok || typeof answer !== 'object' || answer === null || !('access_token' in answer))
    throw new Error(JSON.stringify(answer));
  return String(answer.access_token);
}

const Answer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).optional(),
});

/** Asks the product with a bearer token. @returns the data, or the code of the first error */
export async function asked(url: string, token: string | undefined, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = Answer.parse(await response.json());
  return errors?.[0]?.extensions.code ?? data;
}

export const me = '{ me { role state { iso3 } directory account { email } } }';

/** An authenticator app with the key on the page. */
export function authenticator({ page }: Visitor): (at?: number) => string {
  const key = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1]?.replaceAll(' ', '');
  if (!key) throw new Error('There is no key on the page.');
  return (at = Date.now()) => new TOTP({ secret: key }).generate({ timestamp: at });
}

/** The recovery codes on the page. */
export function recoveryCodes({ page }: Visitor): string[] {
  return [...page.text.matchAll(/<li>((?:[a-z2-9]{4}-){2}[a-z2-9]{4})<\/li>/g)].map(([, code]) => code ?? '');
}
