import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AdapterHarness, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { estonians, heldPullsOf } from '../../test/support/held-pulls.ts';
import { ScriptedDirectory } from '../../test/support/scripted-directory.ts';

const all = estonians(20);
const submitted = Array.from({ length: 10 }, (_, index) => ({
  key: `FIN-${index}`,
  participant: 'Finland',
  function: 'TECHNICAL',
  name: `Person ${index}`,
}));

describe.each(databases)('a held pull beside a held submission, on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;
  const { decided, heldPulls, holds, pullOf, entry } = heldPullsOf(() => adapter);

  const submits = async (entries: typeof submitted): Promise<string> => {
    const mutation = `mutation ($entries: [RegionalEntryInput!]!) {
      pull: submitToRegionalSource(requestedBy: "a test", complete: true, entries: $entries) { outcome } }`;
    adapter.clock.passMinutes(1);
    const { data } = await adapter.ask(service, mutation, { entries });
    return z.object({ pull: z.object({ outcome: z.string() }) }).parse(data).pull.outcome;
  };
  const pulls = async (records: typeof all): Promise<string> => {
    directory.gives(...records);
    adapter.clock.passMinutes(1);
    return (await adapter.pull()).outcome;
  };
  const statuses = async () => {
    const removed = (await adapter.entries()).filter(({ status }) => status === 'REMOVED');
    const ofSubmissions = removed.filter(({ sourceKey }) => sourceKey.startsWith('submitted:')).length;
    return { source: removed.length - ofSubmissions, submitted: ofSubmissions };
  };

  beforeEach(async () => {
    storage = await make();
    directory = new ScriptedDirectory({});
    adapter = await openHarness({ directory, storage: storage.location });
    await pulls(all);
    await submits(submitted);
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  it.each([
    { first: 'submission', ids: { source: 'TST-4', submission: 'TST-3' } },
    { first: 'source', ids: { source: 'TST-3', submission: 'TST-4' } },
  ])(
    'stands by itself, the $first first: each is decided on alone, and takes what it alone took',
    async (order) => {
      const steps = [() => submits(submitted.slice(0, 4)), () => pulls(all.slice(10))];
      if (order.first === 'source') steps.reverse();
      for (const step of steps) expect(await step()).toBe('HELD');
      expect(await heldPulls()).toEqual(['TST-4', 'TST-3']);
      const { source, submission } = order.ids;
      expect(await holds(source)).toEqual(all.slice(0, 10).map(({ id }) => `REMOVED ${id} ENTRY`));
      expect(await holds(submission)).toHaveLength(6);
      expect(await pullOf('TST-3')).toMatchObject({ outcome: 'HELD', decision: null });
      expect(await statuses()).toEqual({ source: 0, submitted: 0 });

      expect(await decided('approve', submission)).toMatchObject({ removed: 6, decision: 'APPROVED' });
      expect(await statuses()).toEqual({ source: 0, submitted: 6 });
      expect(await heldPulls()).toEqual([source]);
      expect(await decided('approve', source)).toMatchObject({ removed: 10 });
      expect(await statuses()).toEqual({ source: 10, submitted: 6 });
    },
  );

  it('stands while the other is read again, and is lifted by its own channel only', async () => {
    await submits(submitted.slice(0, 4));
    await pulls(all.slice(10));
    expect(await pulls(all)).toBe('UNCHANGED');
    expect(await pullOf('TST-4')).toMatchObject({ decision: 'LIFTED', settledBy: 'TST-5' });
    expect(await heldPulls()).toEqual(['TST-3']);
    expect(await submits(submitted)).toBe('UNCHANGED');
    expect(await pullOf('TST-3')).toMatchObject({ decision: 'LIFTED', settledBy: 'TST-6' });
    expect(await statuses()).toEqual({ source: 0, submitted: 0 });
  });

  it('rejected, a submission takes nothing and leaves the source alone; submitted again, it is held again', async () => {
    await pulls(all.slice(10));
    await submits(submitted.slice(0, 4));
    const reads = directory.reads.length;
    expect(await decided('reject', 'TST-4')).toMatchObject({ decision: 'REJECTED', removed: 0 });
    expect(directory.reads).toHaveLength(reads);
    expect(await heldPulls()).toEqual(['TST-3']);
    expect(await statuses()).toEqual({ source: 0, submitted: 0 });
    expect(await entry('submitted:FIN-9')).toMatchObject({ status: 'PRESENT' });
    expect(await submits(submitted.slice(0, 4))).toBe('HELD');
    expect(await heldPulls()).toEqual(['TST-5', 'TST-3']);
  });
});
