import type { Call } from './call.ts';
import type { Operation } from './graphql-documents.ts';
import { mutatedBytes, mutatedText } from './mutate-bytes.ts';
import type { Tape } from './tape.ts';

const path = '/graphql';

/** A request as a client makes it. */
export function plainRequest(operation: Operation, token: string | null, tape: Tape): Call {
  const { query, variables, operationName } = operation;
  const authorization: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  if (!operation.isMutation && tape.chance(0.15)) {
    const given = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    if (operationName !== undefined) given.set('operationName', operationName);
    return {
      method: 'GET',
      path: `${path}?${given}`,
      headers: { ...authorization, 'apollo-require-preflight': 'yes' },
      body: null,
    };
  }
  const body = JSON.stringify({
    query,
    variables,
    ...(operationName === undefined ? {} : { operationName }),
  });
  return { method: 'POST', path, headers: { ...authorization, 'content-type': 'application/json' }, body };
}

const contentTypes = [
  'application/json; charset=utf-8',
  'application/json; charset=utf-16',
  'application/json;charset="',
  'application/graphql',
  'application/graphql-response+json',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '*/*',
  'application/json, text/plain',
  ';',
  'a'.repeat(2_000),
];
const headerNames = [
  'accept',
  'accept-encoding',
  'accept-language',
  'content-encoding',
  'content-language',
  'cookie',
  'expect',
  'if-none-match',
  'origin',
  'referer',
  'range',
  'te',
  'user-agent',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-http-method-override',
  'x-request-id',
  'crosspoint-operation',
  'apollographql-client-name',
  'apollo-federation-include-trace',
  'x-apollo-operation-name',
  'sec-fetch-site',
];
const headerValues = [
  'ftv1',
  'gzip',
  'deflate, br',
  'trailers',
  'bytes=0-1',
  'multipart/mixed; deferSpec=20220824',
  'text/event-stream',
  '*/*;q=nan',
  'https://elsewhere.example',
  'null',
  '127.0.0.1, 10.0.0.1',
  '0'.repeat(32),
  'x'.repeat(4_000),
  'a=b; c=d; =; ;;',
  '\u00ff\u00fe',
  'cross-site',
];
const methods = ['POST', 'GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'PROPFIND'];

/** The same request, with something about it that no client of ours would send. */
export function spoiltRequest(call: Call, tape: Tape): Call {
  let { method, body } = call;
  let target = call.path;
  const headers: Record<string, string | string[]> = { ...call.headers };
  for (let left = 1 + tape.below(3); left > 0; left -= 1)
    switch (tape.below(9)) {
      case 0:
        if (body !== null) body = mutatedBytes(tape, Buffer.from(body));
        else target = asciiPath(mutatedText(tape, target));
        break;
      case 1:
        headers['content-type'] = tape.of(contentTypes) ?? '';
        break;
      case 2:
        headers[tape.of(headerNames) ?? 'accept'] = tape.chance(0.2)
          ? [tape.of(headerValues) ?? '', tape.of(headerValues) ?? '']
          : (tape.of(headerValues) ?? '');
        break;
      case 3:
        method = tape.of(methods) ?? 'POST';
        break;
      case 4:
        headers.authorization = spoiltToken(String(headers.authorization ?? ''), tape);
        break;
      case 5:
        body = oddBody(tape);
        break;
      case 6:
        target = asciiPath(`${target}${target.includes('?') ? '&' : '?'}${oddQuery(tape)}`);
        break;
      case 7:
        if (typeof body === 'string' && body.startsWith('{')) body = withOddParts(body, tape);
        break;
      default:
        if (body !== null) body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(body)]);
    }
  if (method === 'TRACE') body = null;
  return { method, path: target, headers, body };
}

