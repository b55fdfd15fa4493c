import { afterEach, describe, expect, it } from 'vitest';
import { consents, contactsOf, pulls } from '../flow/verbs.ts';
import { custodian } from '../http/asked.ts';
import { TestClock } from '../support/clock.ts';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { lists, outcomes } from './cached-world.ts';

const hour = 3_600_000;
let world: World | undefined;
afterEach(() => world?.stop());

describe.each(databases)('what is kept while nothing is written, on $name', ({ make }) => {
  it('ends in the very instant in which a consent does', async () => {
    const clock = new TestClock();
    world = await World.start(make, 'one process', clock);
    await pulls(world, 'OSCE');
    const end = new Date(clock.now().getTime() + 5 * hour);
    const { contacts } = await consents(world, 'EST', 'OSCE', { validUntil: end.toISOString() });
    expect(contacts.length).toBeGreaterThan(0);
    const asker = world.as(custodian);
    const hits = async () => (world ? ((await outcomes(world)).hit ?? 0) : 0);
    const kept = async () => {
      for (let time = 0; time < 4; time++)
        expect(await contactsOf(asker, 'EST')).toHaveLength(contacts.length);
    };
    await kept();
    clock.set(new Date(end.getTime() - 1).toISOString());
    const before = await hits();
    await kept();
    expect(await hits()).toBeGreaterThan(before);
    clock.set(end.toISOString());
    // The first to ask, before anything ended it: nobody is shown what the state gave until now and no longer.
    expect(await contactsOf(asker, 'EST')).toEqual([]);
    for (let time = 0; time < 4; time++) expect(await contactsOf(asker, 'EST')).toEqual([]);
    expect(await hits()).toBeGreaterThan(before + 4);
  });

  it('is nothing that tells of the moment', async () => {
    const clock = new TestClock('2026-03-01T09:30:00.000Z');
    world = await World.start(make, 'one process', clock);
    const hours = [{ days: ['SUNDAY'], from: '09:00', to: '10:00' }];
    const availability = { timeZone: 'UTC', hours };
    const id = await lists(world.state('EST'), 'EST', { emails: ['a@cert.example'], availability });
    const question = `{ contact(id: "${id}") { availability { answering { open } } review { overdue } } }`;
    const shown = (open: boolean, overdue: boolean) => ({
      data: { contact: { availability: { answering: { open } }, review: { overdue } } },
    });
    const asker = world.as(custodian);
    for (let time = 0; time < 4; time++) expect(await asker.ask(question)).toEqual(shown(true, false));
    clock.advance(hour);
    expect(await asker.ask(question)).toEqual(shown(false, false));
    clock.advance(7 * 53 * 24 * hour - hour);
    expect(await asker.ask(question)).toEqual(shown(true, true));
    expect((await outcomes(world)).field).toBeGreaterThan(3);
  });
});
