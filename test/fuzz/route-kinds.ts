import { act } from './acts.ts';
import { asciiPath, spoiltRequest } from './graphql-requests.ts';
import type { Ground, Kind } from './kind.ts';
import { mutatedBytes, mutatedText } from './mutate-bytes.ts';
import type { Tape } from './tape.ts';

const routes = [
  '/',
  '/welcome.css',
  '/healthz',
  '/readyz',
  '/metrics',
  '/graphiql',
  '/graphiql/start.js',
  '/graphiql/page.css',
  '/samples',
  '/samples/?directory=oas&search=a',
  '/samples/oas/_entries',
  '/samples/oas/_edit?key=OAS-CHL-0001',
  '/samples/oas/_new',
  '/samples/oas/api/v1/movements?since=0&limit=10',
  '/samples/none/_entries',
  '/favicon.ico',
  '/robots.txt',
  '/.well-known/security.txt',
  '/*',
];
const forms = [
  '/samples/oas/_add',
  '/samples/oas/_change',
  '/samples/oas/_remove',
  '/samples/oas/oauth/token',
];
const fields = ['country', 'full_name', 'email', 'telephone', 'languages', 'category', 'x', '__proto__'];

/** The other addresses there are, and such as there are not; and what is no HTTP at all. */
export function routeKinds(ground: Ground): Kind[] {
  const { product } = ground;

  async function visit(tape: Tape): Promise<void> {
    if (tape.chance(0.25)) return submit(tape);
    const route = tape.of(routes) ?? '/';
    let path = tape.chance(0.4) ? asciiPath(mutatedText(tape, route, 3)) : route;
    if (!path.startsWith('/')) path = `/${path}`;
    const call = { method: 'GET', path, headers: { accept: tape.pick('text/html', '*/*') }, body: null };
    const odd = tape.chance(0.5) ? spoiltRequest(call, tape) : call;
    await product.caller.call(odd);
  }

  async function submit(tape: Tape): Promise<void> {
    const path = tape.of(forms) ?? '/';
    const key = tape.pick('OAS-CHL-0001', 'OAS-BRA-0001', tape.oddText());
    const given = Object.fromEntries(tape.some(4, () => [tape.of(fields) ?? 'x', tape.oddText()]));
    const isForm = tape.chance(0.5);
    const body = isForm
      ? new URLSearchParams(
          Object.entries({ key, ...given }).map(([name, text]): [string, string] => [
            name === 'key' ? name : `field:${name}`,
            text,
          ]),
        ).toString()
      : JSON.stringify({ key, fields: given });
    const headers = { 'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json' };
    const call = { method: 'POST', path, headers, body };
    await act(ground, tape.chance(0.4) ? spoiltRequest(call, tape) : call);
  }

  async function shout(tape: Tape): Promise<void> {
    await product.caller.raw(rawRequest(tape, product.port), 'raw bytes');
  }

  return [
    { name: 'other routes', share: 6, run: visit },
    { name: 'raw bytes', share: 6, run: shout },
  ];
}

function rawRequest(tape: Tape, port: number): Buffer {
  if (tape.chance(0.1)) return tape.bytes(200);
  const body = '{"query":"{me{role}}"}';
  const path = tape.pick(
    '/graphql',
    '/oidc/auth',
    '/healthz',
    '*',
    `http://127.0.0.1:${port}/graphql`,
    '//x/y',
    '/%',
    '\\',
  );
  const head = [
    `${tape.pick('POST', 'GET', 'OPTIONS', 'CONNECT', 'PRI', 'get', 'LINK')} ${path} HTTP/${tape.pick('1.1', '1.0', '2.0', '0.9', '1.1 ')}`,
    `host: ${tape.pick(`127.0.0.1:${port}`, '', 'x/y', '[::1', 'a@b', 'é', 'elsewhere.example')}`,
    'content-type: application/json',
    `content-length: ${tape.pick(String(body.length), '0', '-1', '5', '1e3', '99999999999999999999', '22, 22')}`,
    'connection: close',
  ];
  const more = [
    'transfer-encoding: chunked',
    'transfer-encoding: chunked, identity',
    'Transfer-Encoding : chunked',
    'content-length: 3',
    'host: other.example',
    'expect: 100-continue',
    'expect: 200-maybe',
    'upgrade: websocket\r\nconnection: upgrade',
    'upgrade: h2c',
    'authorization: Bearer',
    'authorization: Bearer a\r\nauthorization: Bearer b',
    `x-long: ${'a'.repeat(20_000)}`,
    'x-nul: \0',
    ' folded: line',
    'x:y:z',
    'cookie: =',
    ...Array.from({ length: 3 }, () => 'x-many: 1\r\n'.repeat(1_200).trim()),
  ];
  for (let left = tape.below(4); left > 0; left -= 1)
    head.splice(1 + tape.below(head.length), 0, tape.of(more) ?? '');
  const text = tape.pick(
    body,
    `16\r\n${body}\r\n0\r\n\r\n`,
    `ffffffffff\r\n${body}`,
    '',
    `${body}GET /healthz HTTP/1.1\r\n\r\n`,
  );
  const whole = Buffer.from(`${head.join(tape.chance(0.05) ? '\n' : '\r\n')}\r\n\r\n${text}`, 'latin1');
  return tape.chance(0.4) ? mutatedBytes(tape, whole) : whole;
}
