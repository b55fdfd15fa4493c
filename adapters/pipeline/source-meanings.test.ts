import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import {
  listed,
  removal,
  ScriptedDirectory,
  type ScriptedRecord,
} from '../../test/support/scripted-directory.ts';
import type { DirectoryRules } from '../contract.ts';

const mari = listed('EST-1', 'Estonia', 'Mari Maasikas', { email: 'mari@ee.example' });
const juri = listed('EST-2', 'Estonia', 'Jüri Juurikas', { email: 'juri@ee.example' });
const others = ['Anna', 'Peeter', 'Liis'].map((name, index) => listed(`EST-${index + 3}`, 'Estonia', name));

describe.each(databases)("a source's own meaning, on $name", ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;

  async function open(rules: Partial<DirectoryRules>): Promise<void> {
    directory = new ScriptedDirectory(rules);
    adapter = await openHarness({ directory, storage: storage.location });
  }
  beforeEach(async () => {
    storage = await make();
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });
  const news = async () => (await adapter.feed()).map(({ kind, entry }) => `${kind} ${entry.sourceKey}`);
  const entry = async (key: string) => (await adapter.entries()).find(({ sourceKey }) => sourceKey === key);

  it('an id that moves to another state brings nothing of the one before: what is withheld is unknown', async () => {
    await open({ absence: 'removal' });
    directory.gives(mari, juri, ...others);
    await adapter.pull();
    directory.gives(listed('EST-1', 'Latvia', 'Janis', { withheld: ['emails'] }), juri, ...others);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 1, added: 0, removed: 0 });
    expect(await entry('EST-1')).toMatchObject({ name: 'Janis', emails: [], withheld: ['emails'] });
  });

  it('of two records with one id that differ neither is used, and what was known stays', async () => {
    await open({ absence: 'removal' });
    directory.gives(mari, juri, ...others);
    await adapter.pull();
    directory.gives(mari, { ...mari, country: 'Latvia', name: 'Janis' }, juri, ...others);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', setAside: 2 });
    expect(await entry('EST-1')).toMatchObject({ name: 'Mari Maasikas', status: 'PRESENT' });
  });

  it('an omission marks absent and takes nothing; the entry comes back under its key with what is new', async () => {
    await open({ absence: 'omission' });
    directory.gives(mari, juri, ...others);
    await adapter.pull();
    directory.gives(juri, ...others);
    await adapter.pull();
    expect(await entry('EST-1')).toMatchObject({ status: 'ABSENT', emails: ['mari@ee.example'] });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    directory.gives({ ...mari, email: 'new@ee.example' }, juri, ...others);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 0, changed: 1 });
    expect(await entry('EST-1')).toMatchObject({ status: 'PRESENT', emails: ['new@ee.example'] });
    expect((await news()).slice(5)).toEqual(['ABSENT EST-1', 'RETURNED EST-1']);
  });

  const successor = { ...juri, id: 'EST-1' };
  it.each<[string, readonly (readonly ScriptedRecord[])[], readonly string[]]>([
    [
      'the removal first, another point, in one read',
      [[removal('EST-1'), juri]],
      ['ADDED EST-2', 'REMOVED EST-1'],
    ],
    [
      'the nomination first, another point, in one read',
      [[juri, removal('EST-1')]],
      ['ADDED EST-2', 'REMOVED EST-1'],
    ],
    [
      'the removal first, another point, days apart',
      [[removal('EST-1')], [juri]],
      ['REMOVED EST-1', 'ADDED EST-2'],
    ],
    [
      'the nomination first, another point, days apart',
      [[juri], [removal('EST-1')]],
      ['ADDED EST-2', 'REMOVED EST-1'],
    ],
    ['the removal first, the same point, in one read', [[removal('EST-1'), successor]], ['CHANGED EST-1']],
    [
      'the removal first, the same point, days apart',
      [[removal('EST-1')], [successor]],
      ['REMOVED EST-1', 'RETURNED EST-1'],
    ],
    // The last word of the source is that the point is empty, whoever was nominated for it in between.
    ['the nomination first, the same point, in one read', [[successor, removal('EST-1')]], ['REMOVED EST-1']],
    [
      'the nomination first, the same point, days apart',
      [[successor], [removal('EST-1')]],
      ['CHANGED EST-1', 'REMOVED EST-1'],
    ],
  ])('a replacement: %s', async (_how, reads, expected) => {
    await open({ absence: 'nothing' });
    let cursor = 0;
    for (const records of [[mari, ...others], ...reads]) {
      const movements = records.map((record) => ({ record, location: `movement ${++cursor}` }));
      directory.answers({
        kind: 'complete',
        records: movements,
        setAside: [],
        resume: { since: `${cursor}` },
      });
      expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED' });
    }
    expect((await news()).slice(4)).toEqual(expected);
  });
});
