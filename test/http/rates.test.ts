import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/identity/caller.ts';
import { networkOf } from '../../platform/network/network-of.ts';
import type { World } from '../support/world.ts';
import { bearer, custodian, errorsOf, estonia, post, startOnSqlite } from './asked.ts';

const query = { query: '{ __typename }' };

describe('who asks too often', () => {
  let world: World;
  beforeAll(async () => {
    world = await startOnSqlite({
      TRUSTED_PROXY: '127.0.0.1',
      RATE_LIMIT_ACCOUNT: '20',
      RATE_LIMIT_ADDRESS: '60',
      RATE_LIMIT_ANONYMOUS: '10',
    });
  });
  afterAll(() => world.stop());

  /** Asks from an address until it is refused. @returns how often it was answered, and the refusal */
  async function untilRefused(address: string, caller: Caller | null, authorization?: string) {
    const headers = {
      'x-forwarded-for': address,
      ...(caller ? await bearer(world, caller) : {}),
      ...(authorization ? { authorization } : {}),
    };
    for (let answered = 0; answered < 100; answered++) {
      const response = await post(world.url, query, headers);
      if (response.status === 429) return { answered, response };
      await response.text();
    }
    throw new Error('It was never refused.');
  }

  it('without a token is told to wait, how long, and that trying again is what helps', async () => {
    const { answered, response } = await untilRefused('203.0.113.1', null);
    expect(answered).toBe(10);
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(await errorsOf(response)).toMatchObject([
      {
        message: expect.stringMatching(/network address.*Wait \d+ s/),
        extensions: { code: 'RATE_LIMITED', intent: 'retry', retryAfter: seconds },
      },
    ]);
  });

  it('with a token may ask more, by account, wherever it asks from', async () => {
    expect((await untilRefused('203.0.113.2', estonia)).answered).toBe(20);
    expect((await untilRefused('203.0.113.3', estonia)).answered).toBe(0);
    const other = await post(world.url, query, {
      'x-forwarded-for': '203.0.113.2',
      ...(await bearer(world, custodian)),
    });
    expect(other.status).toBe(200);
  });

  it('by guessing tokens counts as without one', async () => {
    expect((await untilRefused('203.0.113.4', null, 'Bearer a.b.c')).answered).toBe(10);
  });

  it('from one network, by many accounts, is refused in the end; other networks are not', async () => {
    let answered = 0;
    for (let account = 0; account < 10; account++) {
      const caller: Caller = { role: 'contact', subject: `contact ${account}`, state: 'EST' };
      const headers = { 'x-forwarded-for': `2001:db8:1:2::${account}`, ...(await bearer(world, caller)) };
      for (let time = 0; time < 10; time++) {
        if ((await post(world.url, query, headers)).status === 200) answered += 1;
      }
    }
    expect(answered).toBe(60);
    const elsewhere = await fetch(`${world.url}/`, { headers: { 'x-forwarded-for': '2001:db8:1:3::1' } });
    expect(elsewhere.status).toBe(200);
    const page = await fetch(`${world.url}/`, { headers: { 'x-forwarded-for': '2001:db8:1:2::ffff' } });
    expect(page.status).toBe(429);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const tool = await fetch(`${world.url}${path}`, { headers: { 'x-forwarded-for': '2001:db8:1:2::1' } });
      expect([path, tool.status]).toEqual([path, 200]);
    }
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::9', '2001:db8:1:2'],
    ['2001:db8::9', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
  ])('is known by the network: %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
