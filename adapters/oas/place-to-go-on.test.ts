import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness, TestClock } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { type FaultyServer, faultyServer } from '../../test/support/faults.ts';
import { credentials, json, nomination, OasApi } from '../../test/support/oas-api.ts';
import { oas } from './index.ts';

describe.each(databases)('the place to go on in the movements, kept on $name', ({ make }) => {
  let storage: TestStorage;
  let server: FaultyServer;
  let api: OasApi;
  let adapter: AdapterHarness;
  beforeEach(async () => {
    storage = await make();
    server = await faultyServer();
    const clock = new TestClock();
    api = new OasApi(clock);
    server.mount('oas', async (request) => api.handle(request));
    const sourceUrl = server.url('oas');
    adapter = await openHarness({
      directory: oas,
      storage: storage.location,
      clock,
      sourceUrl,
      settings: credentials,
    });
    await adapter.pull();
  });
  afterEach(async () => {
    await adapter.close();
    await server.close();
    await storage.drop();
  });
  const keys = async () => (await adapter.entries()).map(({ sourceKey }) => sourceKey);

  it('is not moved by an answer that gives nothing and names a place far ahead: what comes later is seen', async () => {
    api.instead.set('any', json(200, { data: [], next: 99_999, has_more: false }));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ outcome: 'INCOMPLETE', removed: 0 });
    expect(pull.problem).toMatch(/99999/);
    api.instead.clear();
    api.movements = [...api.movements, nomination(6)];
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 1 });
    expect(await keys()).toContain('OAS-CHL-6');
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('begins anew where the source did, and only what it says takes effect', async () => {
    api.movements = [
      nomination(1, { full_name: 'Paz Rojas' }),
      { id: 2, point_id: 'OAS-CHL-2', action: 'REMOVAL', country: 'Chile' },
    ];
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 1, removed: 1 });
    expect(await keys()).toEqual([1, 2, 3, 4, 5].map((number) => `OAS-CHL-${number}`));
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    api.movements = [...api.movements, nomination(3, { point_id: 'OAS-CHL-9' })];
    expect(await adapter.pull()).toMatchObject({ added: 1 });
  });

  it('that is read anew changes nothing where the source says the same', async () => {
    api.movements = api.movements.slice(0, 4);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', added: 0, changed: 0, removed: 0 });
    expect(await keys()).toHaveLength(5);
  });
});
