import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bearer, custodian, estonia, startOnSqlite } from '../http/asked.ts';
import type { World } from '../support/world.ts';
import { lists, outcomes, writes } from './cached-world.ts';

let world: World;
let office = '';
beforeAll(async () => {
  world = await startOnSqlite({ ALLOWED_ORIGINS: 'https://portal.example' });
  office = await lists(world.state('EST'), 'EST', { emails: ['a@cert.example'] });
});
afterAll(() => world.stop());

const question = 'query State($iso3: ID!) { state(iso3: $iso3) { name contacts { emails } } }';

async function asks(
  headers: Record<string, string> = {},
  more: Record<string, string> = {},
): Promise<Response> {
  const search = new URLSearchParams({ query: question, variables: '{"iso3":"EST"}', ...more });
  const given = { accept: 'application/json', 'apollo-require-preflight': 'yes', ...headers };
  return fetch(`${world.url}/graphql?${search}`, {
    headers: { ...(await bearer(world, custodian)), ...given },
  });
}
const without = (name: string) => (headers: Headers) => {
  const { [name]: _left, date: _date, 'x-request-id': _id, ...others } = Object.fromEntries(headers);
  return others;
};
const Readings = z.object({ state: z.object({ readings: z.object({ totalCount: z.number() }) }) });
const readings = async () =>
  (await world.state('EST').get('{ state(iso3: "EST") { readings { totalCount } } }', Readings)).state
    .readings.totalCount;

describe('an answer to GET', () => {
  it('is the same by Apollo, by the hot path and from what is kept, headers too', async () => {
    const { hit: before = 0 } = await outcomes(world);
    const answers = [];
    for (let time = 0; time < 5; time++) {
      const answer = await asks();
      expect(answer.status).toBe(200);
      answers.push({ body: await answer.text(), headers: without('keep-alive')(answer.headers) });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect((await outcomes(world)).hit).toBeGreaterThan(before);
    expect(answers[0]?.headers).toMatchObject({
      'cache-control': 'no-store',
      vary: 'Origin, Accept, Authorization',
      etag: expect.stringMatching(/^"[\w-]{43}"$/),
    });
  });

  it('is not sent to who has it, and counts as a reading all the same', async () => {
    const tag = (await asks()).headers.get('etag') ?? '';
    const before = await readings();
    for (const given of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
      const answer = await asks({ 'if-none-match': given });
      expect([given, answer.status, await answer.text()]).toEqual([given, 304, '']);
      expect(answer.headers.get('etag')).toBe(tag);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(answer.headers.get('content-type')).toBeNull();
    }
    expect((await readings()) - before).toBe(4);
  });

  it('is sent anew once it has changed, and has another tag', async () => {
    const tag = (await asks()).headers.get('etag') ?? '';
    await writes(world.state('EST'), office, { emails: ['b@cert.example'] });
    const answer = await asks({ 'if-none-match': tag });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).not.toBe(tag);
    expect(await answer.text()).toContain('b@cert.example');
  });

  it('is refused to who may not have it, whatever tag is given', async () => {
    const tag = (await asks()).headers.get('etag') ?? '';
    const own = { 'if-none-match': tag };
    expect((await asks({ ...own, authorization: 'Bearer none' })).status).toBe(401);
    expect((await asks({ ...own, accept: 'text/html' })).status).toBe(406);
    expect((await asks({ ...own, 'apollo-require-preflight': '' })).status).toBe(400);
    expect((await asks({ ...own, 'content-type': 'text/plain' })).status).toBe(415);
    expect((await asks({}, { variables: '{"iso3":7,"iso3":{}}' })).status).toBe(400);
    expect((await asks({}, { variables: '[]' })).status).toBe(400);
    expect((await asks(await bearer(world, estonia))).status).toBe(200);
  });

  it('may be asked for with a tag by the pages of origins that are allowed', async () => {
    const preflight = await fetch(`${world.url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: 'https://portal.example', 'access-control-request-method': 'GET' },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toContain('if-none-match');
    const answer = await asks({ origin: 'https://portal.example' });
    expect(answer.headers.get('access-control-expose-headers')).toContain('etag');
  });

  it('has no tag when it is the answer to a POST', async () => {
    const answer = await fetch(`${world.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await bearer(world, custodian)) },
      body: JSON.stringify({ query: question, variables: { iso3: 'EST' } }),
    });
    expect(answer.headers.get('etag')).toBeNull();
  });
});
