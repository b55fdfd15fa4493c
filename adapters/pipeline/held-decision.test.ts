import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AdapterHarness, custodian, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { estonians, heldPullsOf } from '../../test/support/held-pulls.ts';
import { ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import type { DirectoryRules } from '../contract.ts';

const all = estonians(113);

describe.each(databases)('a decision on a held pull, on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;
  async function open(rules: Partial<DirectoryRules> = {}): Promise<void> {
    directory = new ScriptedDirectory(rules);
    adapter = await openHarness({ directory, storage: storage.location });
  }
  beforeEach(async () => {
    storage = await make();
    await open();
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });
  const { decide, decided, heldPulls, holds, count, newsAfter } = heldPullsOf(() => adapter);
  it('approved, takes exactly what it still holds, and keeps who, when and why', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    directory.gives(...all.slice(50));
    await adapter.pull();
    adapter.clock.passMinutes(30);
    const expected = all.slice(0, 50).map(({ id }) => `REMOVED ${id}`);
    expect(await holds('TST-2')).toEqual(expected.map((line) => `${line} ENTRY`));
    expect(await decided('approve', 'TST-2')).toMatchObject({
      id: 'TST-2',
      outcome: 'CHANGED',
      removed: 50,
      problem: null,
      decision: 'APPROVED',
      decidedBy: 'custodian',
      decidedAt: '2026-11-02T10:00:00.000Z',
      decisionReason: 'Asked the secretariat.',
    });
    expect(await newsAfter(113)).toEqual(expected);
    expect((await adapter.feed()).at(-1)?.pull).toBe('TST-2');
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect((await decide('approve', 'TST-2')).errors).toMatchObject([
      { code: 'CONFLICT', message: expect.stringContaining('was approved') },
    ]);
  });

  it('rejected, is dropped and read anew in full: held again while the source says the same', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    expect(await decided('reject', 'TST-2')).toMatchObject({
      id: 'TST-2',
      outcome: 'UNCHANGED',
      removed: 0,
      decision: 'REJECTED',
      decidedBy: 'custodian',
    });
    expect(directory.reads.at(-1)).toBeNull();
    expect(await heldPulls()).toEqual(['TST-3']);
    expect(await count('PRESENT')).toBe(113);
    directory.gives(...all);
    await decided('reject', 'TST-3');
    expect(await heldPulls()).toEqual([]);
    expect(await newsAfter(113)).toEqual([]);
  });

  it('rejected while the source is down, is read in full as soon as it is not', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    directory.fails(new Error('down'));
    await decided('reject', 'TST-2');
    expect((await adapter.pulls())[0]).toMatchObject({ id: 'TST-3', outcome: 'FAILED' });
    directory.gives(...all);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', problem: null });
    expect(directory.reads.at(-1)).toBeNull();
  });

  it('holds no omission where that means nothing by itself: the entries are marked, and nothing goes', async () => {
    await adapter.close();
    await open({ absence: 'omission' });
    directory.gives(...all.slice(0, 20));
    await adapter.pull();
    directory.gives(...all.slice(0, 10));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', removed: 0 });
    expect(await count('ABSENT')).toBe(10);
    directory.gives(...all.slice(0, 20));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 10 });
    expect((await newsAfter(30))[0]).toBe('RETURNED EST-10');
  });

  it('claims no sighting of what it holds', async () => {
    const seen = async (key: string) => {
      const { data } = await adapter.ask(
        service,
        '{ tst { entries(first: 200) { nodes { sourceKey lastSeenAt unlistedSince } } } }',
      );
      const Node = z.object({
        sourceKey: z.string(),
        lastSeenAt: z.string(),
        unlistedSince: z.string().nullable(),
      });
      const shape = z.object({ tst: z.object({ entries: z.object({ nodes: z.array(Node) }) }) });
      return shape.parse(data).tst.entries.nodes.find(({ sourceKey }) => sourceKey === key);
    };
    directory.gives(...all.slice(0, 20));
    await adapter.pull();
    adapter.clock.passMinutes(60);
    directory.gives(...all.slice(10, 20));
    await adapter.pull();
    adapter.clock.passMinutes(60);
    await adapter.pull();
    expect(await seen('EST-00')).toMatchObject({
      lastSeenAt: '2026-11-02T09:30:00.000Z',
      unlistedSince: '2026-11-02T10:30:00.000Z',
    });
    expect(await seen('EST-10')).toMatchObject({
      lastSeenAt: '2026-11-02T11:30:00.000Z',
      unlistedSince: null,
    });
    adapter.clock.passMinutes(60);
    directory.gives(...all.slice(0, 20));
    await adapter.pull();
    expect(await seen('EST-00')).toMatchObject({
      lastSeenAt: '2026-11-02T12:30:00.000Z',
      unlistedSince: null,
    });
  });

  it('answers by who asks, and asks for a reason', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...all.slice(60));
    await adapter.pull();
    for (const id of ['TST-99', 'OAS-2', 'TST-', 'TST-02', 'TST-1e0', 'TST-99999999999', 'nonsense'])
      expect([id, (await decide('approve', id)).errors[0]?.code]).toEqual([id, 'NOT_FOUND']);
    expect((await decide('reject', 'TST-1')).errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect((await decide('approve', 'TST-2', ' ')).errors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: 'reason' },
    ]);
    const organisation = { role: 'organisation', subject: 'x', directory: 'TST' } as const;
    const state = { role: 'state', subject: 'x', state: 'EST' } as const;
    for (const decision of ['approve', 'reject'])
      for (const caller of [custodian, organisation, state, null]) {
        const mutation = `mutation { ${decision}RegionalPull(pull: "TST-2", decidedBy: "x", reason: "x") { id } }`;
        const code = caller ? 'FORBIDDEN' : 'UNAUTHENTICATED';
        expect((await adapter.ask(caller, mutation)).errors).toMatchObject([{ code }]);
      }
    const query = '{ tst { heldChanges(pull: "TST-2") { losses } } }';
    for (const caller of [custodian, organisation, service])
      expect((await adapter.ask(caller, query)).errors).toEqual([]);
    expect((await adapter.ask(state, query)).errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    expect(await heldPulls()).toEqual(['TST-2']);
  });
});
