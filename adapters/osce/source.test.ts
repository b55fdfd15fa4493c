import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fault, type FaultyServer, faultyServer, rateLimited } from '../../test/support/faults.ts';
import { type Resume, SourceFailure, type SourceRead } from '../contract.ts';
import type { OsceRecord } from './record.ts';
import { openOsce } from './source.ts';

const point = (id: string, inner = '<institution>Ministry</institution>', attributes = '') =>
  `<contactPoint id="${id}" level="POLICY" rank="primary"${attributes}>
    <participatingState>Estonia</participatingState>${inner}</contactPoint>\n`;
const feed = (inner: string, count: number | string, complete = 'true') =>
  `<?xml version="1.0" encoding="UTF-8"?>
<contactPoints xmlns="urn:example:osce:cbm8:1" complete="${complete}" count="${count}" generated="07.11.2025 16:20" timezone="Europe/Vienna">
${inner}</contactPoints>`;
const three = feed(point('EST-POL-1') + point('EST-POL-2') + point('EST-POL-3'), 3);

let server: FaultyServer;
let served: string | Uint8Array;
let headers: Record<string, string>;

beforeEach(async () => {
  server = await faultyServer();
  served = three;
  headers = { etag: '"v1"', 'last-modified': 'Fri, 07 Nov 2025 15:20:00 GMT' };
  server.mount('osce', async (request) => {
    if (request.headers.authorization !== 'Bearer t0ken') return { status: 401, headers: {}, body: '' };
    const unchanged = headers.etag !== undefined && request.headers['if-none-match'] === headers.etag;
    return unchanged ? { status: 304, headers, body: '' } : { status: 200, headers, body: served };
  });
});
afterEach(() => server.close());

const clock = { now: () => new Date('2025-11-08T00:00:00Z'), sleep: async () => undefined };
const read = (
  since: Resume | null = null,
  token: string | null = 't0ken',
  url = server.url('osce/feed.xml'),
) =>
  openOsce(url, { token }, { clock, userAgent: 'crosspoint-test' }).read(since, new AbortController().signal);
const readText = (text: string | Uint8Array) => {
  served = text;
  return read();
};
const ids = (result: SourceRead<OsceRecord>) =>
  result.kind === 'unchanged' ? [] : result.records.map(({ record }) => record.id);
const reasonOf = (result: SourceRead<OsceRecord>) => {
  expect(result).toMatchObject({ kind: 'incomplete', resume: null });
  return result.kind === 'incomplete' ? result.reason : '';
};

describe('the letters of a feed', () => {
  const named = (name: string) => `<institution>Ministry</institution><name>${name}</name>`;
  const names = (result: SourceRead<OsceRecord>) =>
    result.kind === 'unchanged' ? [] : result.records.map(({ record }) => record.elements.name[0]?.value);
  const declared = (text: string) => text.replace('encoding="UTF-8"', 'encoding="ISO-8859-1"');

  it('that are UTF-8 and declared as something else are not read as others: the feed is not all there', async () => {
    const text = declared(feed(point('A-1') + point('A-2', named('Žofia Černá')) + point('A-3'), 3));
    const result = await readText(Buffer.from(text));
    expect(reasonOf(result)).toMatch(
      /declares the text encoding WINDOWS-1252, and is UTF-8 text.*declaration must be corrected/,
    );
    expect(ids(result)).toEqual(['A-1']);
  });

  it('are read as declared where they are so', async () => {
    const text = declared(feed(point('A-1', named('Zoé Müller')), 1));
    expect(names(await readText(Buffer.from(text, 'latin1')))).toEqual(['Zoé Müller']);
  });

  it('that were encoded twice are mended where that is certain', async () => {
    const text = feed(point('A-1', named('Å½ofia ÄŒernÃ¡')) + point('A-2', named('JOSÉ ÑUÑOA')), 2);
    expect(names(await readText(text))).toEqual(['Žofia Černá', 'JOSÉ ÑUÑOA']);
  });
});

