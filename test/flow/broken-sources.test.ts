import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { type Fault, rateLimited } from '../support/faults.ts';
import { World } from '../support/world.ts';
import { allEntriesOf, consents, contactsOf, pulls } from './verbs.ts';

const faults: readonly [string, Fault][] = [
  ['is down', { kind: 'down' }],
  ['answers a web page', { kind: 'html' }],
  ['answers nothing', { kind: 'empty' }],
  ['is truncated', { kind: 'truncated', share: 0.6 }],
  ['drops the connection half-way', { kind: 'dropped' }],
  ['asks for patience without end', rateLimited('3600')],
  ['fails', { kind: 'status', status: 503 }],
  ['refuses', { kind: 'status', status: 403 }],
];

describe.each(databases)('a source that misbehaves removes nothing ($name)', ({ make }) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(make);
    // A source that answers in full each time: a fault in its answer is then always seen.
    for (const [code, source] of world.sources) {
      world.server.mount(code, (request) =>
        source.handle({ ...request, headers: { ...request.headers, 'if-none-match': undefined } }),
      );
    }
    await consents(world, 'FIN', 'OSCE');
    await consents(world, 'JPN', 'ARF', {
      levels: [
        { level: 'HIGH_LEVEL', function: 'DIPLOMATIC' },
        { level: 'WORKING_LEVEL', function: 'TECHNICAL' },
      ],
    });
    await consents(world, 'PER', 'OAS');
  });
  afterAll(() => world.stop());
  afterEach(() => {
    for (const code of ['ARF', 'OAS', 'OSCE']) world.server.fail(code, null);
  });

  const everything = async () => ({
    contacts: await Promise.all(['FIN', 'JPN', 'PER'].map((state) => contactsOf(world.custodian, state))),
    entries: await Promise.all(['ARF', 'OAS', 'OSCE'].map((code) => allEntriesOf(world.custodian, code))),
  });

  it.each(['ARF', 'OAS', 'OSCE'].flatMap((code) => faults.map(([what, fault]) => ({ code, what, fault }))))(
    '$code $what',
    async ({ code, fault }) => {
      const before = await everything();
      expect(before.contacts.every((contacts) => contacts.length > 0)).toBe(true);
      world.server.fail(code, fault);
      const pull = await pulls(world, code);
      expect(['FAILED', 'INCOMPLETE']).toContain(pull.outcome);
      expect(pull.problem).toMatch(/\w+ \w+/);
      expect(pull.removed).toBe(0);
      expect(await everything()).toEqual(before);
      world.server.fail(code, null);
      expect((await pulls(world, code)).outcome).toBe('UNCHANGED');
    },
  );

  const altered = (change: (xml: string) => string): Fault => ({
    kind: 'altered',
    alter: ({ headers, body }) => {
      const bytes = Buffer.from(body);
      const xml = (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
      return { status: 200, headers: { 'content-type': 'application/xml' }, body: change(xml) };
    },
  });

  it.each([
    [
      'says that it is incomplete',
      (xml: string) =>
        xml
          .replace('complete="true"', 'complete="false"')
          .replace(/<contactPoint id="FIN-POL-1"[\s\S]*?<\/contactPoint>/, ''),
    ],
    ['miscounts', (xml: string) => xml.replace(/<contactPoint id="FIN-POL-1"[\s\S]*?<\/contactPoint>/, '')],
    [
      'lists nobody',
      (xml: string) =>
        xml.replace(/<contactPoint [\s\S]*<\/contactPoint>/, '').replace(/count="\d+"/, 'count="0"'),
    ],
  ])('OSCE %s', async (_what, change) => {
    const before = await everything();
    world.server.fail('OSCE', altered(change));
    const pull = await pulls(world, 'OSCE');
    expect(pull).toMatchObject({ outcome: 'INCOMPLETE', removed: 0 });
    expect(await everything()).toEqual(before);
  });
});
