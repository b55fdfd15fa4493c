import { createHash } from 'node:crypto';
import { act } from './acts.ts';
import type { Call, CallAnswer } from './call.ts';
import { Defect } from './defect.ts';
import { asciiPath, asHeader, percent, spoiltRequest } from './graphql-requests.ts';
import type { Ground, Kind } from './kind.ts';
import { mutatedText } from './mutate-bytes.ts';
import type { Tape } from './tape.ts';

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const password = 'nine invented lanterns';

/** A browser's cookies on the way through a sign-in. */
type Jar = Map<string, string>;

/** Everything below /oidc: authorisation, tokens, forms, one-time links, discovery, each as it should be and otherwise. */
export function oidcKind(ground: Ground): Kind {
  const { product, things } = ground;
  const visits: Jar[] = [];
  let signedIn = 0;

  function oddParameters(tape: Tape, usual: Readonly<Record<string, string>>): URLSearchParams {
    const given = new URLSearchParams(usual);
    const names = [...Object.keys(usual), ...parameterNames];
    for (let left = tape.chance(0.5) ? 1 + tape.below(3) : 0; left > 0; left -= 1) {
      const name = tape.of(names) ?? 'x';
      switch (tape.below(4)) {
        case 0:
          given.delete(name);
          break;
        case 1:
          given.append(name, given.get(name) ?? tape.oddText());
          break;
        case 2:
          given.set(name, tape.of(parameterValues) ?? tape.oddText());
          break;
        default:
          given.set(name, tape.chance(0.5) ? tape.oddText() : mutatedText(tape, given.get(name) ?? 'x', 2));
      }
    }
    return given;
  }

  function cookies(jar: Jar, tape: Tape): Record<string, string> {
    if (jar.size === 0 && !tape.chance(0.3)) return {};
    let text = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    if (tape.chance(0.15)) text = mutatedText(tape, text, 2);
    if (tape.chance(0.05))
      text += `; ${tape.pick('session=x', 'device=~~~', 'language=xx', '__proto__=1', ';;==')}`;
    return { cookie: asHeader(text) };
  }

  async function send(call: Call, jar: Jar, tape: Tape): Promise<CallAnswer | null> {
    const headers = {
      'accept-language': tape.pick('en', 'ar;q=1, *', tape.oddText()),
      ...cookies(jar, tape),
    };
    const whole = { ...call, path: asciiPath(call.path), headers: { ...headers, ...call.headers } };
    whole.headers['accept-language'] = asHeader(whole.headers['accept-language'] ?? 'en');
    const sent = tape.chance(0.12) ? spoiltRequest(whole, tape) : whole;
    // Who posts a form may change something; what it refuses must have changed nothing of the directory.
    const answer = await (sent.method === 'GET' ? product.caller.call(sent) : act(ground, sent));
    for (const cookie of answer?.headers['set-cookie'] ?? []) {
      const [name = '', value = ''] = (cookie.split(';')[0] ?? '').split('=', 2);
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  const form = (path: string, fields: URLSearchParams, headers: Record<string, string> = {}): Call => ({
    method: 'POST',
    path,
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: fields.toString(),
  });
  const page = (path: string): Call => ({ method: 'GET', path, headers: {}, body: null });

  async function authorise(tape: Tape, jar: Jar): Promise<void> {
    const usual = {
      client_id: 'portal',
      response_type: 'code',
      scope: 'openid directory',
      redirect_uri: `${product.url}/`,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      state: 's',
    };
    const given = oddParameters(tape, usual);
    const isForm = tape.chance(0.1);
    const answer = await send(isForm ? form('/oidc/auth', given) : page(`/oidc/auth?${given}`), jar, tape);
    const location = answer?.headers.location ?? '';
    mustStayHere(location, product.url);
    const path = pathOf(location, product.url);
    if (path.startsWith('/oidc/interaction/')) await interact(tape, jar, path);
    const code = /[?&]code=([\w-]+)/.exec(location)?.[1];
    if (code) await redeem(tape, jar, code);
  }

  async function interact(tape: Tape, jar: Jar, path: string): Promise<void> {
    const shown = await send(page(path), jar, tape);
    for (let left = tape.below(3); left > 0; left -= 1) {
      const csrf = /name="csrf" value="([^"]+)"/.exec(shown?.text ?? '')?.[1] ?? '';
      const who = tape.pick('authority@est.example', 'contact@ken.example', 'custodian@crosspoint.example');
      const usual = {
        csrf,
        action: tape.pick('password', 'factor', 'kept'),
        email: who,
        password,
        code: '000000',
      };
      const answer = await send(form(path, oddParameters(tape, usual)), jar, tape);
      const next = pathOf(answer?.headers.location ?? '', product.url);
      mustStayHere(answer?.headers.location ?? '', product.url);
      if (!next.startsWith('/oidc/auth/')) continue;
      signedIn += 1;
      const redirected = (await send(page(next), jar, tape))?.headers.location ?? '';
      const code = /[?&]code=([\w-]+)/.exec(redirected)?.[1];
      if (code) await redeem(tape, jar, code);
      return;
    }
  }

  async function redeem(tape: Tape, jar: Jar, code: string): Promise<void> {
    const usual = {
      grant_type: tape.pick('authorization_code', 'client_credentials', 'refresh_token'),
      client_id: tape.pick('portal', 'osce-sample', 'arf-sample'),
      client_secret: password,
      code,
      code_verifier: verifier,
      redirect_uri: `${product.url}/`,
      refresh_token: things.of('refresh', tape),
    };
    const { client_id, client_secret, ...rest } = usual;
    const isPublic = client_id === 'portal';
    const basic = Buffer.from(`${client_id}:${encodeURIComponent(client_secret)}`).toString('base64');
    const inHead = !isPublic && tape.chance(0.6);
    const given = oddParameters(
      tape,
      inHead ? rest : isPublic ? { ...rest, client_id } : { ...rest, client_id, client_secret },
    );
    const authorization = tape.chance(0.1) ? `Basic ${asHeader(mutatedText(tape, basic))}` : `Basic ${basic}`;
    const answer = await send(form('/oidc/token', given, inHead ? { authorization } : {}), jar, tape);
    const refresh = /"refresh_token":"([^"]+)"/.exec(answer?.text ?? '')?.[1];
    if (refresh) things.add('refresh', refresh);
    const access = /"access_token":"([^"]+)"/.exec(answer?.text ?? '')?.[1];
    if (access) things.add('access', access);
  }

  async function invitation(tape: Tape, jar: Jar): Promise<void> {
    const known = things.of('link', tape);
    const real = pathOf(known, product.url);
    const path = tape.chance(0.7) ? real : `/oidc/invitation/${percent(tape.oddText())}`;
    const shown = await send(page(tape.chance(0.2) ? mutatedText(tape, path, 1) : path), jar, tape);
    if (!tape.chance(0.6)) return;
    const csrf = /name="csrf" value="([^"]+)"/.exec(shown?.text ?? '')?.[1] ?? '';
    const usual = { csrf, password: 'six other lanterns', again: 'six other lanterns' };
    await send(form(path, oddParameters(tape, usual)), jar, tape);
  }

  async function account(tape: Tape, jar: Jar): Promise<void> {
    const path = tape.pick('/oidc/account', '/oidc/account/factor', '/oidc/account?lang=ar', '/oidc/arrived');
    const shown = await send(page(path), jar, tape);
    const csrf = /name="csrf" value="([^"]+)"/.exec(shown?.text ?? '')?.[1] ?? '';
    const session = /name="session" value="([^"]+)"/.exec(shown?.text ?? '')?.[1] ?? '';
    const action = tape.pick('end', 'endOthers', 'password', 'factor', 'kept', '__proto__');
    const usual = { csrf, action, session, present: password, password, again: password, code: '123456' };
    if (tape.chance(0.6)) await send(form(path, oddParameters(tape, usual)), jar, tape);
  }

  async function anything(tape: Tape, jar: Jar): Promise<void> {
    const path = tape.of(paths) ?? '/oidc';
    const given = oddParameters(tape, {
      token: things.of('refresh', tape),
      id_token_hint: things.of('access', tape),
      post_logout_redirect_uri: `${product.url}/`,
      client_id: 'portal',
    });
    const odd = tape.chance(0.3) ? mutatedText(tape, path, 2) : path;
    const target = odd.startsWith('/') ? odd : `/${odd}`;
    const answer = await send(
      tape.chance(0.4) ? form(target, given) : page(tape.chance(0.5) ? `${target}?${given}` : target),
      jar,
      tape,
    );
    mustStayHere(answer?.headers.location ?? '', product.url);
  }

  return {
    name: 'sign-in',
    share: 14,
    run: async (tape) => {
      const kept = tape.chance(0.5) ? tape.of(visits) : undefined;
      const jar: Jar = new Map(kept ?? []);
      const step = tape.pick(authorise, anything, account, invitation, (one: Tape, of: Jar) =>
        redeem(one, of, one.oddText()),
      );
      await step(tape, jar);
      if (jar.has('session') && visits.length < 20) visits.push(jar);
      else if (jar.has('session') && tape.chance(0.1)) visits[tape.below(visits.length)] = jar;
    },
    told: () => `${signedIn} really signed in`,
  };
}