describe('a whole feed', () => {
  it('is complete, with every contact point and its place', async () => {
    const result = await read();
    expect(result).toMatchObject({ kind: 'complete', setAside: [] });
    expect(ids(result)).toEqual(['EST-POL-1', 'EST-POL-2', 'EST-POL-3']);
    expect(result.kind === 'complete' && result.records[0]?.location).toBe('contactPoint EST-POL-1');
  });

  it('is asked for with the token, and the next time only if it changed', async () => {
    const result = await read();
    const resume = result.kind === 'complete' ? result.resume : null;
    expect(resume).toEqual({ etag: '"v1"', lastModified: 'Fri, 07 Nov 2025 15:20:00 GMT' });
    expect(await read(resume)).toEqual({ kind: 'unchanged' });
    expect(server.requests[1]?.headers).toMatchObject({
      authorization: 'Bearer t0ken',
      'if-none-match': '"v1"',
      'if-modified-since': 'Fri, 07 Nov 2025 15:20:00 GMT',
    });
    headers = { etag: '"v2"' };
    expect(await read(resume)).toMatchObject({ kind: 'complete', resume: { etag: '"v2"' } });
  });

  it('without an ETag or date is read in full the next time', async () => {
    headers = {};
    expect(await read()).toMatchObject({ kind: 'complete', resume: null });
  });

  it('with no contact points is complete: whether it can be true is for the guard', async () => {
    expect(await readText(feed('', 0))).toMatchObject({ kind: 'complete', records: [] });
  });

  it('may come compressed, as gzip or as a .gz file', async () => {
    for (const encoding of ['gzip', 'identity']) {
      headers = { 'content-encoding': encoding };
      expect(ids(await readText(gzipSync(three)))).toHaveLength(3);
    }
  });

  it('may use a prefix, and know elements and attributes that we do not', async () => {
    const grown = feed(
      point('A-1', '<institution>M</institution><fax note="x">1<b/></fax>', ' since="2024"'),
      '1',
    )
      .replace('<contactPoints', '<contactPoints version="3"')
      .replace('</contactPoints>', '<signature>x</signature></contactPoints>');
    expect(await readText(grown)).toMatchObject({ kind: 'complete', setAside: [], records: [{}] });
    const prefixed = three.replaceAll(/<(\/?)(?=[a-z])/gi, '<$1o:').replace('xmlns=', 'xmlns:o=');
    expect(ids(await readText(prefixed))).toHaveLength(3);
  });

  it('with an id that stands twice gives both: what it means is for the pipeline', async () => {
    expect(ids(await readText(feed(point('A-1') + point('A-1'), 2)))).toEqual(['A-1', 'A-1']);
  });

  it('is read from a file as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-osce-'));
    writeFileSync(join(folder, 'feed.xml'), three);
    const url = pathToFileURL(join(folder, 'feed.xml'));
    const result = await read(null, null, url);
    expect(ids(result)).toHaveLength(3);
    expect(await read(result.kind === 'complete' ? result.resume : null, null, url)).toEqual({
      kind: 'unchanged',
    });
    rmSync(folder, { recursive: true });
  });
});

describe('a feed that is not whole', () => {
  it('because it breaks off keeps what came before, at whatever place', async () => {
    const bytes = Buffer.from(three.replace('Ministry', 'Välisministeerium'));
    const begun = bytes.indexOf('Vienna">') + 'Vienna">'.length;
    for (let length = begun; length < bytes.length; length += 23) {
      const result = await readText(bytes.subarray(0, length));
      const whole = bytes.subarray(0, length).toString().split('</contactPoint>').length - 1;
      expect(ids(result)).toEqual(['EST-POL-1', 'EST-POL-2', 'EST-POL-3'].slice(0, whole));
      expect(reasonOf(result)).toContain(`it breaks off. What stands before that was read: ${whole} of 3`);
    }
  });

  it('because it is damaged keeps what came before', async () => {
    const result = await readText(three.replace(/(EST-POL-2[\s\S]*?)Ministry/, '$1<b>Ministry'));
    expect(ids(result)).toEqual(['EST-POL-1']);
    expect(reasonOf(result)).toContain('at line 6');
  });

  it('because it says so is incomplete', async () => {
    for (const no of ['false', '0', ' false ']) {
      expect(reasonOf(await readText(feed(point('A-1'), 1, no)))).toContain(
        'says of itself that it is not complete',
      );
    }
    expect(reasonOf(await readText(feed(point('A-1'), 1, 'perhaps')))).toContain('does not say whether');
    expect(await readText(feed(point('A-1'), 1, '1'))).toMatchObject({ kind: 'complete' });
  });

  it.each([2, 4])('because it counts %d and has three is incomplete, with both numbers', async (count) => {
    const result = await readText(three.replace('count="3"', `count="${count}"`));
    expect(ids(result)).toHaveLength(3);
    expect(reasonOf(result)).toBe(`The feed says it has ${count} contact points, and 3 are present.`);
  });

  it('because it gives no count is incomplete', async () => {
    for (const count of ['count=""', 'count="-3"', 'count="many"', '']) {
      expect(reasonOf(await readText(three.replace('count="3"', count)))).toContain('how many');
    }
  });

  it('counts contact points that are set aside as present', async () => {
    const bad = point('A-2').replace('POLICY', 'LEGAL');
    expect(await readText(feed(point('A-1') + bad, 2))).toMatchObject({ kind: 'complete', setAside: [{}] });
  });

  it('because it was cut with a length that fits is incomplete', async () => {
    server.fail('osce', { kind: 'truncated', share: 0.7 });
    expect(reasonOf(await read())).toContain('breaks off');
  });
});

