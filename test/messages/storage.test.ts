import { expect, it } from 'vitest';
import { openDatabase } from '../../platform/database/open.ts';
import { createOutbox } from '../../platform/outbox/outbox.ts';
import { OutboxEventRow, OutboxMessageRow, OutboxRelayRow } from '../../platform/outbox/rows.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { databases } from '../support/databases.ts';
import { authority, OutboxWorld } from './outbox-world.ts';

it.each(databases)('an outbox can be taken away and made again, on $name', async ({ make }) => {
  const storage = await make();
  const database = await openDatabase(directoryStorage, storage.location);
  await database.write(async ({ queryRunner }) => {
    if (!queryRunner) throw new Error('no transaction');
    const Migration = createOutbox(1700000006000);
    await new Migration().down(queryRunner);
    expect(await queryRunner.hasTable('outbox_event')).toBe(false);
    await new Migration().up(queryRunner);
  });
  const rows = await database.read((manager) =>
    Promise.all([OutboxEventRow, OutboxMessageRow, OutboxRelayRow].map((row) => manager.find(row))),
  );
  expect(rows).toEqual([[], [], []]);
  await database.close();
  await storage.drop();
});

it.each(databases)(
  'an outbox holds no address and no word of a message in clear, on $name',
  async ({ make }) => {
    const world = await OutboxWorld.start(make);
    world.people.push(authority('EST'));
    world.mail.atRecipient = () => ({ code: 450, says: 'try again, <guest@est.example>' });
    const to = { email: 'guest@est.example', language: 'EN', name: 'Guest Name' } as const;
    await world.enqueue('guest', to);
    await world.send();
    const stored = await world.database.read(async (manager) =>
      JSON.stringify([
        await manager.query('SELECT * FROM outbox_event'),
        await manager.query('SELECT * FROM outbox_message'),
        await manager.query('SELECT * FROM outbox_relay'),
      ]),
    );
    expect(stored).toContain('messages.test');
    expect(stored).not.toMatch(/guest@|Guest Name|try again|2026-03-01T09:00:00.000Z"}/);
    await world.stop();
  },
);
