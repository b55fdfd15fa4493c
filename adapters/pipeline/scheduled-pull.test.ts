import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openHarness } from '../../test/support/adapter-harness.ts';
import { databases } from '../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';

it.each(databases)(
  'an adapter pulls by itself when its schedule says so, and not before, on $name',
  async ({ make }) => {
    const storage = await make();
    const directory = new ScriptedDirectory();
    directory.gives(listed('EST-1', 'Estonia', 'Mari Maasikas'));
    const adapter = await openHarness({ directory, storage: storage.location });
    await adapter.part.start();
    await delay(5_500); // a tick
    expect(await adapter.pulls()).toEqual([]);
    adapter.clock.passMinutes(31);
    for (let tries = 0; (await adapter.pulls())[0]?.outcome !== 'CHANGED' && tries < 100; tries++)
      await delay(100);
    expect(await adapter.pulls()).toMatchObject([
      { outcome: 'CHANGED', startedAt: '2026-11-02T10:01:00.000Z' },
    ]);
    await adapter.close();
    await storage.drop();
  },
);
