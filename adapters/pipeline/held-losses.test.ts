import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { estonians, heldPullsOf, withoutEmail } from '../../test/support/held-pulls.ts';
import { ScriptedDirectory } from '../../test/support/scripted-directory.ts';

const all = estonians(113);

describe.each(databases)('a pull that would take something from many entries, on $name', ({ make }) => {
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
  const { decided, pullOf, heldPulls, holds, entry, newsAfter } = heldPullsOf(() => adapter);

  it('keeps a field that vanishes from many entries at once, while their other changes take effect', async () => {
    directory.gives(...all);
    await adapter.pull();
    const emptied = withoutEmail(all.slice(0, 40)).map((record) => ({
      ...record,
      name: `${record.name} Jr`,
    }));
    directory.gives(...emptied, ...all.slice(40));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ outcome: 'HELD', changed: 40, removed: 0 });
    expect(pull.problem).toMatch(/^40 of 113 entries that had e-mail addresses would lose them/);
    expect(await entry('EST-00')).toMatchObject({ name: 'Person 00 Jr', emails: ['p00@ee.example'] });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await entry('EST-00')).toMatchObject({ emails: ['p00@ee.example'] });

    const [first, second, ...others] = emptied;
    if (!first || !second) throw new Error('nobody');
    const renewed = { ...first, email: 'new@ee.example' };
    directory.gives(renewed, { ...second, name: 'Another' }, ...others, ...all.slice(40));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 2 });
    expect(await entry('EST-01')).toMatchObject({ name: 'Another', emails: ['p01@ee.example'] });

    expect(await decided('approve', 'TST-2')).toMatchObject({
      removed: 0,
      changed: 79,
      decision: 'APPROVED',
    });
    expect(await entry('EST-00')).toMatchObject({ emails: ['new@ee.example'] });
    expect(await entry('EST-01')).toMatchObject({ name: 'Another', emails: [] });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('lets a field go that vanishes from one entry, however few had it', async () => {
    directory.gives(...all.slice(0, 2), ...withoutEmail(all.slice(2, 20)));
    await adapter.pull();
    directory.gives(...withoutEmail(all.slice(0, 1)), ...all.slice(1, 2), ...withoutEmail(all.slice(2, 20)));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 1 });
  });

  it('takes a withheld field for no loss', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...withoutEmail(all).map((record) => ({ ...record, withheld: ['emails' as const] })));
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await entry('EST-00')).toMatchObject({ emails: ['p00@ee.example'], withheld: ['emails'] });
  });

  it('takes a name that is back for the end of its hold, and an entry is a person all the while', async () => {
    directory.gives(...all.slice(0, 20));
    await adapter.pull();
    directory.gives(...all.slice(0, 20).map((record) => ({ ...record, name: null })));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD', changed: 0 });
    expect(await entry('EST-00')).toMatchObject({ name: 'Person 00' });
    directory.gives(...all.slice(0, 20));
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await pullOf('TST-2')).toMatchObject({ decision: 'LIFTED' });
    expect(await newsAfter(20)).toEqual([]);
  });

  it('empties nothing by an incomplete read that empties too much', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.givesPart('It breaks off.', withoutEmail(all.slice(0, 50)));
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', changed: 0 });
    expect(await heldPulls()).toEqual([]);
    expect(await entry('EST-00')).toMatchObject({ emails: ['p00@ee.example'] });
  });

  it('moves no crowd of entries to another state until approved', async () => {
    directory.gives(...all);
    await adapter.pull();
    const moved = all.slice(0, 10).map((record) => ({ ...record, country: 'Latvia', name: 'Janis' }));
    directory.gives(...moved, ...all.slice(10));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ outcome: 'HELD', changed: 0, removed: 0 });
    expect(pull.problem).toMatch(/^10 of 113 entries would move to another state/);
    expect(await entry('EST-00')).toMatchObject({ name: 'Person 00' });
    directory.gives(
      ...all.slice(0, 1),
      ...moved.slice(1, 9),
      { ...moved[9], id: 'EST-09', name: 'Liga', country: 'Latvia' },
      ...all.slice(10),
    );
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await holds('TST-2')).toHaveLength(9);
    await decided('approve', 'TST-2');
    expect(await entry('EST-00')).toMatchObject({ name: 'Person 00' });
    expect(await entry('EST-01')).toMatchObject({ name: 'Janis' });
    expect(await entry('EST-09')).toMatchObject({ name: 'Liga' });
    expect(await newsAfter(113)).toHaveLength(9);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });
});
