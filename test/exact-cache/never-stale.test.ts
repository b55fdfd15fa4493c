import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { lists, outcomes, twoInstances, writes } from './cached-world.ts';

/** Of each state's contact. */
const changes = Number(process.env.NEVER_STALE_CHANGES ?? 12);
const states = ['EST', 'FRA', 'KEN'];
const question = `query Crisis($iso3: ID!) { state(iso3: $iso3) { name contacts { id entity emails } } }`;
const Contacts = z.array(z.object({ emails: z.array(z.string()) }));
const Answer = z.object({ data: z.object({ state: z.object({ contacts: Contacts }) }) });

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const mailbox = (number: number) => `duty-${number}@cert.example`;
const numberIn = (email: string | undefined) => Number(/^duty-(\d+)@/.exec(email ?? '')?.[1] ?? -1);

/** Asks as one person, whose token is made once: so that much is asked. */
async function reader(world: World, caller: Caller): Promise<(iso3: string) => Promise<number>> {
  const headers = {
    authorization: `Bearer ${await world.token(caller)}`,
    'content-type': 'application/json',
    accept: 'application/json',
  };
  return async (iso3) => {
    const body = JSON.stringify({ query: question, variables: { iso3 } });
    const response = await fetch(`${world.url}/graphql`, { method: 'POST', headers, body });
    const { data } = Answer.parse(await response.json());
    return numberIn(data.state.contacts[0]?.emails[0]);
  };
}

/** Writers count up a mailbox; each reader asks for no less than what was acknowledged before it asked. */
async function readAndWrite(instances: readonly World[]): Promise<{ read: number; written: number }> {
  const acknowledged = new Map(states.map((state) => [state, 0]));
  const [first] = instances;
  if (!first) throw new Error('no instance');
  const ids = new Map<string, string>();
  for (const state of states)
    ids.set(state, await lists(first.state(state), state, { emails: [mailbox(0)] }));
  const readers = await Promise.all(
    instances.flatMap((instance, at) => [
      reader(instance, { role: 'custodian', subject: 'custodian' }),
      reader(instance, { role: 'custodian', subject: 'another custodian' }),
      reader(instance, { role: 'state', subject: 'authority', state: states[at] ?? 'EST' }),
    ]),
  );
  for (const ask of readers) for (const state of states) await ask(state);
  const expectNew = async (ask: (iso3: string) => Promise<number>, each: number, state: string) => {
    const least = acknowledged.get(state) ?? 0;
    expect(await ask(state), `${state} as reader ${each} sees it`).toBeGreaterThanOrEqual(least);
  };
  let writing = true;
  let read = 0;

  const writeAll = async () => {
    for (let number = 1; number <= changes; number++) {
      await Promise.all(
        states.map(async (state, index) => {
          // Each change through another instance than the one before.
          const instance = instances[(number + index) % instances.length];
          if (instance)
            await writes(instance.state(state), ids.get(state) ?? '', { emails: [mailbox(number)] });
          acknowledged.set(state, number);
          // Whoever is asked next, at once.
          await Promise.all(readers.map((ask, each) => expectNew(ask, each, state)));
        }),
      );
      // Mostly everything is asked for again before the next changes, sometimes it is not.
      const enough = number % 4 === 0 ? read : read + readers.length * states.length * 3;
      while (read < enough) await setTimeout(5);
    }
    writing = false;
  };
  const reading = readers.map(async (ask, each) => {
    for (let turn = each; writing; turn++) {
      const state = states[turn % states.length] ?? 'EST';
      await expectNew(ask, each, state);
      read += 1;
    }
  });
  await Promise.all([writeAll(), ...reading]);
  return { read, written: states.length * changes };
}

async function expectNothingStale(instances: readonly World[]): Promise<void> {
  const { read, written } = await readAndWrite(instances);
  expect(read).toBeGreaterThan(written);
  for (const instance of instances) {
    const { hit = 0, kept = 0 } = await outcomes(instance);
    expect(hit).toBeGreaterThan(0);
    expect(kept).toBeGreaterThan(0);
  }
}

describe('no answer is older than what was acknowledged before it was asked', () => {
  it.each(databases)(
    'on one instance, on $name',
    async ({ make }) => {
      const world = await World.start(make);
      stops.push(() => world.stop());
      await expectNothingStale([world]);
    },
    90_000,
  );

  it.each(databases)(
    'where nothing is kept and those who ask at the same time are answered together, on $name',
    async ({ make }) => {
      const world = await World.start(make, 'one process', undefined, { CACHE_MEGABYTES: '0' });
      stops.push(() => world.stop());
      const { read, written } = await readAndWrite([world]);
      expect(read).toBeGreaterThan(written);
      const { shared = 0, hit = 0 } = await outcomes(world);
      expect(shared).toBeGreaterThan(0);
      expect(hit).toBe(0);
    },
    90_000,
  );

  it.each(databases.filter(({ name }) => name === 'PostgreSQL'))(
    'on two instances, on $name',
    async ({ make }) => {
      const { instances, stop } = await twoInstances(make);
      stops.push(stop);
      await expectNothingStale(instances);
    },
    90_000,
  );
});