/** Node's client refuses what HTTP cannot carry; raw requests try that. */
export const asciiPath = (path: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what may not be in a path
  path.replace(/[\u0000-\u0020\u007f-\uffff]/g, (letter) => encoded(letter)) || '/';

/** Percent-encoded, whatever there is in a text. */
export const percent = (text: string): string =>
  encodeURIComponent(Buffer.from(text, 'utf8').toString('utf8'));

function encoded(letter: string): string {
  return `%${(letter.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`;
}

const oddQuery = (tape: Tape): string =>
  tape.pick(
    'query={me{role}}&query={me{role}}',
    'variables=[1',
    'variables={"v0":1}',
    'extensions={"persistedQuery":{"version":1,"sha256Hash":"0"}}',
    'query[]=1&query[a]=2',
    'operationName=__proto__',
    '%',
    '%zz=%ff',
    'a=1&'.repeat(1_500),
  );

function oddBody(tape: Tape): Buffer {
  const text = tape.pick(
    '',
    '{',
    '[]',
    '[{"query":"{me{role}}"},{"query":"{me{role}}"}]',
    'null',
    '"{me{role}}"',
    '1',
    '{"query":1}',
    '{"query":["{me{role}}"]}',
    '{"query":"{me{role}}","variables":"{}"}',
    '{"query":"{me{role}}","variables":[]}',
    '{"query":"{me{role}}","extensions":1}',
    '{"query":"{me{role}}","operationName":{}}',
    '{"query":"{me{role}}","__proto__":{"variables":1}}',
    '{"constructor":{"prototype":{"query":"{me{role}}"}}}',
    '{"query":""}',
    `{"query":"${'{a'.repeat(5_000)}"}`,
    `{"query":"{${' me{role}'.repeat(900)}}"}`,
    `{"query":"{${'a '.repeat(16_000)}}"}`,
    `{"query":"query(${'$a:Int '.repeat(2_000)}){me{role}}"}`,
    `{"query":"{me{role}}","variables":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    `{"query":"{me{role}}","variables":{"a":[${'1,'.repeat(70_000)}1]}}`,
    `{"query":"#${'x'.repeat(900_000)}\\n{me{role}}"}`,
    `{"query":"{me{role}}","x":"${'y'.repeat(1_100_000)}"}`,
    '{"query":"{me(x:\\"\\ud800\\"){role}}"}',
    '{"query":"{state(iso3:\\"\\\\u{110000}\\"){iso3}}"}',
    '{"query":"{state(iso3:\\"\\"\\"block\\"\\"\\"){iso3}}"}',
    '{"query":"{me{...{role}}}"}',
  );
  return tape.chance(0.15) ? tape.bytes(100) : Buffer.from(text);
}

function withOddParts(body: string, tape: Tape): string {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null) return body;
  const part = tape.pick('variables', 'operationName', 'extensions', 'query', tape.oddText());
  return JSON.stringify({ ...parsed, [part]: tape.oddValue() });
}

/** A token that is not quite one. */
function spoiltToken(authorization: string, tape: Tape): string {
  const [head = '', payload = '', signature = ''] = authorization.replace('Bearer ', '').split('.');
  const none = Buffer.from('{"alg":"none"}').toString('base64url');
  const secret = Buffer.from('{"alg":"HS256","kid":"../../key"}').toString('base64url');
  const token = tape.pick(
    `${head}.${payload}.`,
    `${none}.${payload}.`,
    `${none}.${payload}.${signature}`,
    `${secret}.${payload}.${signature}`,
    `${head}.${payload.slice(0, -3)}AAA.${signature}`,
    `${head}.${payload}.${signature.slice(0, -4)}AAAA`,
    `${payload}.${head}.${signature}`,
    `${head}.${payload}.${signature}.${signature}`,
    '..',
    'x'.repeat(6_000),
    asHeader(mutatedText(tape, `${head}.${payload}.${signature}`)),
  );
  return tape.pick('Bearer ', 'bearer  ', 'Basic ', 'Bearer', '', 'Bearer a ') + token;
}

/** What may stand in a header's value. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what may not
export const asHeader = (text: string): string => text.replace(/[^\u0009\u0020-\u007e\u00a0-\u00ff]/g, '');