describe('a contact point without an id', () => {
  it('is set aside; it counts as present, and the others are read', async () => {
    const result = await readText(feed(point('A-1') + point(' '), 2));
    expect(ids(result)).toEqual(['A-1']);
    expect(result).toMatchObject({ kind: 'complete', setAside: [{ location: 'contactPoint number 2' }] });
    expect(result.kind === 'complete' && result.setAside[0]?.sourceKey).toBeUndefined();
  });
});

describe('what is no feed', () => {
  const failure = async (read: Promise<unknown>) => {
    const error = await read.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SourceFailure);
    return error instanceof SourceFailure ? error : new SourceFailure('');
  };

  it.each([
    ['nothing', '', 'nothing at all'],
    ['blank lines', '\n \n', 'nothing at all'],
    ['a web page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'web page'],
    ['JSON', '{"contactPoints":[]}', 'not the feed'],
    ['a feed cut in its first tag', '<?xml version="1.0"?><contactPoints xmlns="urn', 'breaks off'],
    ['another document', '<rss version="2.0"/>', 'root is “rss” in no namespace'],
    ['the feed without its namespace', three.replace(/ xmlns="[^"]*"/, ''), 'in no namespace'],
    ['the feed of another version', three.replace('cbm8:1', 'cbm8:2'), 'cbm8:2'],
    [
      'a feed with a DOCTYPE',
      three.replace('<contactPoints', '<!DOCTYPE contactPoints><contactPoints'),
      'DOCTYPE',
    ],
  ])('%s is a failure that says so', async (_name, text, words) => {
    expect((await failure(readText(text))).message).toContain(words);
  });

  it.each<[string, Fault, string]>([
    ['is down', { kind: 'down' }, 'dropped the connection'],
    ['answers with a web page', { kind: 'html' }, 'web page'],
    ['answers with nothing', { kind: 'empty' }, 'nothing at all'],
    ['drops the connection', { kind: 'dropped' }, 'dropped the connection'],
    ['is out of order', { kind: 'status', status: 503 }, 'out of order'],
    ['says “not modified” unasked', { kind: 'status', status: 304 }, 'not modified'],
  ])('a source that %s is a failure', async (_name, fault, words) => {
    server.fail('osce', fault);
    expect((await failure(read())).message).toContain(words);
  });

  it('a source that recovers in time is read', async () => {
    server.fail('osce', { kind: 'dropped' }, 2);
    expect(ids(await read())).toHaveLength(3);
  });

  it('a source that is asked too often says when to come back', async () => {
    server.fail('osce', rateLimited('3600'));
    expect((await failure(read())).retryAt).toEqual(new Date('2025-11-08T01:00:00Z'));
  });

  it('a refused or missing token names the setting, and not the token', async () => {
    const { message } = await failure(read(null, 'wr0ng'));
    expect(message).toBe('The source refused the token (HTTP 401). Check OSCE_TOKEN.');
    expect((await failure(read(null, null))).message).toContain('Set OSCE_TOKEN');
    expect(server.requests).toHaveLength(2);
    expect(server.requests[1]?.headers.authorization).toBeUndefined();
  });

  it('a feed of more than 20 MB is refused', async () => {
    const padded = three.replace('</contactPoints>', `${' '.repeat(20_000_000)}</contactPoints>`);
    expect((await failure(readText(padded))).message).toContain('20 MB');
    headers = { 'content-encoding': 'gzip' };
    expect((await failure(readText(gzipSync(padded)))).message).toContain('20 MB');
  });
});
