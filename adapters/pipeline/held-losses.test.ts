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
      title: 'Adviser',
    }));
    directory.gives(...emptied, ...all.slice(40));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ outcome: 'HELD', changed: 40, removed: 0 });
    expect(pull.problem).toMatch(/^40 of 113 entries that had e-mail addresses would lose them/);
    expect(await entry('EST-00')).toMatchObject({ title: 'Adviser', emails: ['p00@ee.example'] });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await entry('EST-00')).toMatchObject({ emails: ['p00@ee.example'] });

    const [first, second, ...others] = emptied;
    if (!first || !second) throw new Error('nobody');
    const renewed = { ...first, email: 'new@ee.example' };
    directory.gives(renewed, { ...second, title: 'Director' }, ...others, ...all.slice(40));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 2 });
    expect(await entry('EST-01')).toMatchObject({ title: 'Director', emails: ['p01@ee.example'] });

    expect(await decided('approve', 'TST-2')).toMatchObject({
      removed: 0,
      changed: 79,
      decision: 'APPROVED',
    });
    expect(await entry('EST-00')).toMatchObject({ emails: ['new@ee.example'] });
    expect(await entry('EST-01')).toMatchObject({ title: 'Director', emails: [] });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('keeps nothing of a predecessor for the entry that names somebody else in the same pull', async () => {
    directory.gives(...all);
    await adapter.pull();
    const [successor, ...others] = withoutEmail(all.slice(0, 21));
    if (!successor) throw new Error('nobody');
    directory.gives({ ...successor, name: 'Vera Olsen', title: 'Director' }, ...others, ...all.slice(21));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ outcome: 'HELD', changed: 1 });
    expect(pull.problem).toMatch(/^21 of 113 entries that had e-mail addresses/);
    expect(await entry('EST-00')).toMatchObject({ name: 'Vera Olsen', emails: [] });
    expect(await entry('EST-01')).toMatchObject({ name: 'Person 01', emails: ['p01@ee.example'] });
    expect(await holds('TST-2')).toHaveLength(20);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });

    const [second, ...rest] = others;
    if (!second) throw new Error('nobody');
    directory.gives(
      { ...successor, name: 'Vera Olsen' },
      { ...second, name: 'Jaan Mets' },
      ...rest,
      ...all.slice(21),
    );
    await adapter.pull();
    expect(await entry('EST-01')).toMatchObject({ name: 'Jaan Mets', emails: [] });
    expect(await holds('TST-2')).toHaveLength(19);
  });

  it('keeps the field where all who lose it seem to be others: then it is the source that is wrong', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...withoutEmail(all).map((record) => ({ ...record, name: 'Somebody Else' })));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD' });
    expect(await entry('EST-00')).toMatchObject({ emails: ['p00@ee.example'] });
  });

  it('changes the function of no crowd of entries until approved, and takes the rest of what they say', async () => {
    directory.gives(...all);
    await adapter.pull();
    const changed = all
      .slice(0, 57)
      .map((record) => ({ ...record, function: 'DIPLOMATIC' as const, title: 'Adviser' }));
    directory.gives(...changed, ...all.slice(57), ...estonians(1, 200));
    const pull = await adapter.pull();
    expect(pull).toMatchObject({ outcome: 'HELD', added: 1, changed: 57, removed: 0 });
    expect(pull.problem).toMatch(/^57 of 113 entries would be for another function, .* stay for the one/);
    expect(await entry('EST-00')).toMatchObject({ title: 'Adviser', function: 'TECHNICAL' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });

    directory.gives(...all.slice(0, 1), ...changed.slice(1), ...all.slice(57), ...estonians(1, 200));
    await adapter.pull();
    expect(await holds('TST-2')).toHaveLength(56);
    expect((await holds('TST-2'))[0]).toBe('CHANGED EST-01 FUNCTION');
    await decided('approve', 'TST-2');
    expect(await entry('EST-00')).toMatchObject({ function: 'TECHNICAL' });
    expect(await entry('EST-01')).toMatchObject({ title: 'Adviser', function: 'DIPLOMATIC' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('lets a few entries change their function without asking', async () => {
    directory.gives(...all);
    await adapter.pull();
    const few = all.slice(0, 3).map((record) => ({ ...record, function: 'DIPLOMATIC' as const }));
    directory.gives(...few, ...all.slice(3));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 3 });
  });

  it('is lifted by no incomplete read, only by a complete one', async () => {
    directory.gives(...all);
    await adapter.pull();
    directory.gives(...withoutEmail(all.slice(0, 40)), ...all.slice(40));
    await adapter.pull();
    directory.givesPart('It breaks off.', all.slice(0, 50));
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', changed: 0 });
    expect(await holds('TST-2')).toHaveLength(40);
    directory.gives(...all);
    await adapter.pull();
    expect(await pullOf('TST-2')).toMatchObject({ decision: 'LIFTED' });
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
