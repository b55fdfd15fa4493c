import { gunzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import type { Fault } from '../support/faults.ts';
import { everyWorld, World } from '../support/world.ts';
import {
  allEntriesOf,
  consents,
  contactsOf,
  decidePull,
  decides,
  heldPulls,
  lastPulls,
  previewHeldPull,
  previewsHeldPull,
  pulls,
} from './verbs.ts';

const consenting = ['CAN', 'DEU', 'EST', 'FIN', 'NOR'];
/** All of Estonia, a function of Canada and of Finland with all its contacts, one of two for another of Canada and of Germany. */
const ofConsenting = /^EST-|^CAN-TEC-|^FIN-TEC-|^CAN-POL-2$|^DEU-POL-1$/;

/** The feed, with its contact points as the test makes them, and a count that fits. */
const feedWith = (change: (contactPoint: string, id: string) => string): Fault => ({
  kind: 'altered',
  alter: ({ headers, body }) => {
    const bytes = Buffer.from(body);
    const xml = (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString('utf8');
    const changed = xml.replace(/<contactPoint id="([^"]*)"[\s\S]*?<\/contactPoint>\s*/g, change);
    const left = changed.match(/<contactPoint /g)?.length ?? 0;
    const counted = changed.replace(/count="\d+"/, `count="${left}"`);
    return { status: 200, headers: { 'content-type': 'application/xml' }, body: counted };
  },
});

describe.each(everyWorld(databases))(
  'a pull that would take away too much ($name, $arrangement)',
  ({ make, arrangement }) => {
    let world: World;
    /** 60 of the directory's entries. */
    let vanishing: ReadonlySet<string>;
    let accepted: number;

    beforeAll(async () => {
      world = await World.start(make, arrangement);
      // A source that answers in full each time, so that each pull reads what the test makes of it.
      const source = world.source('OSCE');
      world.server.mount('OSCE', (request) =>
        source.handle({ ...request, headers: { ...request.headers, 'if-none-match': undefined } }),
      );
      for (const state of consenting) await consents(world, state, 'OSCE');
      const entries = await allEntriesOf(world.custodian, 'OSCE');
      accepted = entries.length;
      const first = entries.filter(({ sourceKey }) => ofConsenting.test(sourceKey));
      const others = entries.filter(({ state }) => state === null || !consenting.includes(state));
      vanishing = new Set([...first, ...others].slice(0, 60).map(({ sourceKey }) => sourceKey));
    });
    afterAll(() => world.stop());
    afterEach(() => world.server.fail('OSCE', null));

    const vanish = () =>
      world.server.fail(
        'OSCE',
        feedWith((point, id) => (vanishing.has(id) ? '' : point)),
      );
    const everything = async () => ({
      contacts: await Promise.all(consenting.map((state) => contactsOf(world.custodian, state))),
      entries: await allEntriesOf(world.custodian, 'OSCE'),
    });
    const theHeldPull = async () => {
      const [held, ...more] = await heldPulls(world, 'OSCE');
      if (!held || more.length > 0) throw new Error(`${more.length + (held ? 1 : 0)} pulls are held`);
      return held;
    };
    const waitingOf = async (state: string) => {
      const shape = z.object({
        proposals: z.object({
          nodes: z.array(
            z.object({
              kind: z.string(),
              sourceKey: z.string(),
              contact: z.object({ id: z.string() }).nullable(),
            }),
          ),
        }),
      });
      const query = '{ proposals(first: 200) { nodes { kind sourceKey contact { id } } } }';
      return (await world.state(state).get(query, shape)).proposals.nodes;
    };

    it('is held: nothing is lost, every copy stays, and the dashboard shows it', async () => {
      const before = await everything();
      expect(before.contacts.every((contacts) => contacts.length > 0)).toBe(true);
      vanish();
      const pull = await pulls(world, 'OSCE');
      expect(pull).toMatchObject({ outcome: 'HELD', added: 0, changed: 0, removed: 0 });
      expect(pull.problem).toMatch(new RegExp(`^60 of ${accepted} entries would go`));
      expect(await everything()).toEqual(before);
      expect(await theHeldPull()).toMatchObject({
        outcome: 'HELD',
        problem: pull.problem,
        held: { share: 20, count: 3, losses: [{ subject: 'ENTRY', going: 60, accepted, limit: 3 }] },
        decision: null,
      });
      // The next scheduled pulls say the same, and one decision is asked for.
      const again = await pulls(world, 'OSCE');
      expect(again).toMatchObject({ outcome: 'UNCHANGED', removed: 0 });
      expect(await everything()).toEqual(before);
      await world.restart();
      expect((await theHeldPull()).problem).toBe(pull.problem);
    });

    it('is for the custodian alone to decide, with a reason, while it is held', async () => {
      const { id } = await theHeldPull();
      const variables = { id, reason: 'x' };
      for (const asker of [
        world.state('EST'),
        world.contact('EST'),
        world.organisation('OSCE'),
        world.organisation('OAS'),
      ]) {
        for (const query of [decidePull('approve'), decidePull('reject')])
          expect(await asker.refused(query, variables)).toBe('FORBIDDEN');
        expect(await asker.refused(previewHeldPull, { id })).toBe('FORBIDDEN');
      }
      expect(await world.nobody.refused(decidePull('approve'), variables)).toBe('UNAUTHENTICATED');
      for (const unknown of ['OSCE-999', 'ARF', 'nothing', 'XYZ-1', ''])
        for (const query of [decidePull('approve'), decidePull('reject')])
          expect(await world.custodian.refused(query, { id: unknown, reason: 'x' })).toBe('NOT_FOUND');
      expect(await world.custodian.refused(previewHeldPull, { id: 'OSCE-999' })).toBe('NOT_FOUND');
      const { errors } = await world.custodian.ask(decidePull('approve'), { id, reason: '  ' });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', field: 'reason' } }]);
      expect(await world.custodian.refused(decidePull('approve'), { id: 'OSCE-1', reason: 'x' })).toBe(
        'CONFLICT',
      );
      expect((await theHeldPull()).id).toBe(id);
    });

    it('rejected, is read anew in full: held again while its source says the same, and nothing is lost', async () => {
      const before = await everything();
      const { id } = await theHeldPull();
      vanish();
      expect(await decides(world, 'reject', id, 'The secretariat says its export broke.')).toMatchObject({
        id,
        decision: 'REJECTED',
        decidedBy: 'custodian',
        decisionReason: 'The secretariat says its export broke.',
      });
      const next = await theHeldPull();
      expect(next.id).not.toBe(id);
      expect(await everything()).toEqual(before);
      expect(await world.custodian.refused(decidePull('reject'), { id, reason: 'x' })).toBe('CONFLICT');
      world.server.fail('OSCE', null);
      await decides(world, 'reject', next.id, 'They mended it.');
      expect(await heldPulls(world, 'OSCE')).toEqual([]);
      expect(await everything()).toEqual(before);
    });

    it('is lifted by a later good pull', async () => {
      const before = await everything();
      vanish();
      await pulls(world, 'OSCE');
      const { id } = await theHeldPull();
      world.server.fail('OSCE', null);
      expect(await pulls(world, 'OSCE')).toMatchObject({ outcome: 'UNCHANGED', problem: null });
      expect(await heldPulls(world, 'OSCE')).toEqual([]);
      const [lifting, ...earlier] = await lastPulls(world, 'OSCE');
      expect(earlier.find((pull) => pull.id === id)).toMatchObject({
        decision: 'LIFTED',
        decidedBy: null,
        settledBy: lifting?.id,
      });
      expect(await everything()).toEqual(before);
    });

    it('keeps a field that vanishes from many at once, and approved does what the preview showed', async () => {
      const before = await everything();
      world.server.fail(
        'OSCE',
        feedWith((point) => point.replace(/<phone(24x7)?\b[^>]*(\/>|>[^<]*<\/phone(24x7)?>)/g, '')),
      );
      const pull = await pulls(world, 'OSCE');
      expect(pull).toMatchObject({ outcome: 'HELD', changed: 0, removed: 0 });
      expect(pull.problem).toMatch(/entries that had telephone numbers would lose them/);
      expect(await everything()).toEqual(before);
      const { id } = await theHeldPull();
      const preview = await previewsHeldPull(world, id);
      expect(preview).toMatchObject({ entriesGoing: 0, remove: 0, wait: 0 });
      expect(preview.change).toBeGreaterThan(0);
      expect(await everything()).toEqual(before);
      await decides(world, 'approve', id, 'The region no longer publishes telephone numbers.');
      const after = (await everything()).contacts.flat();
      const changed = before.contacts.flat().filter(({ id: contactId, revision }) => {
        const now = after.find((contact) => contact.id === contactId);
        return now !== undefined && now.revision !== revision;
      });
      expect(changed.map((contact) => contact.id).sort()).toEqual(
        preview.effects.map(({ contactId }) => contactId).sort(),
      );
      expect(after.every(({ phones }) => phones.length === 0)).toBe(true);
      world.server.fail('OSCE', null);
      await pulls(world, 'OSCE');
      const phones = (contacts: readonly { id: string; phones: string[] }[]) =>
        Object.fromEntries(contacts.map((contact) => [contact.id, contact.phones]));
      expect(phones((await everything()).contacts.flat())).toEqual(phones(before.contacts.flat()));
    });

    it('keeps the functions that a whole level would change; approved, each state keeps one contact until it says yes', async () => {
      const before = await everything();
      const byId = (all: typeof before) =>
        new Map(all.contacts.flat().map((contact) => [contact.id, contact.function]));
      world.server.fail(
        'OSCE',
        feedWith((point) => point.replace('level="POLICY"', 'level="TECHNICAL"')),
      );
      const pull = await pulls(world, 'OSCE');
      expect(pull).toMatchObject({ outcome: 'HELD', changed: 0, removed: 0 });
      expect(pull.problem).toMatch(/entries would be for another function/);
      expect(await everything()).toEqual(before);
      const { id } = await theHeldPull();
      const preview = await previewsHeldPull(world, id);
      await decides(world, 'approve', id, 'Confirmed.');
      const [was, now] = [byId(before), byId(await everything())];
      expect([...now.keys()].sort()).toEqual([...was.keys()].sort());
      const moved = [...was.keys()].filter((one) => was.get(one) !== now.get(one));
      const waiting = (await Promise.all(consenting.map(waitingOf))).flat();
      const shown = (waits: boolean) =>
        preview.effects.filter((effect) => effect.waits === waits).map(({ contactId }) => contactId);
      expect(shown(false).sort()).toEqual(moved.sort());
      expect(shown(true).sort()).toEqual(waiting.map(({ contact }) => contact?.id).sort());
      expect(waiting.map(({ kind }) => kind)).toEqual(consenting.map(() => 'CHANGE'));

      world.server.fail('OSCE', null);
      await pulls(world, 'OSCE');
      await decides(world, 'approve', (await theHeldPull()).id, 'They mended it.');
      expect(byId(await everything())).toEqual(was);
      expect((await Promise.all(consenting.map(waitingOf))).flat()).toEqual([]);
    });

    it('approved, applies exactly the removals that no last-contact rule keeps, as the preview showed', async () => {
      vanish();
      await pulls(world, 'OSCE');
      const { id } = await theHeldPull();
      const before = await everything();
      const preview = await previewsHeldPull(world, id);
      expect(await everything()).toEqual(before);
      expect(new Set(preview.entries.map(({ sourceKey }) => sourceKey))).toEqual(vanishing);
      expect(preview).toMatchObject({ entriesGoing: 60, entriesLosing: 0, change: 0 });

      expect(await decides(world, 'approve', id, 'Confirmed by note 12.')).toMatchObject({
        id,
        outcome: 'CHANGED',
        removed: 60,
        decision: 'APPROVED',
        decidedBy: 'custodian',
        decisionReason: 'Confirmed by note 12.',
      });
      expect(await heldPulls(world, 'OSCE')).toEqual([]);
      const after = await everything();
      expect(after.entries.map(({ sourceKey }) => sourceKey)).toEqual(
        before.entries.map(({ sourceKey }) => sourceKey).filter((key) => !vanishing.has(key)),
      );
      // A function keeps one contact where all of its contacts would go, and loses those that would go where others stay.
      const gone: string[] = [];
      for (const [index, contacts] of before.contacts.entries()) {
        const left = after.contacts[index] ?? [];
        for (const held of new Set(contacts.map((contact) => contact.function))) {
          const ofFunction = contacts.filter((contact) => contact.function === held);
          const staying = ofFunction.filter(({ copiedFrom }) =>
            copiedFrom.some(({ sourceKey }) => !vanishing.has(sourceKey)),
          );
          const now = left.filter((contact) => contact.function === held).map((contact) => contact.id);
          if (staying.length > 0) expect(now).toEqual(staying.map((contact) => contact.id));
          else expect(now).toHaveLength(1);
          gone.push(...ofFunction.map((contact) => contact.id).filter((one) => !now.includes(one)));
        }
      }
      const shown = (waits: boolean) =>
        preview.effects.filter((effect) => effect.waits === waits).map(({ contactId }) => contactId);
      expect(gone.length).toBeGreaterThan(0);
      expect(shown(false).sort()).toEqual(gone.sort());
      const waiting = (await Promise.all(consenting.map(waitingOf))).flat();
      expect(waiting.every(({ kind }) => kind === 'REMOVE')).toBe(true);
      expect(shown(true).sort()).toEqual(waiting.map(({ contact }) => contact?.id).sort());
      expect(waiting.length).toBeGreaterThan(0);
      expect(await pulls(world, 'OSCE')).toMatchObject({ outcome: 'UNCHANGED' });
    });
  },
);
