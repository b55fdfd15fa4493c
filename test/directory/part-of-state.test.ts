import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../platform/database/open.ts';
import type { Observation } from '../../subgraphs/directory/population/observation.ts';
import { loadForNews, statesNeededWhole } from '../../subgraphs/directory/population/part-of-state.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const Created = z.object({ id: z.string(), revision: z.number() });
const people = 30;
const keyOf = (number: number) => `EST-POL-${number}`;
const person = (number: number) => ({
  ...anna,
  name: `Person Number${number}`,
  emails: [`p${number}@mfa.example`],
  phones: [],
});

describe.each(databases)('what is read of a state for a change of one entry, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    for (let number = 1; number <= people; number++) world.osce.add(keyOf(number), person(number));
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
  });
  afterEach(() => world.stop());

  const news = (sourceKey: string, entry: Observation['entry']): Observation => ({
    iso3: 'EST',
    sourceKey,
    position: 1000,
    at: '2026-11-02T09:30:00.000Z',
    pull: null,
    fromFeed: true,
    seen: entry ? 'listed' : 'gone',
    entry,
  });
  async function read(observation: Observation, directory = 'OSCE') {
    let found = { whole: true, contacts: 0, sources: 0 };
    await world.restart(async () => {
      const database = await openDatabase(directoryStorage, world.storage.location);
      found = await database.read(async (manager) => {
        const whole = await statesNeededWhole(manager, directory, ['EST'], [observation]);
        const { stored } = await loadForNews(manager, directory, ['EST'], [observation], whole);
        return {
          whole: whole.has('EST'),
          contacts: stored.contacts.length,
          sources: stored.sources.length,
        };
      });
      await database.close();
    });
    return found;
  }
  const listed = { sourceKey: keyOf(7) } as const;
  const entryAsListed = async (): Promise<Observation['entry']> => ({
    ...listed,
    state: { iso3: 'EST' },
    function: 'DIPLOMATIC',
    level: null,
    kind: 'PERSON',
    name: 'Person Number7',
    title: null,
    entity: null,
    webPage: null,
    emails: [],
    telephones: [],
    languages: [],
    status: 'PRESENT',
    position: 1000,
    withheld: [],
    lastSeenAt: '2026-11-02T09:30:00.000Z',
  });

  it('is that entry alone, where all that is listed comes from its directory', async () => {
    const entry = await entryAsListed();
    expect(await read(news(keyOf(7), entry))).toEqual({ whole: false, contacts: 1, sources: 1 });
    expect(await read(news('EST-POL-new', entry))).toEqual({ whole: false, contacts: 0, sources: 0 });
  });

  it('is a few more where it goes, for somebody must be left', async () => {
    const { whole, contacts } = await read(news(keyOf(7), null));
    expect(whole).toBe(false);
    expect(contacts).toBeGreaterThan(1);
    expect(contacts).toBeLessThan(people);
  });

  it('is all of the state once it has a contact of its own, and once another directory lists it', async () => {
    const entry = await entryAsListed();
    expect(await read(news(keyOf(7), entry), 'OAS')).toMatchObject({ whole: true, contacts: people });
    const estonia = new StateAuthority(world, 'EST');
    const input = { function: 'TECHNICAL', kind: 'OFFICE', entity: 'CERT', emails: ['cert@ee.example'] };
    const own = Created.parse(await estonia.does('create', { state: 'EST', input }));
    expect(await read(news(keyOf(7), entry))).toMatchObject({ whole: true, contacts: people + 1 });
    await estonia.does('remove', { ...own, reason: 'It is closed.' });
    expect(await read(news(keyOf(7), entry))).toEqual({ whole: false, contacts: 1, sources: 1 });
  });

  it('is all of the state while the last contact of a function waits to go', async () => {
    for (let number = 2; number <= people; number++) world.osce.remove(keyOf(number));
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toHaveLength(1);
    world.osce.remove(keyOf(1));
    await world.pull('OSCE');
    expect(await world.proposals('EST')).toMatchObject([{ kind: 'REMOVE', sourceKey: keyOf(1) }]);
    expect(await read(news('EST-POL-new', await entryAsListed()))).toMatchObject({
      whole: true,
      contacts: 1,
    });
    world.osce.add('EST-POL-new', person(99));
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toMatchObject([{ name: 'Person Number99' }]);
  });

  it('is all of the state while what another directory lists waits: it may be a contact of this one', async () => {
    await world.grant('EST', 'OAS', { mode: 'REVIEW' });
    const entry = await entryAsListed();
    expect(await read(news(keyOf(7), entry))).toMatchObject({ whole: false });
    world.oas.add('EST-OAS-1', person(99));
    await world.pull('OAS');
    expect(await world.proposals('EST')).toMatchObject([{ kind: 'ADD', contact: null }]);
    expect(await read(news(keyOf(7), entry))).toMatchObject({ whole: true });
    world.osce.add(keyOf(99), person(99));
    await world.pull('OSCE');
    const same = (await world.contacts('EST')).find(({ name }) => name === 'Person Number99');
    expect(await world.proposals('EST')).toMatchObject([{ kind: 'CHANGE', contact: { id: same?.id } }]);
  });
});
