import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readingStored } from '../../platform/ledger/open-for-reading.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { password } from './portal.ts';
import { Visitor } from './visitor.ts';

// The product believes its proxy on where somebody comes from: so the test can be in many places.
const settings = { TRUSTED_PROXY: '127.0.0.1' };
const at = (url: string, address: string) => new Visitor(url, { 'x-forwarded-for': address });

describe.each(databases)('guessing passwords, on $name', ({ make }) => {
  let world: World;
  let storage: TestStorage;
  beforeAll(async () => {
    const made = async () => {
      storage = await make();
      return storage;
    };
    world = await World.start(made, 'one process', undefined, settings);
  });
  afterAll(() => world.stop());

  const tries = async (visitor: Visitor, email: string, given: string) => {
    if (visitor.title !== 'Sign in') await visitor.open('/oidc/account');
    await visitor.send('password', { email, password: given });
    return { status: visitor.page.status, problem: visitor.problem };
  };

  it('is slowed where it comes from, and keeps the person out nowhere else', async () => {
    const email = 'authority@est.example';
    const known = at(world.url, '192.0.2.10');
    await known.open('/oidc/account');
    await known.send('password', { email, password });
    expect(known.title).toBe('My account');
    known.forget('session');

    const guesser = at(world.url, '192.0.2.66');
    for (let guess = 0; guess < 5; guess++)
      expect((await tries(guesser, email, `guess number ${guess}`)).status).toBe(400);
    const stopped = await tries(guesser, email, password);
    expect(stopped.status).toBe(429);
    expect(stopped.problem).toMatch(/try again in 1 minute\. Your account is not locked/);
    // Another browser at the same place is no way round it.
    expect((await tries(at(world.url, '192.0.2.66'), email, password)).status).toBe(429);

    const elsewhere = at(world.url, '192.0.2.77');
    await elsewhere.open('/oidc/account');
    await elsewhere.send('password', { email, password });
    expect(elsewhere.title).toBe('My account');
    // A device where the person signed in before is not touched even where the guesser sits.
    await known.open('/oidc/account');
    await known.send('password', { email, password });
    expect(known.title).toBe('My account');
  });

  it('in one network of IPv6 counts as in one place, and the ledger is told once, whoever it is about', async () => {
    const blocks = async () =>
      (
        await readingStored(storage.location, 'identity', (manager) =>
          manager.findBy(LedgerRow, { kind: 'sign-in.blocked' }),
        )
      ).length;
    for (const email of ['authority@fin.example', 'nobody@ken.example']) {
      const before = await blocks();
      const statuses: number[] = [];
      for (let guess = 1; guess <= 8; guess++)
        statuses.push((await tries(at(world.url, `2001:db8:1:2::${guess}`), email, 'a guess')).status);
      expect(statuses).toEqual([400, 400, 400, 400, 400, 429, 429, 429]);
      expect(await blocks()).toBe(before + 1);
    }
  });

  it('from one place at many accounts is slowed too', async () => {
    const guesser = at(world.url, '192.0.2.99');
    await guesser.open('/oidc/account');
    const statuses: number[] = [];
    for (let guess = 0; guess < 52; guess++)
      statuses.push((await tries(guesser, `person-${guess}@nowhere.example`, 'a guess')).status);
    expect(statuses.slice(0, 49)).toEqual(statuses.slice(0, 49).map(() => 400));
    expect(statuses.at(-1)).toBe(429);
  }, 90_000);

  it('tells nobody which accounts there are: the same words, and as long', async () => {
    const time = async (email: string, place: string) => {
      const visitor = await at(world.url, place).open('/oidc/account');
      const began = performance.now();
      const { problem, status } = await tries(visitor, email, 'not the password');
      return { said: [status, problem], took: performance.now() - began };
    };
    const real: number[] = [];
    const invented: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const one = await time('contact@fin.example', `198.51.100.${turn}`);
      const other = await time('nobody@fin.example', `198.51.100.${turn + 100}`);
      expect(one.said).toEqual(other.said);
      real.push(one.took);
      invented.push(other.took);
    }
    // The hash takes most of the time: without it an answer would be many times faster.
    expect(Math.min(...invented)).toBeGreaterThan(Math.min(...real) / 3);
  });

  it('many at the same instant count as many', async () => {
    const email = 'contact@est.example';
    const visitors = await Promise.all(
      Array.from({ length: 12 }, async () => at(world.url, '203.0.113.5').open('/oidc/account')),
    );
    const answers = await Promise.all(visitors.map((visitor) => tries(visitor, email, 'a guess')));
    expect(answers.filter(({ status }) => status === 400).length).toBe(5);
    expect(answers.filter(({ status }) => status === 429).length).toBe(7);
  });
});
