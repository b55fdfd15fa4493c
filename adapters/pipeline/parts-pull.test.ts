import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AdapterHarness, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import {
  listed,
  removal,
  ScriptedDirectory,
  type ScriptedRecord,
} from '../../test/support/scripted-directory.ts';
import { SourceFailure } from '../contract.ts';

describe.each(databases)('movements that are more than a read takes, on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;
  let movements: ScriptedRecord[];
  let takenAtOnce: number;

  beforeEach(async () => {
    storage = await make();
    takenAtOnce = 2;
    movements = [
      listed('CHL-1', 'Chile', 'Ana Araucaria'),
      listed('CHL-2', 'Chile', 'Beto Boldo'),
      removal('CHL-1'),
      listed('CHL-3', 'Chile', 'Carla Canelo'),
      listed('CHL-4', 'Chile', 'Dario Drimys'),
    ];
    directory = new ScriptedDirectory({ absence: 'nothing' });
    directory.next = async (since) => {
      const start = Number(since?.at ?? 0);
      const records = movements
        .slice(start, start + takenAtOnce)
        .map((record, index) => ({ record, location: `movement ${start + index + 1}` }));
      const end = start + records.length;
      if (records.length === 0) return { kind: 'unchanged' };
      const resume = { at: String(end) };
      return end < movements.length
        ? { kind: 'complete', more: true, records, setAside: [], resume }
        : { kind: 'complete', records, setAside: [], resume };
    };
    adapter = await openHarness({ directory, storage: storage.location });
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });
  const kinds = async () => (await adapter.feed()).map(({ kind, entry }) => `${kind} ${entry.sourceKey}`);
  const lastSuccess = async () => (await adapter.ask(service, '{ tst { lastSuccessAt } }')).data;

  it('are pulled to their end at once, each part as a pull that takes effect, removals too', async () => {
    expect(await adapter.pull()).toMatchObject({ id: 'TST-3', outcome: 'CHANGED', read: 1, added: 1 });
    expect(directory.reads).toEqual([null, { at: '2' }, { at: '4' }]);
    expect(await kinds()).toEqual([
      'ADDED CHL-1',
      'ADDED CHL-2',
      'ADDED CHL-3',
      'REMOVED CHL-1',
      'ADDED CHL-4',
    ]);
    expect((await adapter.pulls()).map(({ outcome }) => outcome)).toEqual(['CHANGED', 'CHANGED', 'CHANGED']);
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
  });

  it('keep what was read where a part cannot be, and go on from there', async () => {
    const whole = directory.next;
    directory.next = async (since, signal) => {
      if (since?.at === '2') throw new SourceFailure('The source is down.');
      return whole(since, signal);
    };
    expect(await adapter.pull()).toMatchObject({ id: 'TST-2', outcome: 'FAILED' });
    expect(await kinds()).toEqual(['ADDED CHL-1', 'ADDED CHL-2']);
    // The whole source was never known: nobody may take it for read.
    expect(await lastSuccess()).toEqual({ tst: { lastSuccessAt: null } });
    directory.next = whole;
    directory.reads.length = 0;
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED' });
    expect(directory.reads).toEqual([{ at: '2' }, { at: '4' }]);
    expect(await kinds()).toHaveLength(5);
    expect(await lastSuccess()).not.toEqual({ tst: { lastSuccessAt: null } });
  });

  it('take away in later parts what earlier ones brought, however much: nobody had accepted it yet', async () => {
    const named = (...ids: string[]) => ids.map((id) => listed(`CHL-${id}`, 'Chile', `Person ${id}`));
    const gone = (...ids: string[]) => ids.map((id) => removal(`CHL-${id}`));
    movements = [...named('a', 'b', 'c', 'd', 'e', 'f'), ...gone('a', 'b', 'c', 'd'), ...named('z')];
    takenAtOnce = 6;
    await adapter.pull();
    expect((await adapter.pulls()).map(({ outcome }) => outcome)).toEqual(['CHANGED', 'CHANGED']);
    const now = (await adapter.entries()).filter(({ status }) => status === 'PRESENT');
    expect(now.map(({ sourceKey }) => sourceKey)).toEqual(['CHL-e', 'CHL-f', 'CHL-z']);
    // From then on, the guard asks.
    movements.push(...gone('e', 'f'));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD' });
  });

  it('are one read where all of them are read anew: nothing that went comes back in between', async () => {
    await adapter.pull();
    const before = await kinds();
    await adapter.close();
    adapter = await openHarness({
      directory,
      storage: storage.location,
      sourceUrl: new URL('https://elsewhere.example/movements'),
      clock: adapter.clock,
    });
    directory.reads.length = 0;
    expect(await adapter.pull()).toMatchObject({ id: 'TST-4', outcome: 'UNCHANGED', read: 5 });
    expect(directory.reads).toEqual([null, { at: '2' }, { at: '4' }]);
    expect(await kinds()).toEqual(before);
  });
});

describe.each(databases)('a part of an edition, on $name', ({ make }) => {
  it('takes nothing away: only the end of a list tells what is missing', async () => {
    const storage = await make();
    const directory = new ScriptedDirectory({ absence: 'removal' });
    const adapter = await openHarness({ directory, storage: storage.location });
    const people = ['Ana Araucaria', 'Beto Boldo'].map((name, index) =>
      listed(`CHL-${index}`, 'Chile', name),
    );
    directory.gives(...people);
    await adapter.pull();
    const whole = directory.next;
    directory.gives(...people.slice(1));
    const part = directory.next;
    directory.next = async (since, signal) => {
      const read = await part(since, signal);
      return read.kind === 'complete' ? { ...read, more: true } : read;
    };
    expect(await adapter.pull()).toMatchObject({ outcome: 'INCOMPLETE', removed: 0 });
    directory.next = whole;
    expect(await adapter.pull()).toMatchObject({ outcome: 'UNCHANGED' });
    await adapter.close();
    await storage.drop();
  });
});
