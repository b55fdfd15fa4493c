import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AdapterHarness, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';

const names = Array.from({ length: 25 }, (_, index) => `EST-${String(index).padStart(2, '0')}`);
/** Here anything may go. */
const guard = { share: 100, count: 1000 };
const edition = (title: string) => names.map((id) => listed(id, 'Estonia', `${title} of ${id}`));

describe.each(databases)('the change feed on $name', ({ name, make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;

  beforeEach(async () => {
    storage = await make();
    directory = new ScriptedDirectory();
    adapter = await openHarness({ directory, storage: storage.location, guard });
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  const Page = z.object({
    tst: z.object({
      position: z.number(),
      changes: z.object({
        changes: z.array(
          z.object({ seq: z.number(), entry: z.object({ name: z.string(), position: z.number() }) }),
        ),
        position: z.number(),
        hasMore: z.boolean(),
      }),
    }),
  });
  async function page(after: number, first: number) {
    const query = `{ tst { position changes(after: ${after}, first: ${first}) { changes { seq entry { name position } } position hasMore } } }`;
    return Page.parse((await adapter.ask(service, query)).data).tst;
  }

  it('is read in parts without gap or repeat, each entry as it was then', async () => {
    directory.gives(...edition('First'));
    await adapter.pull();
    directory.gives(...edition('Second'));
    await adapter.pull();
    const read: z.infer<typeof Page>['tst']['changes']['changes'] = [];
    for (let after = 0, more = true; more; ) {
      const { changes } = await page(after, 7);
      read.push(...changes.changes);
      after = changes.position;
      more = changes.hasMore;
    }
    expect(read.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(read[3]?.entry).toEqual({ name: 'First of EST-03', position: 4 });
    expect(read[28]?.entry).toEqual({ name: 'Second of EST-03', position: 29 });
  });

  it('says where it ends to who has read it all, and to who followed another feed', async () => {
    directory.gives(...edition('First'));
    await adapter.pull();
    expect(await page(25, 10)).toEqual({
      position: 25,
      changes: { changes: [], position: 25, hasMore: false },
    });
    expect((await page(99, 10)).changes).toEqual({ changes: [], position: 25, hasMore: false });
    expect((await page(15, 10)).changes).toMatchObject({ position: 25, hasMore: false });
  });

  it('is known again by its epochs: the same while it goes on, others once it was set back and goes on', async () => {
    const Ends = z.object({
      tst: z.object({
        feedEnd: z.object({ position: z.number(), epoch: z.string().nullable() }),
        earlier: z.string().nullable(),
      }),
    });
    const ends = async (at: number) =>
      Ends.parse(
        (await adapter.ask(service, `{ tst { feedEnd { position epoch } earlier: epoch(at: ${at}) } }`)).data,
      ).tst;
    const openAgain = async (other: TestStorage) => {
      await adapter.close();
      adapter = await openHarness({ directory, storage: other.location, guard });
    };
    expect(await ends(0)).toEqual({ feedEnd: { position: 0, epoch: null }, earlier: null });
    directory.gives(...edition('First'));
    await adapter.pull();
    const { feedEnd: first } = await ends(0);
    expect(first).toEqual({ position: 25, epoch: expect.any(String) });
    directory.gives(...edition('Second'));
    await adapter.pull();
    await openAgain(storage);
    const { feedEnd: second, earlier } = await ends(25);
    expect(earlier).toBe(first.epoch);
    expect(second.position).toBe(50);
    expect(second.epoch).not.toBe(first.epoch);

    const reset = await make();
    await openAgain(reset);
    expect((await ends(50)).earlier).toBeNull();
    directory.gives(...edition('First'));
    await adapter.pull();
    expect((await ends(25)).earlier).not.toBe(first.epoch);
    await openAgain(storage);
    await reset.drop();
  });

  it('has no gap, and its order is the order of commits, when many pull at once', async () => {
    const others =
      name === 'PostgreSQL' ? [await openHarness({ directory, storage: storage.location, guard })] : [];
    let edit = 0;
    directory.next = async () => {
      edit += 1;
      const records = edition(`Edit ${edit}`).slice(0, 5 + (edit % 3));
      const located = records.map((record, index) => ({ record, location: `row ${index}` }));
      return { kind: 'complete', records: located, setAside: [], resume: null };
    };
    const all = [adapter, ...others];
    const pulls = await Promise.all(
      Array.from({ length: 8 }, (_, index) => (all[index % all.length] ?? adapter).pull()),
    );
    expect(pulls.map(({ outcome }) => outcome)).toEqual(pulls.map(() => 'CHANGED'));
    expect(new Set(pulls.map(({ id }) => id)).size).toBe(8);
    const feed = await adapter.feed();
    expect(feed.map(({ seq }) => seq)).toEqual(feed.map((_, index) => index + 1));
    const order = feed.map(({ pull }) => Number(pull.split('-')[1]));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    await Promise.all(others.map((other) => other.close()));
  });

  it('takes ten thousand entries, and announces only what changed of them', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      listed(`EST-${index}`, 'Estonia', `Name ${index}`),
    );
    directory.gives(...many);
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 10_000 });
    directory.gives(...many.slice(1), listed('EST-0', 'Estonia', 'Edited'));
    expect(await adapter.pull()).toMatchObject({ outcome: 'CHANGED', added: 0, changed: 1 });
    expect(await page(10_000, 10)).toMatchObject({ position: 10_001, changes: { position: 10_001 } });
  });
});
