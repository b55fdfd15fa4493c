import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../platform/database/open.ts';
import type { FieldChange } from '../../subgraphs/directory/contacts/changes.ts';
import { ContactRevisionRow } from '../../subgraphs/directory/storage/contact-revision-row.ts';
import { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';
import { KeepAnswersAndHistory1700000002500 } from '../../subgraphs/directory/storage/keep-answers-and-history.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { SealContactDetails1700000005300 } from '../../subgraphs/directory/storage/seal-contact-details.ts';
import { databases } from '../support/databases.ts';
import { anna, authority, contactOf, custodian, DirectoryWorld, organisation } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const Then = z.object({
  name: z.string().nullable(),
  title: z.string().nullable(),
  phones: z.array(z.string()),
  telephones: z.array(z.object({ extension: z.string().nullable(), asWritten: z.string() })),
  revision: z.number(),
  provenance: z.array(z.object({ field: z.string(), origin: z.string() })),
  copiedFrom: z.array(z.object({ sourceKey: z.string(), present: z.boolean() })),
});
const then = `name title phones telephones { extension asWritten } revision provenance { field origin }
  copiedFrom { sourceKey present }`;

describe.each(databases)('the past on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
    world.osce.add('EST-POL-1', { ...anna, phones: ['+44 1632 960001 ext. 7'] });
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  type Reader = Parameters<typeof world.ask>[0];
  const stood = async (reader: Reader, asOf: string, contactFunction?: string) => {
    const shape = z.object({ state: z.object({ contacts: z.array(Then) }) });
    const query = `query ($asOf: DateTime, $function: ContactFunction) {
      state(iso3: "EST") { contacts(asOf: $asOf, function: $function) { ${then} } } }`;
    return (await world.get(reader, query, shape, { asOf, function: contactFunction })).state.contacts;
  };
  const one = async (reader: Reader, id: string, asOf: string) => {
    const shape = z.object({ contact: Then.nullable() });
    const query = `query ($id: ID!, $asOf: DateTime) { contact(id: $id, asOf: $asOf) { ${then} } }`;
    return (await world.get(reader, query, shape, { id, asOf })).contact;
  };

  /** Copied on the 1st, changed by its source on the 2nd, edited by the state on the 3rd, removed by it on the 4th. */
  async function fourDays(): Promise<string> {
    await world.grant('EST', 'OSCE', { instrument: 'NV 12/2026' });
    const { id } = await world.contact('EST');
    world.clock.set('2026-03-02T09:00:00.000Z');
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    await world.pull('OSCE');
    world.clock.set('2026-03-03T09:00:00.000Z');
    const input = { phones: ['+44 1632 960777'], changedOn: '2026-02-14' };
    await estonia.does('update', { id, revision: 2, input });
    world.clock.set('2026-03-04T09:00:00.000Z');
    await estonia.does('remove', { id, revision: 3, reason: 'She has left.' });
    world.clock.set('2026-03-05T09:00:00.000Z');
    return id;
  }

  it('shows each day as it stood, with where each value came from', async () => {
    const id = await fourDays();
    expect(await stood(custodian, '2026-03-01T08:00:00Z')).toEqual([]);
    const [first] = await stood(custodian, '2026-03-01T10:00:00Z');
    expect(first).toMatchObject({
      title: 'Adviser',
      phones: ['+441632960001'],
      telephones: [{ extension: '7', asWritten: '+44 1632 960001 ext. 7' }],
      revision: 1,
      copiedFrom: [{ sourceKey: 'EST-POL-1', present: true }],
    });
    expect(await one(custodian, id, '2026-03-02T08:59:59.999Z')).toEqual(first);
    expect(await one(custodian, id, '2026-03-02T09:00:00.000Z')).toMatchObject({
      title: 'Counsellor',
      revision: 2,
    });
    const third = await one(authority('EST'), id, '2026-03-04T00:00:00Z');
    expect(third).toMatchObject({
      phones: ['+441632960777'],
      telephones: [{ extension: null }],
      revision: 3,
    });
    expect(third?.provenance).toContainEqual({ field: 'phones', origin: 'DIRECT' });
    expect(third?.provenance).toContainEqual({ field: 'name', origin: 'COPIED' });
    expect(await one(custodian, id, '2026-03-04T12:00:00Z')).toBeNull();
    expect(await stood(custodian, '2026-03-04T12:00:00Z')).toEqual([]);
  });

  it('is looked up by function, as the function was then', async () => {
    await world.grant('EST', 'OSCE');
    const { id } = await world.contact('EST');
    world.clock.set('2026-03-02T09:00:00.000Z');
    await estonia.does('update', { id, revision: 1, input: { function: 'LEGAL' } });
    world.clock.advance(1000);
    expect(await stood(custodian, '2026-03-01T10:00:00Z', 'DIPLOMATIC')).toHaveLength(1);
    expect(await stood(custodian, '2026-03-01T10:00:00Z', 'LEGAL')).toEqual([]);
    expect(await stood(custodian, '2026-03-02T09:00:01Z', 'LEGAL')).toHaveLength(1);
  });

  it('tells each step: when, what, who, on whose authority, since which day and why', async () => {
    const id = await fourDays();
    const shape = z.object({ contact: z.object({ revisions: z.array(z.looseObject({})) }) });
    const query = `query ($id: ID!) { contact(id: $id, asOf: "2026-03-01T12:00:00Z") { revisions {
      revision at action actor authority instrument reason changedOn changes { field before after } } } }`;
    const { contact } = await world.get(authority('EST'), query, shape, { id });
    expect(contact.revisions).toMatchObject([
      {
        revision: 1,
        action: 'ADDED',
        actor: 'authority of EST',
        instrument: 'NV 12/2026',
        changedOn: '2026-03-01',
      },
      {
        revision: 2,
        action: 'CHANGED',
        actor: 'pull OSCE-pull-2',
        instrument: 'NV 12/2026',
        changes: [{ field: 'title', before: ['Adviser'], after: ['Counsellor'] }],
      },
      { revision: 3, action: 'CHANGED', authority: null, instrument: null, changedOn: '2026-02-14' },
      {
        revision: 4,
        action: 'REMOVED',
        actor: 'authority of EST',
        authority: null,
        reason: 'She has left.',
        changedOn: '2026-03-04',
      },
    ]);
  });

  it('of a removed contact is for its own state and the custodian only', async () => {
    const id = await fourDays();
    const asOf = '2026-03-01T12:00:00Z';
    for (const reader of [custodian, authority('EST'), contactOf('EST')]) {
      expect(await stood(reader, asOf)).toHaveLength(1);
      expect(await one(reader, id, asOf)).not.toBeNull();
    }
    expect(await stood(authority('LVA'), asOf)).toEqual([]);
    const query = 'query ($id: ID!, $asOf: DateTime) { contact(id: $id, asOf: $asOf) { name } }';
    expect(await world.ask(authority('LVA'), query, { id, asOf })).toEqual(
      await world.ask(authority('LVA'), query, { id: 'none', asOf }),
    );
    expect((await world.ask(organisation('OSCE'), query, { id, asOf })).errors[0]?.code).toBe('FORBIDDEN');
    expect((await world.ask(null, query, { id, asOf })).errors[0]?.code).toBe('UNAUTHENTICATED');
    const missing = { id: 'none', asOf };
    expect((await world.ask(authority('LVA'), query, missing)).data).toEqual({ contact: null });
  });

  it('brings nothing out for other states that a consent no longer covers', async () => {
    await world.grant('EST', 'OSCE');
    const { id } = await world.contact('EST');
    await world.grant('EST', 'OSCE', { fields: ['name', 'emails'] });
    const asOf = '2026-03-01T09:00:01Z';
    expect(await one(authority('EST'), id, asOf)).toMatchObject({ phones: ['+441632960001'] });
    const foreign = await one(authority('LVA'), id, asOf);
    expect(foreign).toMatchObject({ name: 'Anna Näide', title: null, phones: [], telephones: [] });
    expect(foreign?.provenance.map(({ field }) => field)).toEqual(['function', 'name', 'emails']);
    expect(await stood(contactOf('LVA'), asOf)).toEqual([foreign]);
    await world.grant('EST', 'OSCE', { functions: ['LEGAL'] });
    expect(await stood(contactOf('LVA'), asOf)).toEqual([]);
  });

  it('never tells another state who acted', async () => {
    await world.grant('EST', 'OSCE');
    const { id } = await world.contact('EST');
    const query = 'query ($id: ID!) { contact(id: $id) { revisions { actor } } }';
    for (const reader of [authority('LVA'), contactOf('LVA')])
      expect((await world.ask(reader, query, { id })).errors[0]?.code).toBe('FORBIDDEN');
  });

  it('is not the future', async () => {
    const { errors } = await world.ask(
      custodian,
      '{ state(iso3: "EST") { contacts(asOf: "2030-01-01T00:00:00Z") { name } } }',
    );
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'asOf' }]);
  });
});

