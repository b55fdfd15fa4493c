import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import {
  anna,
  authority,
  contactOf,
  custodian,
  DirectoryWorld,
  desk,
  grantMutation,
  organisation,
} from './directory-world.ts';

describe.each(databases)('consent on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    world.osce.add('LVA-POL-1', { ...anna, state: 'LVA', name: 'Other Person' });
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  it('copies nothing without it', async () => {
    expect(await world.contacts('EST')).toEqual([]);
  });

  it('copies the entries of that state at once, with where each field comes from', async () => {
    const { consent, contacts } = await world.grant('EST', 'OSCE', { instrument: 'NV 12/2026' });
    expect(await world.contacts('EST')).toEqual(contacts);
    expect(contacts.map(({ function: of, name, entity }) => [of, name, entity])).toEqual([
      ['DIPLOMATIC', 'Anna Näide', 'Ministry of Examples'],
      ['TECHNICAL', null, 'CERT of Examples'],
    ]);
    expect(contacts[0]).toMatchObject({
      level: 'PRIMARY',
      emails: ['anna@mfa.example'],
      phones: ['+441632960001'],
      languages: ['et', 'en'],
      revision: 1,
      copiedFrom: [{ directory: 'OSCE', sourceKey: 'EST-POL-1', consentId: consent.id, present: true }],
    });
    expect(contacts[0]?.provenance.map(({ field }) => field)).toEqual([
      'function',
      'name',
      'title',
      'entity',
      'emails',
      'phones',
      'languages',
    ]);
    for (const row of contacts[0]?.provenance ?? [])
      expect(row).toMatchObject({
        origin: 'COPIED',
        directory: 'OSCE',
        sourceKey: 'EST-POL-1',
        consentId: consent.id,
        pull: 'OSCE-pull-1',
      });
    expect(await world.contacts('LVA')).toEqual([]);
  });

  it('copies only the functions and the fields it names, and stores no other value', async () => {
    const { contacts } = await world.grant('EST', 'OSCE', {
      functions: ['DIPLOMATIC'],
      fields: ['emails', 'entity'],
    });
    expect(contacts).toHaveLength(1);
    expect(contacts[0]).toMatchObject({
      function: 'DIPLOMATIC',
      level: 'PRIMARY',
      name: null,
      phones: [],
      emails: ['anna@mfa.example'],
    });
    world.osce.edit('EST-POL-1', { name: 'Somebody New', phones: ['+44 1632 960999'] });
    await world.pull('OSCE');
    const after = await world.contact('EST');
    expect(after).toMatchObject({ name: null, phones: [], revision: 1 });
  });

  it('narrows and widens by new terms, which take the place of the old', async () => {
    const first = await world.grant('EST', 'OSCE');
    const narrow = await world.grant('EST', 'OSCE', { functions: ['TECHNICAL'], fields: ['emails'] });
    expect(await world.contact('EST')).toMatchObject({ function: 'TECHNICAL', entity: null, revision: 2 });
    const wide = await world.grant('EST', 'OSCE');
    const contacts = await world.contacts('EST');
    expect(contacts.map(({ entity }) => entity)).toEqual(['Ministry of Examples', 'CERT of Examples']);
    const shape = z.object({ state: z.object({ consents: z.array(z.looseObject({})) }) });
    const query = '{ state(iso3: "EST") { consents(includeEnded: true) { id status replacedBy endedAt } } }';
    expect((await world.get(custodian, query, shape)).state.consents).toMatchObject([
      { id: first.consent.id, status: 'WITHDRAWN', replacedBy: narrow.consent.id },
      { id: narrow.consent.id, status: 'WITHDRAWN', replacedBy: wide.consent.id },
      { id: wide.consent.id, status: 'ACTIVE', replacedBy: null, endedAt: null },
    ]);
  });

  it('gives the one in force back when the very same terms are sent again, also while the directory is down', async () => {
    const terms = { functions: ['TECHNICAL', 'DIPLOMATIC'], instrument: 'NV 1' };
    const first = await world.grant('EST', 'OSCE', terms);
    const revision = await world.revision();
    world.osce.isDown = true;
    const again = await world.grant('EST', 'OSCE', { ...terms, functions: ['DIPLOMATIC', 'TECHNICAL'] });
    expect(again).toEqual({ consent: first.consent, contacts: [] });
    expect(await world.revision()).toBe(revision);
  });

  it('is one and the same where it is given twice at once', async () => {
    const given = await Promise.all([1, 2, 3].map(() => world.grant('EST', 'OSCE')));
    expect(new Set(given.map(({ consent }) => consent.id)).size).toBe(1);
    expect(await world.contacts('EST')).toHaveLength(2);
  });

  it.each([
    ['nobody', null, 'UNAUTHENTICATED'],
    ['another state', authority('LVA'), 'FORBIDDEN'],
    ['a contact of the state', contactOf('EST'), 'FORBIDDEN'],
    ['the organisation', organisation('OSCE'), 'FORBIDDEN'],
    ['the custodian', custodian, 'FORBIDDEN'],
  ])('cannot be given, previewed or withdrawn by %s', async (_who, caller, code) => {
    const input = { state: 'EST', directory: 'OSCE' };
    expect((await world.tryGrant(caller, input)).errors).toMatchObject([{ code }]);
    const preview = 'query ($input: GrantConsentInput!) { previewConsent(input: $input) { add } }';
    expect((await world.ask(caller, preview, { input })).errors).toMatchObject([{ code }]);
    expect(await world.contacts('EST')).toEqual([]);
    const { consent } = await world.grant('EST', 'OSCE');
    const withdraw =
      'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected } }';
    const withdrawal = { input: { consentId: consent.id, copies: 'WITHDRAW' } };
    expect((await world.ask(caller, withdraw, withdrawal)).errors).toMatchObject([{ code }]);
    expect(await world.contacts('EST')).toHaveLength(2);
  });

  it.each([
    [{ state: 'XXX' }, 'input.state', /alpha-3/],
    [{ directory: 'NATO' }, 'input.directory', /ARF, OAS, OSCE/],
    [{ functions: [] }, 'input.functions', /leave "functions" out/],
    [{ fields: [] }, 'input.fields', /leave "fields" out/],
    [{ fields: ['email'] }, 'input.fields', /"email".*emails/],
    [{ levels: [{ level: 'HIGH_LEVEL', function: 'LEGAL' }] }, 'input.levels', /PRIMARY, ALTERNATE/],
    [
      {
        levels: [
          { level: 'PRIMARY', function: 'LEGAL' },
          { level: 'primary', function: 'TECHNICAL' },
        ],
      },
      'input.levels',
      /twice/,
    ],
    [{ validUntil: '2026-03-01T09:00:00.000Z' }, 'input.validUntil', /future/],
    [{ instrument: 'x'.repeat(501) }, 'input.instrument', /500/],
  ])('is refused with the field at fault for %j', async (wrong, field, message) => {
    const { errors } = await world.tryGrant(authority('EST'), { state: 'EST', directory: 'OSCE', ...wrong });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', field }]);
    expect(errors[0]?.message).toMatch(message);
  });

  it('changes nothing and says why where the directory is down', async () => {
    const revision = await world.revision();
    world.osce.isDown = true;
    const { errors } = await world.tryGrant(authority('EST'), { state: 'EST', directory: 'OSCE' });
    expect(errors[0]?.message).toMatch(/adapter of OSCE does not answer/);
    expect(await world.revision()).toBe(revision);
    const shape = z.object({ state: z.object({ consents: z.array(z.unknown()) }) });
    const { state } = await world.get(custodian, '{ state(iso3: "EST") { consents { id } } }', shape);
    expect(state.consents).toEqual([]);
  });

  it('withdraws the copies, and no later change brings anything back', async () => {
    const { consent } = await world.grant('EST', 'OSCE');
    expect(await world.withdraw('EST', consent.id, 'WITHDRAW')).toBe(2);
    expect(await world.contacts('EST')).toEqual([]);
    world.osce.edit('EST-POL-1', { name: 'New Name' });
    world.osce.add('EST-POL-2', anna);
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toEqual([]);
    const shape = z.object({ state: z.object({ participating: z.boolean() }) });
    const { state } = await world.get(custodian, '{ state(iso3: "EST") { participating } }', shape);
    expect(state.participating).toBe(false);
  });

  it('lets the state keep the copies as its own, and no later change touches them', async () => {
    const { consent, contacts } = await world.grant('EST', 'OSCE');
    expect(await world.withdraw('EST', consent.id, 'KEEP')).toBe(2);
    const kept = await world.contacts('EST');
    expect(kept.map(({ id, name, phones }) => [id, name, phones])).toEqual(
      contacts.map(({ id, name, phones }) => [id, name, phones]),
    );
    for (const contact of kept) {
      expect(contact.copiedFrom).toEqual([]);
      for (const row of contact.provenance)
        expect(row).toMatchObject({ origin: 'DIRECT', directory: null, consentId: null, pull: null });
    }
    world.osce.edit('EST-POL-1', { name: 'New Name' });
    world.osce.remove('EST-TEC-1');
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toEqual(kept);
    // A new consent finds what was kept: nobody is listed twice, and what was merely kept follows again.
    await world.grant('EST', 'OSCE');
    const again = await world.contacts('EST');
    expect(again).toHaveLength(2);
    expect(again[0]).toMatchObject({ name: 'New Name', copiedFrom: [{ sourceKey: 'EST-POL-1' }] });
    world.osce.edit('EST-POL-1', { title: 'Ambassador' });
    await world.pull('OSCE');
    expect((await world.contacts('EST'))[0]).toMatchObject({ title: 'Ambassador' });
  });

  it('cannot end twice, nor be withdrawn where there is none', async () => {
    const { consent } = await world.grant('EST', 'OSCE');
    await world.withdraw('EST', consent.id, 'WITHDRAW');
    const withdraw =
      'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected } }';
    const again = (consentId: string) =>
      world.ask(authority('EST'), withdraw, { input: { consentId, copies: 'KEEP' } });
    expect((await again(consent.id)).errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect((await again('nothing')).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });

  it('ends at its very instant, with its copies, before anybody reads or any change is followed', async () => {
    await world.grant('EST', 'OSCE', { validUntil: '2026-03-01T10:00:00.000Z' });
    world.clock.set('2026-03-01T09:59:59.999Z');
    expect(await world.contacts('EST')).toHaveLength(2);
    world.osce.edit('EST-POL-1', { name: 'Too Late' });
    world.clock.set('2026-03-01T10:00:00.000Z');
    const shape = z.object({
      state: z.object({
        contacts: z.array(z.unknown()),
        consents: z.array(z.looseObject({})),
      }),
    });
    const query =
      '{ state(iso3: "EST") { contacts { id } consents(includeEnded: true) { status endedAt } } }';
    expect((await world.get(custodian, query, shape)).state).toEqual({
      contacts: [],
      consents: [{ status: 'EXPIRED', endedAt: '2026-03-01T10:00:00.000Z' }],
    });
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toEqual([]);
  });

  it('asks which function a level is, and copies what is answered', async () => {
    const person = { state: 'MYS', level: 'WORKING_LEVEL', name: 'Some Officer', emails: ['so@arf.example'] };
    world.arf.add('row-1', person);
    world.arf.add('row-2', { ...person, level: 'HIGH_LEVEL', name: 'Some Minister' });
    const { contacts } = await world.grant('MYS', 'ARF', {
      levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }],
    });
    expect(contacts).toMatchObject([{ function: 'DIPLOMATIC', level: 'HIGH_LEVEL', name: 'Some Minister' }]);
    const waiting = await world.proposals('MYS');
    expect(waiting).toMatchObject([{ kind: 'ADD', sourceKey: 'row-1', contact: null }]);
    expect(waiting[0]?.reason).toMatch(/WORKING_LEVEL.*Which function/);
    expect(waiting[0]?.changes).toContainEqual({ field: 'name', before: [], after: ['Some Officer'] });
    await world.grant('MYS', 'ARF', {
      levels: [
        { level: 'HIGH_LEVEL', function: 'DIPLOMATIC' },
        { level: 'WORKING_LEVEL', function: 'TECHNICAL' },
      ],
    });
    expect((await world.contacts('MYS')).map(({ name }) => name)).toEqual(['Some Minister', 'Some Officer']);
    expect(await world.proposals('MYS')).toEqual([]);
    const [superseded] = await world.proposals('MYS', 'SUPERSEDED');
    expect(superseded).toMatchObject({ kind: 'ADD', changes: [] });
  });

  it('shows beforehand exactly what it would do, and does nothing', async () => {
    const shape = z.object({
      previewConsent: z.object({
        add: z.number(),
        wait: z.number(),
        contacts: z.array(z.object({ name: z.string().nullable(), copiedFrom: z.array(z.looseObject({})) })),
      }),
    });
    const query = `query ($input: GrantConsentInput!) { previewConsent(input: $input) { add wait
      contacts { name copiedFrom { sourceKey } } } }`;
    const input = { state: 'EST', directory: 'OSCE' };
    const revision = await world.revision();
    const { previewConsent } = await world.get(authority('EST'), query, shape, { input });
    expect(previewConsent).toEqual({
      add: 2,
      wait: 0,
      contacts: [
        { name: 'Anna Näide', copiedFrom: [{ sourceKey: 'EST-POL-1' }] },
        { name: null, copiedFrom: [{ sourceKey: 'EST-TEC-1' }] },
      ],
    });
    expect(await world.revision()).toBe(revision);
    expect(await world.contacts('EST')).toEqual([]);
    const { contacts } = await world.grant('EST', 'OSCE');
    expect(contacts.map(({ name }) => name)).toEqual(previewConsent.contacts.map(({ name }) => name));
  });

  it('does not copy again what its reading held already, when the feed catches up', async () => {
    world.osce.edit('EST-POL-1', { title: 'First' });
    world.osce.edit('EST-POL-1', { title: 'Second' });
    world.osce.remove('EST-TEC-1');
    expect((await world.grant('EST', 'OSCE')).contacts).toMatchObject([{ title: 'Second' }]);
    await world.pull('OSCE');
    expect(await world.contact('EST')).toMatchObject({ title: 'Second', revision: 1 });
    expect(await world.proposals('EST', null)).toEqual([]);
  });

  it('loses nothing that changes between its reading of the position and of the entries', async () => {
    world.osce.beforeEntries = () => {
      world.osce.beforeEntries = () => undefined;
      world.osce.edit('EST-POL-1', { title: 'In Between' });
      world.osce.add('EST-LEG-1', { ...desk, function: 'LEGAL' });
      world.osce.remove('EST-TEC-1');
    };
    await world.grant('EST', 'OSCE');
    await world.pull('OSCE');
    expect((await world.contacts('EST')).map((row) => [row.function, row.title, row.revision])).toEqual([
      ['DIPLOMATIC', 'In Between', 1],
      ['LEGAL', null, 1],
    ]);
  });

  it('reads again where the feed was followed past its reading meanwhile', async () => {
    let times = 0;
    world.osce.beforeEntries = async () => {
      times += 1;
      if (times > 1) return;
      world.osce.edit('EST-POL-1', { name: 'Changed Meanwhile' });
      await world.pull('OSCE');
    };
    const { contacts } = await world.grant('EST', 'OSCE');
    expect(times).toBe(2);
    expect(contacts[0]?.name).toBe('Changed Meanwhile');
  });

  it('takes codes in small letters', async () => {
    const input = { state: 'est', directory: 'osce' };
    const { errors, data } = await world.ask(authority('EST'), grantMutation, { input });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ grantConsent: { consent: { status: 'ACTIVE' } } });
  });
});