/** A redirect to somewhere else would take a code, or a person, with it. @throws Defect */
function mustStayHere(location: string, here: string): void {
  if (location === '' || !URL.canParse(location, here)) return;
  if (new URL(location, here).origin !== here)
    throw new Defect('an open redirect', location.slice(0, 60), location);
}

const pathOf = (location: string, here: string): string =>
  URL.canParse(location, here) ? new URL(location, here).pathname : '/oidc';

const parameterNames = [
  'prompt',
  'max_age',
  'ui_locales',
  'login_hint',
  'id_token_hint',
  'claims',
  'request',
  'request_uri',
  'registration',
  'response_mode',
  'resource',
  'nonce',
  'acr_values',
  'display',
  'web_message_uri',
  'lang',
  '__proto__',
];
const parameterValues = [
  'none',
  'login',
  'consent create',
  '-1',
  '1e9',
  '{"userinfo":{"sub":null}}',
  '{',
  'query.jwt',
  'fragment',
  'form_post',
  'urn:none',
  'https://elsewhere.example/',
  '//elsewhere.example',
  'http://127.0.0.1:1/',
  'plain',
  'offline_access',
  'id_token token',
  'eyJhbGciOiJub25lIn0.e30.',
  'ar',
  'zh-Hans x y z',
];
const paths = [
  '/oidc',
  '/oidc/',
  '/oidc/.well-known/openid-configuration',
  '/oidc/.well-known/oauth-authorization-server',
  '/oidc/jwks',
  '/oidc/ended',
  '/oidc/me',
  '/oidc/token',
  '/oidc/token/introspection',
  '/oidc/token/revocation',
  '/oidc/session/end',
  '/oidc/session/end/confirm',
  '/oidc/session/end/success',
  '/oidc/reg',
  '/oidc/request',
  '/oidc/device',
  '/oidc/backchannel',
  '/oidc/auth/x',
  '/oidc/auth/%2e%2e',
  '/oidc/interaction/x',
  '/oidc/interaction/x/abort',
  '/oidc/pages.css',
  '/oidc/../graphql',
  '/oidc/%2e%2e/metrics',
  '/%6fidc/auth',
  '//oidc/auth',
  '/oidc//auth',
  '/oidc/auth;a=b',
  '/OIDC/auth',
];