describe.each(databases)(
  'a history written before it could be looked at as of a time, on $name',
  ({ make }) => {
    it('is filled in from its steps, and goes down and up again with its rows', async () => {
      const storage = await make();
      const database = await openDatabase(directoryStorage, storage.location);
      const at = (day: number) => `2026-03-0${day}T09:00:00.000Z`;
      const step = (
        revision: number,
        action: ContactRevisionRow['action'],
        changes: FieldChange[],
      ): ContactRevisionRow => ({
        contact_id: 'c',
        revision,
        at: at(revision),
        action,
        actor: 'authority of EST',
        authority: null,
        reason: null,
        changes,
        snapshot: null,
        changed_on: null,
        submission: null,
        notified_on: null,
      });
      const change = (field: string, before: string[], after: string[]) => ({ field, before, after });
      const steps = [
        step(1, 'ADDED', [
          change('function', [], ['LEGAL']),
          change('kind', [], ['PERSON']),
          change('name', [], ['Anna Näide']),
          change('phones', [], ['+441632960001 ext. 7 (24/7)', 'ask for 112']),
        ]),
        step(2, 'CHANGED', [change('emails', [], ['anna@mfa.example'])]),
        step(3, 'REMOVED', [change('name', ['Anna Näide'], [])]),
      ];
      const migrate = (...directions: ('up' | 'down')[]) =>
        database.write(async (manager) => {
          if (!manager.queryRunner) throw new Error('no transaction');
          for (const direction of directions) {
            const steps = [new SealContactDetails1700000005300(), new KeepAnswersAndHistory1700000002500()];
            for (const migration of direction === 'down' ? steps : steps.reverse())
              await migration[direction](manager.queryRunner);
          }
        });
      await database.write((manager) => manager.save(ContactRevisionRow, steps));
      await migrate('down', 'up');
      const rows = await database.read((manager) =>
        manager.find(ContactRevisionRow, { order: { revision: 'ASC' } }),
      );
      expect(rows.map(({ changes }) => changes)).toEqual(steps.map(({ changes }) => changes));
      expect(rows.map(({ snapshot }) => snapshot?.content ?? null)).toEqual([
        {
          function: 'LEGAL',
          level: null,
          kind: 'PERSON',
          name: 'Anna Näide',
          title: null,
          entity: null,
          webPage: null,
          emails: [],
          phones: [
            {
              e164: '+441632960001',
              extension: '7',
              asWritten: '+441632960001 ext. 7',
              aroundTheClock: true,
            },
            { e164: null, extension: null, asWritten: 'ask for 112', aroundTheClock: false },
          ],
          languages: [],
        },
        expect.objectContaining({ name: 'Anna Näide', emails: ['anna@mfa.example'] }),
        null,
      ]);
      expect(await database.read((manager) => manager.count(ContactRow))).toBe(0);
      await database.close();
      await storage.drop();
    });
  },
);
