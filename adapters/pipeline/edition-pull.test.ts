import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { listed, removal, ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import type { DirectoryRules } from '../contract.ts';

const mari = listed('EST-1', 'Estonia', 'Mari Maasikas', { email: 'mari@ee.example' });
const juri = listed('EST-2', 'Estonia', 'Jüri Juurikas');
const paavo = listed('FIN-1', 'Finland', 'Paavo Puu');
const see = listed('HS-1', 'Holy See', null, { email: 'office@hs.example' });

describe.each(databases)('pulling a whole edition on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;

  async function open(rules: Partial<DirectoryRules> = {}, more: { ids?: boolean } = {}): Promise<void> {
    directory = new ScriptedDirectory(rules, more);
    adapter = await openHarness({ directory, storage: storage.location });
  }
  async function reopen(rules: Partial<DirectoryRules>, more: { ids?: boolean } = {}): Promise<void> {
    await adapter.close();
    await open(rules, more);
  }
  beforeEach(async () => {
    storage = await make();
    await open();
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  const kinds = async () => (await adapter.feed()).map(({ kind, entry }) => `${kind} ${entry.sourceKey}`);
  const statuses = async () =>
    Object.fromEntries((await adapter.entries()).map(({ sourceKey, status }) => [sourceKey, status]));

  it('removes nothing where a record without a usable id may be what seems to be missing', async () => {
    directory.gives(mari, juri, paavo);
    await adapter.pull();
    const nameless = listed(null, 'Estonia', 'Jüri Juurikas', { unusable: 'It has no id.' });
    directory.gives({ ...mari, email: 'new@ee.example' }, paavo, nameless);
    expect(await adapter.pull()).toMatchObject({
      outcome: 'INCOMPLETE',
      changed: 1,
      removed: 0,
      setAside: 1,
      problem: expect.stringMatching(/1 known entry seems to be missing, and 1 record has no usable id/),
    });
    expect(await statuses()).toEqual({ 'EST-1': 'PRESENT', 'EST-2': 'PRESENT', 'FIN-1': 'PRESENT' });
    directory.gives({ ...mari, email: 'new@ee.example' }, juri, paavo, nameless);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', setAside: 1, problem: null });
  });

  it('publishes each entry of a first edition, participants that are no Member State included', async () => {
    directory.gives(mari, juri, paavo, see);
    expect(await adapter.pull()).toMatchObject({
      id: 'TST-1',
      outcome: 'CHANGED',
      read: 4,
      added: 4,
      changed: 0,
      removed: 0,
      setAside: 0,
      problem: null,
    });
    expect(await kinds()).toEqual(['ADDED EST-1', 'ADDED EST-2', 'ADDED FIN-1', 'ADDED HS-1']);
    const { data } = await adapter.ask(
      { role: 'service', subject: 'x' },
      '{ tst { participants entryCount position entries { totalCount nodes { sourceKey eligible state { iso3 } phones telephones { extension } faxes entityNames { language text } } } } }',
    );
    expect(data).toMatchObject({
      tst: {
        participants: 3,
        entryCount: 4,
        position: 4,
        entries: {
          totalCount: 4,
          nodes: [
            { sourceKey: 'EST-1', eligible: true, state: { iso3: 'EST' }, phones: ['+12025550100'] },
            {},
            { telephones: [{ extension: '7' }], faxes: [], entityNames: [{ language: 'en' }] },
            { sourceKey: 'HS-1', eligible: false, state: null },
          ],
        },
      },
    });
  });

  it('publishes exactly one change for one edit, and none for the same edition again', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    directory.gives(mari, { ...juri, name: 'Jüri Uus' });
    expect(await adapter.pull()).toMatchObject({
      outcome: 'CHANGED',
      read: 2,
      added: 0,
      changed: 1,
      removed: 0,
    });
    expect(await adapter.pull()).toMatchObject({
      outcome: 'UNCHANGED',
      read: 2,
      added: 0,
      changed: 0,
      removed: 0,
    });
    expect(await kinds()).toEqual(['ADDED EST-1', 'ADDED EST-2', 'CHANGED EST-2']);
  });

  it('reports a record that moves to another state under the same key as changed', async () => {
    directory.gives(mari);
    await adapter.pull();
    directory.gives({ ...mari, country: 'Latvia' });
    expect(await adapter.pull()).toMatchObject({ changed: 1, added: 0, removed: 0 });
  });

  it('removes what a complete edition no longer lists, and adds it again when it is back', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    directory.gives(mari);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', removed: 1 });
    expect(await statuses()).toEqual({ 'EST-1': 'PRESENT', 'EST-2': 'REMOVED' });
    directory.gives(mari, juri);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 1, changed: 0, removed: 0 });
    expect((await kinds()).slice(2)).toEqual(['REMOVED EST-2', 'RETURNED EST-2']);
  });

  it('announces what comes before what goes, so that a replacement leaves no gap', async () => {
    directory.gives(mari);
    await adapter.pull();
    directory.gives(juri);
    await adapter.pull();
    expect(await kinds()).toEqual(['ADDED EST-1', 'ADDED EST-2', 'REMOVED EST-1']);
  });

  it('only marks absent where an omission means nothing by itself', async () => {
    await reopen({ absence: 'omission' });
    directory.gives(mari, juri);
    await adapter.pull();
    directory.gives(mari);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', removed: 0 });
    expect(await statuses()).toEqual({ 'EST-1': 'PRESENT', 'EST-2': 'ABSENT' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', removed: 0 });
    directory.gives(mari, juri);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 0, changed: 1 });
    expect((await kinds()).slice(2)).toEqual(['ABSENT EST-2', 'RETURNED EST-2']);
  });

  it('gives entries of a directory without ids a key that stays', async () => {
    await reopen({ absence: 'omission' }, { ids: false });
    directory.gives(listed(null, 'Estonia', 'Mari'), listed(null, 'Estonia', 'Jüri'));
    await adapter.pull();
    directory.gives(
      listed(null, 'Estonia', 'Jüri', { email: 'new@ee.example' }),
      listed(null, 'Estonia', 'Mari'),
    );
    expect(await adapter.pull()).toMatchObject({ added: 0, changed: 1, removed: 0 });
    expect(Object.keys(await statuses())).toEqual(['Estonia Jüri', 'Estonia Mari']);
  });

  it('keeps what was withheld, marks it, and reports that as no change', async () => {
    directory.gives(mari);
    await adapter.pull();
    directory.gives({ id: 'EST-1', country: 'Estonia', name: 'Mari Maasikas', withheld: ['emails'] });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', changed: 0 });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', changed: 0 });
    expect(await kinds()).toEqual(['ADDED EST-1', 'NOTED EST-1']);
    const [before, noted] = (await adapter.feed()).map(({ entry }) => entry);
    expect(noted).toMatchObject({ emails: ['mari@ee.example'], withheld: ['emails'] });
    expect(noted?.sourceRevision).toBe(before?.sourceRevision);
    directory.gives(mari);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    expect((await adapter.entries())[0]).toMatchObject({ emails: ['mari@ee.example'], withheld: [] });
  });

  it('carries nothing over from an entry that was removed', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    directory.gives(juri);
    await adapter.pull();
    directory.gives(juri, { id: 'EST-1', country: 'Estonia', name: 'Somebody Else', withheld: ['emails'] });
    await adapter.pull();
    expect((await adapter.entries())[0]).toMatchObject({ name: 'Somebody Else', emails: [] });
  });

  it('sets a bad record aside with its place and reason, uses the rest, and keeps what was known of it', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    directory.gives(
      { ...mari, unusable: 'It has no country. Ask the directory.' },
      { ...juri, problem: 'The e-mail address "x" is none.' },
      paavo,
    );
    expect(await adapter.pull()).toMatchObject({
      outcome: 'CHANGED',
      read: 3,
      added: 1,
      removed: 0,
      setAside: 2,
    });
    expect(await adapter.setAside()).toEqual([
      { location: 'row 1', reason: 'It has no country. Ask the directory.' },
      { location: 'row 2', reason: 'The e-mail address "x" is none.' },
    ]);
    expect(await statuses()).toEqual({ 'EST-1': 'PRESENT', 'EST-2': 'PRESENT', 'FIN-1': 'PRESENT' });
    directory.gives(mari, juri, paavo);
    await adapter.pull();
    expect(await adapter.setAside()).toEqual([]);
  });

  it('takes what the source could not even take for a record as seen', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    const aside = { location: 'element 2', reason: 'It is cut off.', sourceKey: 'EST-2' };
    directory.answers({
      kind: 'complete',
      records: [{ record: mari, location: 'element 1' }],
      setAside: [aside],
      resume: null,
    });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', read: 2, removed: 0, setAside: 1 });
  });

  it('uses a record that stands twice once, and says where it repeats', async () => {
    directory.gives(mari, juri, mari);
    expect(await adapter.pull()).toMatchObject({ added: 2, setAside: 1 });
    expect(await adapter.setAside()).toMatchObject([
      { location: 'row 3', reason: expect.stringContaining('row 1') },
    ]);
  });

  it('uses neither of two records that share a key and differ, and what was known stays', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    directory.gives(mari, juri, { ...juri, name: 'Another One' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', changed: 0, removed: 0, setAside: 2 });
    expect((await adapter.entries())[1]).toMatchObject({ name: 'Jüri Juurikas', status: 'PRESENT' });
  });

  it('adds and changes by an incomplete read, removes nothing, and reads in full next', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    directory.givesPart('It says 9 and has 2.', [{ ...mari, name: 'Mari Mets' }, paavo, removal('EST-2')], {
      etag: 'x',
    });
    expect(await adapter.pull()).toMatchObject({
      outcome: 'INCOMPLETE',
      problem: 'It says 9 and has 2.',
      added: 1,
      changed: 1,
      removed: 0,
    });
    expect(await statuses()).toEqual({ 'EST-1': 'PRESENT', 'EST-2': 'PRESENT', 'FIN-1': 'PRESENT' });
    await adapter.pull();
    expect(directory.reads).toEqual([null, { etag: 'v1' }, null]);
  });

  it.each(['removal', 'omission'] as const)(
    'takes an edition without a usable record for a fault where absence is %s',
    async (absence) => {
      await reopen({ absence });
      directory.gives();
      expect(await adapter.pull()).toMatchObject({
        outcome: 'INCOMPLETE',
        problem: expect.stringMatching(/without a single/),
      });
      directory.gives(mari, juri);
      await adapter.pull();
      for (const records of [[], [{ ...mari, unusable: 'Broken.' }]]) {
        directory.gives(...records);
        expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', removed: 0 });
      }
      expect(await statuses()).toEqual({ 'EST-1': 'PRESENT', 'EST-2': 'PRESENT' });
      expect(directory.reads.at(-1)).toBe(null);
    },
  );

  it('shows as last seen when a pull last confirmed it, without writing it down each time', async () => {
    directory.gives(mari, juri);
    await adapter.pull();
    adapter.clock.passMinutes(60);
    directory.answers({ kind: 'unchanged' });
    await adapter.pull();
    expect((await adapter.entries())[0]).toMatchObject({
      firstSeenAt: '2026-11-02T09:30:00.000Z',
      lastSeenAt: '2026-11-02T10:30:00.000Z',
    });
    adapter.clock.passMinutes(60);
    directory.gives(mari);
    await adapter.pull();
    adapter.clock.passMinutes(60);
    await adapter.pull();
    expect(await adapter.entries()).toMatchObject([
      { sourceKey: 'EST-1', lastSeenAt: '2026-11-02T12:30:00.000Z' },
      { sourceKey: 'EST-2', status: 'REMOVED', lastSeenAt: '2026-11-02T10:30:00.000Z' },
    ]);
  });
});
