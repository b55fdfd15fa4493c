import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AdapterHarness, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';
import type { DirectoryRules } from '../contract.ts';

const mari = { key: 'EST-1', participant: 'Estonia', function: 'TECHNICAL', name: 'Mari Maasikas' };
const juri = { key: 'EST-2', participant: 'EST', function: 'LEGAL', name: 'Jüri Juurikas', level: 'first' };
const office = {
  key: 'FIN-1',
  participant: 'Finland',
  function: 'TECHNICAL',
  entity: 'CERT of Examples',
  emails: ['desk@fi.example'],
};
type Given = Record<string, unknown>;

const mutation = `mutation ($complete: Boolean!, $entries: [RegionalEntryInput!]!) {
  submitToRegionalSource(requestedBy: "a test", complete: $complete, entries: $entries) {
    id outcome read added changed removed setAside problem } }`;
const Answer = z.object({ submitToRegionalSource: z.looseObject({ id: z.string(), outcome: z.string() }) });

describe.each(databases)('submitting entries on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;

  async function open(rules: Partial<DirectoryRules> = {}, sourceUrl?: null): Promise<void> {
    directory = new ScriptedDirectory(rules);
    adapter = await openHarness({
      directory,
      storage: storage.location,
      ...(sourceUrl === undefined ? {} : { sourceUrl }),
    });
  }
  beforeEach(async () => {
    storage = await make();
    await open();
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  async function submits(complete: boolean, ...entries: Given[]) {
    adapter.clock.passMinutes(1);
    const { data, errors } = await adapter.ask(service, mutation, { complete, entries });
    expect(errors).toEqual([]);
    return Answer.parse(data).submitToRegionalSource;
  }
  const statuses = async () =>
    Object.fromEntries((await adapter.entries()).map(({ sourceKey, status }) => [sourceKey, status]));
  const [one, two, third] = ['submitted:EST-1', 'submitted:EST-2', 'submitted:FIN-1'];

  it('takes them as a pull of their own, into the same entries and the same feed', async () => {
    const pull = await submits(true, mari, juri, office);
    expect(pull).toMatchObject({
      id: 'TST-1',
      outcome: 'CHANGED',
      read: 3,
      added: 3,
      setAside: 0,
      problem: null,
    });
    expect(await statuses()).toEqual({ [one]: 'PRESENT', [two]: 'PRESENT', [third]: 'PRESENT' });
    expect((await adapter.feed()).map(({ kind, pull: by }) => [kind, by])).toEqual(
      Array(3).fill(['ADDED', 'TST-1']),
    );
    expect(await submits(true, mari, juri, office)).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await adapter.feed()).toHaveLength(3);
  });

  it('reads each value as carefully as from a source, and says what it could not use', async () => {
    const pull = await submits(
      false,
      { ...mari, emails: ['mari@ee.example', 'no address'], phones: ['+44 1632 960001', 'tba'] },
      { ...juri, participant: 'Atlantis' },
      { ...office, level: 'third' },
      { key: ' ', participant: 'Estonia' },
      { key: 'EST-9', participant: 'Estonia' },
      { key: 'EST-1', participant: 'Estonia', function: 'LEGAL' },
    );
    expect(pull).toMatchObject({ outcome: 'UNCHANGED', read: 6, added: 0 });
    const said = await adapter.setAside();
    expect(said.map(({ location }) => location)).toEqual(
      expect.arrayContaining([1, 2, 3, 4, 5, 6].map((number) => `entry ${number} of the submission`)),
    );
    for (const words of [
      /Atlantis/,
      /Use one of: FIRST, SECOND/,
      /Its key must/,
      /no function/,
      /same key/,
      /“no address”/,
      /“tba”/,
    ])
      expect(said.some(({ reason }) => words.test(reason))).toBe(true);
  });

  it('keeps the good ones while others are set aside, and forgets those once they are mended', async () => {
    expect(await submits(false, mari, { ...juri, participant: 'Atlantis' })).toMatchObject({
      added: 1,
      setAside: 1,
    });
    expect(await submits(false, juri)).toMatchObject({ added: 1, setAside: 0 });
    expect(await adapter.setAside()).toEqual([]);
    expect((await adapter.entries()).find(({ sourceKey }) => sourceKey === two)).toMatchObject({
      name: 'Jüri Juurikas',
    });
  });

  it('takes out what the whole list no longer has, and what says so itself; a part says nothing of the others', async () => {
    await submits(true, mari, juri, office);
    expect(await submits(false, { ...mari, title: 'Head' })).toMatchObject({ changed: 1, removed: 0 });
    expect(await submits(false, { ...mari, removed: true })).toMatchObject({ removed: 1 });
    expect(await submits(false, { ...mari, removed: true })).toMatchObject({ outcome: 'UNCHANGED' });
    expect(await submits(true, juri)).toMatchObject({ removed: 1 });
    expect(await statuses()).toEqual({ [one]: 'REMOVED', [two]: 'PRESENT', [third]: 'REMOVED' });
  });

  it('removes nothing by a whole list of which an entry without a key may be the one that is missing', async () => {
    await submits(true, mari, juri);
    expect(await submits(true, mari, { ...juri, key: '' })).toMatchObject({
      outcome: 'INCOMPLETE',
      removed: 0,
    });
    expect(
      await submits(true, { ...mari, participant: 'Atlantis' }, { ...juri, participant: 'Atlantis' }),
    ).toMatchObject({
      outcome: 'INCOMPLETE',
      removed: 0,
    });
    expect(await statuses()).toEqual({ [one]: 'PRESENT', [two]: 'PRESENT' });
  });

  it('holds what would take away too much, counted against what was submitted', async () => {
    directory.gives(
      ...Array.from({ length: 40 }, (_, index) => listed(`FIN-${index}`, 'Finland', `Person ${index}`)),
    );
    await adapter.pull();
    const many = Array.from({ length: 10 }, (_, index) => ({
      ...mari,
      key: `E-${index}`,
      name: `Person ${index}`,
    }));
    await submits(true, ...many);
    expect(await submits(true, ...many.slice(0, 7))).toMatchObject({ outcome: 'HELD', removed: 0 });
    expect(Object.values(await statuses())).toEqual(Array(50).fill('PRESENT'));
    const held = (await adapter.pulls())[0]?.id;
    directory.gives(
      ...Array.from({ length: 40 }, (_, index) => listed(`FIN-${index}`, 'Finland', `Person ${index}`)),
    );
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    const approve = `mutation { approveRegionalPull(pull: "${held}", decidedBy: "custodian", reason: "asked them") { removed } }`;
    expect(await adapter.ask(service, approve)).toMatchObject({
      errors: [],
      data: { approveRegionalPull: { removed: 3 } },
    });
  });

  it.each(['removal', 'omission', 'nothing'] as const)(
    'stands beside the source (absence: %s): neither takes away what the other brought',
    async (absence) => {
      await adapter.close();
      await open({ absence });
      directory.gives(
        listed('EST-1', 'Estonia', 'From the Source'),
        listed('EST-3', 'Estonia', 'Also from it'),
      );
      await adapter.pull();
      await submits(true, mari, juri);
      expect(await submits(true, mari)).toMatchObject({ removed: 1 });
      directory.gives(listed('EST-1', 'Estonia', 'From the Source'));
      expect(await adapter.pull()).toMatchObject({ removed: absence === 'removal' ? 1 : 0 });
      const gone = { removal: 'REMOVED', omission: 'ABSENT', nothing: 'PRESENT' }[absence];
      expect(await statuses()).toEqual({
        'EST-1': 'PRESENT',
        'EST-3': gone,
        [one]: 'PRESENT',
        [two]: 'REMOVED',
      });
    },
  );

  it('leaves the source to go on where it was, and its records that were set aside', async () => {
    directory.gives(
      listed('EST-1', 'Estonia', 'A'),
      listed('EST-2', 'Estonia', 'B', { unusable: 'It is odd.' }),
    );
    await adapter.pull();
    await submits(true, mari, { ...juri, participant: 'Atlantis' });
    expect((await adapter.setAside()).map(({ location }) => location)).toEqual([
      'row 2',
      'entry 2 of the submission',
    ]);
    await adapter.pull();
    expect(directory.reads).toEqual([null, { etag: 'v1' }]);
    expect((await adapter.setAside()).map(({ location }) => location).sort()).toEqual([
      'entry 2 of the submission',
      'row 2',
    ]);
    await submits(true, mari, juri);
    expect((await adapter.setAside()).map(({ location }) => location)).toEqual(['row 2']);
  });

  it('says when a submitted entry was last seen: at its last submission, not at a pull of the source', async () => {
    directory.gives(listed('EST-3', 'Estonia', 'A'));
    await submits(true, mari);
    await submits(true, mari);
    const at = adapter.clock.now().toISOString();
    adapter.clock.passMinutes(60);
    await adapter.pull();
    expect((await adapter.entries()).find(({ sourceKey }) => sourceKey === one)).toMatchObject({
      lastSeenAt: at,
    });
  });

  it('is all a directory needs that has no source', async () => {
    await adapter.close();
    await open({}, null);
    expect(await adapter.pull()).toMatchObject({
      outcome: 'FAILED',
      problem: expect.stringMatching(/No source/),
    });
    await submits(true, mari, juri);
    const { data } = await adapter.ask(service, '{ regionalSource { lastSuccessAt lastPull { outcome } } }');
    expect(data).toMatchObject({
      regionalSource: { lastSuccessAt: adapter.clock.now().toISOString(), lastPull: { outcome: 'CHANGED' } },
    });
    const pull = 'mutation { pullRegionalSource(requestedBy: "a test") { outcome } }';
    expect((await adapter.ask(service, pull)).errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await statuses()).toEqual({ [one]: 'PRESENT', [two]: 'PRESENT' });
  });

  it('asks for some, and not for too many at once, and is for the product to hand on', async () => {
    const refused = async (caller: Parameters<AdapterHarness['ask']>[0], entries: Given[]) =>
      (await adapter.ask(caller, mutation, { complete: true, entries })).errors[0]?.code;
    expect(await refused(service, [])).toBe('BAD_USER_INPUT');
    expect(await refused(service, Array(2001).fill(mari))).toBe('BAD_USER_INPUT');
    expect(await refused({ role: 'organisation', subject: 'x', directory: 'TST' }, [mari])).toBe('FORBIDDEN');
    expect(await refused(null, [mari])).toBe('UNAUTHENTICATED');
    expect(await adapter.pulls()).toEqual([]);
  });
});
