import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import {
  listed,
  removal,
  ScriptedDirectory,
  type ScriptedRecord,
} from '../../test/support/scripted-directory.ts';

const ana = listed('CHL-1', 'Chile', 'Ana Araucaria', { email: 'ana@cl.example' });
const beto = listed('CHL-2', 'Chile', 'Beto Boldo');

describe.each(databases)('pulling movements on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;
  let cursor: number;

  beforeEach(async () => {
    storage = await make();
    cursor = 0;
    directory = new ScriptedDirectory({ absence: 'nothing' });
    adapter = await openHarness({ directory, storage: storage.location });
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  function moves(...records: readonly ScriptedRecord[]): void {
    const movements = records.map((record) => ({ record, location: `movement ${++cursor}` }));
    directory.answers({ kind: 'complete', records: movements, setAside: [], resume: { since: `${cursor}` } });
  }
  const kinds = async () => (await adapter.feed()).map(({ kind, entry }) => `${kind} ${entry.sourceKey}`);

  it('goes on from the cursor, and leaves alone what did not move', async () => {
    moves(ana, beto);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', read: 2, added: 2 });
    moves({ ...beto, name: 'Beto Belloto' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', read: 1, changed: 1, removed: 0 });
    moves();
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', read: 0, removed: 0 });
    expect(directory.reads).toEqual([null, { since: '2' }, { since: '3' }]);
  });

  it('removes by a removal only, and takes a nomination after it for a return', async () => {
    moves(ana, beto);
    await adapter.pull();
    moves(removal('CHL-1'));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', removed: 1 });
    moves(removal('CHL-1'));
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', removed: 0, setAside: 0 });
    moves(ana);
    expect(await adapter.pull()).toMatchObject({ added: 1 });
    expect((await kinds()).slice(2)).toEqual(['REMOVED CHL-1', 'RETURNED CHL-1']);
  });

  it('lets the last of several movements count', async () => {
    moves(ana, { ...ana, name: 'Ana Alerce' }, beto, removal('CHL-2'), beto);
    expect(await adapter.pull()).toMatchObject({ read: 5, added: 2, changed: 0, removed: 0 });
    moves(removal('CHL-1'), { ...ana, name: 'Ana Alerce' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', changed: 0, removed: 0 });
    moves({ ...ana, name: 'Ana Avellano' }, removal('CHL-1'));
    expect(await adapter.pull()).toMatchObject({ changed: 0, removed: 1 });
    expect(await kinds()).toEqual(['ADDED CHL-1', 'ADDED CHL-2', 'REMOVED CHL-1']);
    expect((await adapter.feed()).at(-1)?.entry).toMatchObject({ name: 'Ana Avellano', status: 'REMOVED' });
  });

  it('announces the newcomer of a replacement first, in whichever order the movements came', async () => {
    moves(ana);
    await adapter.pull();
    moves(removal('CHL-1'), beto);
    expect(await adapter.pull()).toMatchObject({ added: 1, removed: 1 });
    expect(await kinds()).toEqual(['ADDED CHL-1', 'ADDED CHL-2', 'REMOVED CHL-1']);
  });

  it('sets aside the removal of what was never nominated', async () => {
    moves(ana, removal('CHL-9'));
    expect(await adapter.pull()).toMatchObject({ added: 1, removed: 0, setAside: 1 });
    expect(await adapter.setAside()).toMatchObject([
      { location: 'movement 2', reason: expect.stringContaining('never nominated') },
    ]);
  });

  it('knows of what was nominated and removed in one read, and announces nothing', async () => {
    moves(ana, removal('CHL-1'));
    expect(await adapter.pull()).toMatchObject({
      outcome: 'UNCHANGED',
      read: 2,
      added: 0,
      removed: 0,
      setAside: 0,
    });
    expect(await adapter.entries()).toMatchObject([{ sourceKey: 'CHL-1', status: 'REMOVED', position: 0 }]);
    expect(await adapter.feed()).toEqual([]);
    moves(ana);
    expect(await adapter.pull()).toMatchObject({ added: 1 });
  });

  it('keeps showing a movement that could not be used until a later one mends it', async () => {
    moves({ ...ana, unusable: 'It has no country.' }, { ...beto, problem: 'Its date is none.' });
    await adapter.pull();
    moves(listed('PER-1', 'Peru', 'Carla Capuli', { unusable: 'Unknown category.' }));
    expect(await adapter.pull()).toMatchObject({ setAside: 1 });
    expect((await adapter.setAside()).map(({ location }) => location)).toEqual([
      'movement 1',
      'movement 2',
      'movement 3',
    ]);
    moves(ana);
    await adapter.pull();
    expect((await adapter.setAside()).map(({ location }) => location)).toEqual(['movement 2', 'movement 3']);
  });

  it('takes no removal from an incomplete read, and reads it again: nothing is removed, nothing is lost', async () => {
    moves(ana, beto);
    await adapter.pull();
    directory.givesPart('The second page did not come.', [{ ...ana, name: 'Ana Alerce' }, removal('CHL-2')], {
      since: '4',
    });
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', changed: 1, removed: 0 });
    moves({ ...ana, name: 'Ana Alerce' }, removal('CHL-2'));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', changed: 0, removed: 1 });
    expect(directory.reads.at(-1)).toEqual({ since: '2' });
  });

  it('goes on from where an incomplete read without a removal came', async () => {
    directory.givesPart('The second page did not come.', [ana], { since: '1' });
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', added: 1 });
    moves(beto);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 1 });
    expect(directory.reads).toEqual([null, { since: '1' }]);
  });

  it('takes a first read without any movement for a fault', async () => {
    moves();
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE' });
    await adapter.pull();
    expect(directory.reads).toEqual([null, null]);
  });

  it('reads anew in full, and announces nothing twice, once the rules or the source are others', async () => {
    moves(ana, beto, removal('CHL-2'));
    await adapter.pull();
    await adapter.close();
    directory = new ScriptedDirectory({ absence: 'nothing', version: 2 });
    adapter = await openHarness({ directory, storage: storage.location });
    cursor = 0;
    moves(ana, beto, removal('CHL-2'));
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED', read: 3 });
    await adapter.close();
    const elsewhere = new URL('http://user:secret@source.example/other');
    adapter = await openHarness({ directory, storage: storage.location, sourceUrl: elsewhere });
    await adapter.pull();
    await adapter.close();
    elsewhere.password = 'another';
    adapter = await openHarness({ directory, storage: storage.location, sourceUrl: elsewhere });
    await adapter.pull();
    expect(directory.reads).toEqual([null, null, { since: '3' }]);
    expect(await kinds()).toEqual(['ADDED CHL-1']);
  });
});
