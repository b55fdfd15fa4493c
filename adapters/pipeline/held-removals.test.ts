import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { estonians, heldPullsOf } from '../../test/support/held-pulls.ts';
import { ScriptedDirectory } from '../../test/support/scripted-directory.ts';

const all = estonians(113);

describe.each(databases)('a pull that would remove too much, on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;
  beforeEach(async () => {
    storage = await make();
    directory = new ScriptedDirectory({});
    adapter = await openHarness({ directory, storage: storage.location });
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });
  const { decide, decided, pullOf, heldPulls, holds, count, newsAfter } = heldPullsOf(() => adapter);

  it('is held: no removal takes effect, additions and changes do', async () => {
    directory.gives(...all);
    await adapter.pull();
    const [first, ...rest] = all.slice(0, 53);
    if (!first) throw new Error('nobody');
    directory.gives({ ...first, name: 'Person Renamed' }, ...rest, ...estonians(1, 200));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ id: 'TST-2', outcome: 'HELD', added: 1, changed: 1, removed: 0 });
    expect(pull.problem).toMatch(/^60 of 113 entries would go, more than the 3 that go without asking/);
    expect(await count('PRESENT')).toBe(114);
    expect(await newsAfter(113)).toEqual(['CHANGED EST-00', 'ADDED EST-200']);
    expect(await pullOf('TST-2')).toMatchObject({
      held: { share: 20, count: 3, losses: [{ subject: 'ENTRY', going: 60, accepted: 113, limit: 3 }] },
      decision: null,
    });
    expect(await holds('TST-2')).toHaveLength(60);
  });

  it.each([
    { of: 113, gone: 3, outcome: 'CHANGED' },
    { of: 113, gone: 4, outcome: 'HELD' },
    { of: 10, gone: 2, outcome: 'CHANGED' },
    { of: 10, gone: 3, outcome: 'HELD' },
    { of: 2, gone: 1, outcome: 'CHANGED' },
    { of: 3, gone: 2, outcome: 'HELD' },
  ])('$gone of $of that vanish: $outcome', async ({ of, gone, outcome }) => {
    directory.gives(...all.slice(0, of));
    await adapter.pull();
    directory.gives(...all.slice(gone, of));
    expect(await adapter.pull()).toMatchObject({ outcome, removed: outcome === 'HELD' ? 0 : gone });
  });

  it('counts against what was last accepted: a held pull does not lower the bar for the next', async () => {
    directory.gives(...all.slice(0, 20));
    await adapter.pull();
    directory.gives(...all.slice(0, 10));
    await adapter.pull();
    directory.gives(...all.slice(0, 9));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD', removed: 0 });
    expect((await pullOf('TST-3')).held?.losses).toEqual([
      { subject: 'ENTRY', going: 11, accepted: 20, limit: 3 },
    ]);
  });

  it('is not held again while the same is missing, and stands through "unchanged"', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', removed: 0, problem: null });
    directory.answers({ kind: 'unchanged' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect(directory.reads.at(-1)).toEqual({ etag: 'v1' });
    expect(await heldPulls()).toEqual(['TST-2']);
    expect(await count('PRESENT')).toBe(113);
    expect(await decided('approve', 'TST-2')).toMatchObject({ outcome: 'CHANGED', removed: 60 });
    expect(await count('REMOVED')).toBe(60);
  });

  it('stands through reads that fail or are incomplete, and through a restart', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    directory.fails(new Error('broken'));
    await adapter.pull();
    directory.givesPart('It breaks off.', all.slice(50, 70));
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', removed: 0 });
    await adapter.close();
    adapter = await openHarness({ directory, storage: storage.location });
    expect(await heldPulls()).toEqual(['TST-2']);
    expect(await holds('TST-2')).toHaveLength(60);
  });

  it('is taken over by a later one that is held for more: there is one to decide on', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    directory.gives(...all.slice(0, 10), ...all.slice(61));
    expect(await adapter.pull()).toMatchObject({ id: 'TST-3', outcome: 'HELD', removed: 0 });
    expect(await heldPulls()).toEqual(['TST-3']);
    expect(await pullOf('TST-2')).toMatchObject({
      outcome: 'UNCHANGED',
      decision: 'TAKEN_OVER',
      settledBy: 'TST-3',
      problem: null,
    });
    expect(await holds('TST-3')).toHaveLength(51);
    expect((await decide('approve', 'TST-2')).errors).toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('lets go of what is listed again, and is lifted by the read that misses nothing any more', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    directory.gives(...all.slice(2));
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', removed: 0 });
    expect(await holds('TST-2')).toEqual(['REMOVED EST-00 ENTRY', 'REMOVED EST-01 ENTRY']);
    directory.gives(...all);
    await adapter.pull();
    expect(await heldPulls()).toEqual([]);
    expect(await pullOf('TST-2')).toMatchObject({
      outcome: 'UNCHANGED',
      decision: 'LIFTED',
      decidedBy: null,
      decidedAt: '2026-11-02T09:30:00.000Z',
      settledBy: 'TST-4',
    });
    expect(await newsAfter(113)).toEqual([]);
  });

  it('is no obstacle to an ordinary removal beside it', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    directory.gives(...all.slice(2));
    await adapter.pull();
    directory.gives(...all.slice(2, 112));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', removed: 1 });
    expect(await newsAfter(113)).toEqual(['REMOVED EST-112']);
    expect(await holds('TST-2')).toHaveLength(2);
  });
});
