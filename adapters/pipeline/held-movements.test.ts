import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { estonians, heldPullsOf, withoutEmail } from '../../test/support/held-pulls.ts';
import { removal, ScriptedDirectory, type ScriptedRecord } from '../../test/support/scripted-directory.ts';

const all = estonians(113);

describe.each(databases)('movements that would remove too much, on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;
  let cursor: number;
  beforeEach(async () => {
    storage = await make();
    directory = new ScriptedDirectory({ absence: 'nothing' });
    adapter = await openHarness({ directory, storage: storage.location });
    cursor = 0;
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });
  const { decided, heldPulls, holds, count, entry } = heldPullsOf(() => adapter);
  function moves(...records: readonly ScriptedRecord[]): void {
    const movements = records.map((record) => ({ record, location: `movement ${++cursor}` }));
    directory.answers({
      kind: 'complete',
      records: movements,
      setAside: [],
      resume: { since: `${cursor}` },
    });
  }
  const removals = (count: number) => all.slice(0, count).map(({ id }) => removal(id ?? ''));

  it('counts the removals of one read against all points, holds them, and goes on from its cursor', async () => {
    moves(...all.slice(0, 40));
    await adapter.pull();
    moves(...removals(8), ...estonians(1, 200));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ outcome: 'HELD', added: 1, removed: 0 });
    expect(pull.problem).toMatch(/^8 of 40 entries would go/);
    moves(...estonians(1, 201));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 1 });
    expect(directory.reads.at(-1)).toEqual({ since: '49' });
    expect(await heldPulls()).toEqual(['TST-2']);
    expect(await decided('approve', 'TST-2')).toMatchObject({ removed: 8 });
    expect(await count('REMOVED')).toBe(8);
    moves();
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('takes a nomination after a held removal for its end, and lets removals within the limit go', async () => {
    moves(...all.slice(0, 40));
    await adapter.pull();
    moves(...removals(8));
    await adapter.pull();
    moves(
      { ...all[0], id: 'EST-00', country: 'Estonia', name: 'Renominated' },
      removal('EST-20'),
      removal('EST-01'),
    );
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 1, removed: 1 });
    expect(await entry('EST-00')).toMatchObject({ name: 'Renominated', status: 'PRESENT' });
    expect(await entry('EST-01')).toMatchObject({ status: 'PRESENT' });
    expect(await holds('TST-2')).toHaveLength(7);
    await decided('approve', 'TST-2');
    expect(await count('REMOVED')).toBe(8);
    expect(await entry('EST-00')).toMatchObject({ status: 'PRESENT' });
  });

  it('reads a nomination that ends a held removal again, where its read was not complete', async () => {
    moves(...all.slice(0, 40));
    await adapter.pull();
    moves(...removals(8));
    await adapter.pull();
    const renominated = { ...all[0], id: 'EST-00', country: 'Estonia', name: 'Renominated' };
    directory.givesPart('The second page did not come.', [renominated], { since: '49' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE' });
    expect(await entry('EST-00')).toMatchObject({ name: 'Renominated', status: 'PRESENT' });
    expect(await holds('TST-2')).toHaveLength(8);
    moves(renominated);
    await adapter.pull();
    expect(directory.reads.at(-1)).toEqual({ since: '48' });
    expect(await holds('TST-2')).toHaveLength(7);
  });

  it('lets a correction take effect that the same read removes, and gathers what several reads hold', async () => {
    moves(...all.slice(0, 40));
    await adapter.pull();
    moves({ ...all[0], id: 'EST-00', country: 'Estonia', name: 'Corrected' }, ...removals(4));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD', changed: 1, removed: 0 });
    expect(await entry('EST-00')).toMatchObject({ name: 'Corrected', status: 'PRESENT' });
    moves(...all.slice(10, 14).map(({ id }) => removal(id ?? '')));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD', removed: 0 });
    expect(await heldPulls()).toEqual(['TST-3']);
    expect(await holds('TST-3')).toHaveLength(8);
  });

  it('rejected, is read from the beginning, and is held again while the movements say the same', async () => {
    moves(...all.slice(0, 40));
    await adapter.pull();
    moves(...removals(8));
    await adapter.pull();
    moves(...all.slice(0, 40), ...removals(8));
    await decided('reject', 'TST-2');
    expect(directory.reads.at(-1)).toBeNull();
    expect(await heldPulls()).toEqual(['TST-3']);
    expect(await count('PRESENT')).toBe(40);
  });

  it('counts fields over all points, and reads again what an incomplete read emptied', async () => {
    moves(...all.slice(0, 40));
    await adapter.pull();
    directory.givesPart('The second page did not come.', withoutEmail(all.slice(0, 5)), { since: '45' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', changed: 0 });
    moves(...withoutEmail(all.slice(0, 5)));
    const pull = await adapter.pull();
    expect(directory.reads.at(-1)).toEqual({ since: '40' });
    expect(pull.problem).toMatch(/^5 of 40 entries that had e-mail addresses/);
    expect(await entry('EST-00')).toMatchObject({ emails: ['p00@ee.example'] });
  });
});
