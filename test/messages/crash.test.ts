import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../platform/database/open.ts';
import { addressEvents } from '../../platform/outbox/address-events.ts';
import { claimNext, freeLeases } from '../../platform/outbox/claim.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { databases } from '../support/databases.ts';
import { dyingAt, Killed } from '../support/dying-database.ts';
import { authority, OutboxWorld } from './outbox-world.ts';

describe.each(databases)('a process that dies while it sends, on $name', ({ name, make }) => {
  let world: OutboxWorld;
  beforeEach(async () => {
    world = await OutboxWorld.start(make);
    world.people.push(authority('EST'), authority('EST', { subject: 'second', email: 'second@est.example' }));
    await world.enqueue('first', { authorityOf: 'EST' });
    await world.enqueue('second', { subject: 'second' });
  });
  afterEach(() => world.stop());

  it('leaves one message for each event and reader, at whatever instant that was', async () => {
    let deaths = 0;
    for (let statement = 1; statement <= 12; statement++) {
      const died = await world.send(world.partsOn(dyingAt(world.database, statement))).then(
        () => false,
        (error) => {
          expect(error).toBeInstanceOf(Killed);
          return true;
        },
      );
      if (died) deaths += 1;
      // On PostgreSQL another instance cannot know that it died before its claims end.
      await freeLeases(world.database);
      world.clock.advance(name === 'SQLite' ? 1_000 : 15 * 60_000);
    }
    expect(deaths).toBeGreaterThan(2);
    await world.sendAll();
    expect(world.mail.shown.map(({ to }) => to).sort()).toEqual([
      'authority@est.example',
      'second@est.example',
      'second@est.example',
    ]);
    expect((await world.messages()).map(({ status }) => status)).toEqual(['SENT', 'SENT', 'SENT']);
  });

  it('keeps its claim for a while: until then nobody else sends what it may be sending', async () => {
    await addressEvents(world.partsOn(world.database), new AbortController().signal);
    const claim = await claimNext(world.partsOn(world.database));
    await world.send();
    expect(world.mail.arrived).toHaveLength(2);
    expect(world.mail.arrived.map(({ messageId }) => messageId)).not.toContain(
      `<${claim?.message.id}@un.example>`,
    );
    world.clock.advance(15 * 60_000);
    await world.send();
    expect(world.mail.arrived).toHaveLength(3);
    expect(world.mail.shown).toHaveLength(3);
  });
});

describe('two instances on PostgreSQL', () => {
  const postgres = databases.find(({ name }) => name === 'PostgreSQL');
  it('send each message once between them, also when one is suspended in the middle', async () => {
    if (!postgres) throw new Error('no PostgreSQL');
    const world = await OutboxWorld.start(postgres.make);
    const other = await openDatabase(directoryStorage, world.storage.location);
    try {
      world.people.push(authority('EST'));
      for (let number = 0; number < 20; number++)
        await world.enqueue(`both/${number}`, { authorityOf: 'EST' });
      const here = world.partsOn(world.database);
      const there = world.partsOn(other);
      await addressEvents(here, new AbortController().signal);
      // Suspended: it holds a claim and does nothing with it until the others are sent.
      const suspended = await claimNext(here);
      await Promise.all([world.send(here), world.send(there), world.send(there)]);
      expect(world.mail.arrived).toHaveLength(19);
      expect(world.mail.shown.map(({ messageId }) => messageId)).not.toContain(
        `<${suspended?.message.id}@un.example>`,
      );
      world.clock.advance(15 * 60_000);
      await Promise.all([world.send(here), world.send(there)]);
      expect(world.mail.arrived).toHaveLength(20);
      expect(world.mail.shown).toHaveLength(20);
    } finally {
      await other.close();
      await world.stop();
    }
  });
});
