import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { lists, outcomes } from './cached-world.ts';

const question = '{ state(iso3: "EST") { name contacts { id emails } } }';
const Nodes = z.object({ subject: z.string(), through: z.array(z.string()) });
const Readings = z.object({
  state: z.object({ readings: z.object({ totalCount: z.number(), nodes: z.array(Nodes) }) }),
});
const atOnce = 12;
let world: World | undefined;
afterEach(() => world?.stop());

describe.each(databases)('who asks the same at the same time, on $name', ({ make }) => {
  it('is answered together, and each of them is recorded', async () => {
    const started = await World.start(make, 'one process', undefined, { CACHE_MEGABYTES: '0' });
    world = started;
    await lists(started.state('EST'), 'EST', { emails: ['a@cert.example'] });
    const people = ['one', 'two', 'three'].map(
      (subject): Caller => ({ role: 'contact', subject, state: 'FRA' }),
    );
    const askers = await Promise.all(
      people.map(async (person) => ({
        authorization: `Bearer ${await started.token(person)}`,
        'content-type': 'application/json',
        accept: 'application/json',
      })),
    );
    const ask = async (headers: Record<string, string>) => {
      const body = JSON.stringify({ query: question });
      const response = await fetch(`${started.url}/graphql`, { method: 'POST', headers, body });
      return response.text();
    };
    const [first = {}] = askers;
    for (let time = 0; time < 3; time++) await ask(first);
    const Read = Readings.shape.state.shape.readings;
    const readings = async () =>
      (
        await started
          .state('EST')
          .get('{ state(iso3: "EST") { readings { totalCount nodes { subject through } } } }', Readings)
      ).state.readings;
    const before = await readings();
    const answers = await Promise.all(
      Array.from({ length: atOnce }, () => askers.map((asker) => ask(asker))).flat(),
    );
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('a@cert.example');
    const { shared = 0, hit = 0, kept = 0 } = await outcomes(started);
    expect(shared).toBeGreaterThan(atOnce);
    expect([hit, kept]).toEqual([0, 0]);
    const after = Read.parse(await readings());
    expect(after.totalCount - before.totalCount).toBe(atOnce * people.length);
    const newest = after.nodes.slice(0, atOnce * people.length).map(({ subject }) => subject);
    for (const { subject } of people)
      expect([subject, newest.filter((each) => each === subject).length]).toEqual([subject, atOnce]);
  });

  it('is told of no other by another sight', async () => {
    const started = await World.start(make, 'one process', undefined, { CACHE_MEGABYTES: '0' });
    world = started;
    const id = await lists(started.state('EST'), 'EST', { emails: ['a@cert.example'] });
    const own = `{ state(iso3: "EST") { consents { id } contact: contacts { id } } }`;
    const foreign = started.state('FRA');
    const home = started.state('EST');
    for (let time = 0; time < 3; time++) {
      const ends = await Promise.all([home.ask(own), foreign.ask(own), home.ask(own), foreign.ask(own)]);
      const [one, other, again, otherAgain] = ends.map((end) => JSON.stringify(end));
      expect(one).toContain(id);
      expect(again).toBe(one);
      expect(other).toContain('FORBIDDEN');
      expect(otherAgain).toBe(other);
    }
  });
});
