import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { linkageOf } from '../../subgraphs/directory/contacts/linkage.ts';
import { databases } from '../support/databases.ts';
import { anna, authority, custodian, DirectoryWorld, desk } from './directory-world.ts';
import { mutations } from './state-acts.ts';

const Linked = z
  .object({
    extent: z.string(),
    ownFields: z.array(z.string()),
    links: z.array(
      z.object({
        directory: z.string(),
        sourceKey: z.string(),
        consentId: z.string(),
        since: z.string().nullable(),
        present: z.boolean(),
        fields: z.array(z.string()),
      }),
    ),
  })
  .nullable();
const linked = 'linked { extent ownFields links { directory sourceKey consentId since present fields } }';

const declare = `mutation ($input: GrantConsentInput!) { sameAsMyRegion(input: $input) {
  waiting consent { id mode status directory } contacts { id ${linked} } } }`;
const preview = `query ($input: GrantConsentInput!) { previewSameAsMyRegion(input: $input) {
  joins add wait contacts { name entity } } }`;
const end =
  'mutation ($input: EndSameAsMyRegionInput!) { endSameAsMyRegion(input: $input) { affected consent { status } } }';
const Declared = z.object({
  sameAsMyRegion: z.object({
    waiting: z.number(),
    consent: z.object({ id: z.string(), mode: z.string(), status: z.string(), directory: z.string() }),
    contacts: z.array(z.object({ id: z.string(), linked: Linked })),
  }),
});

describe.each(databases)('"the same as in my region", on $name', ({ make }) => {
  let world: DirectoryWorld;
  const est = authority('EST');
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  const declares = async (input: Record<string, unknown> = {}) => {
    world.clock.advance(1000);
    const variables = { input: { state: 'EST', directory: 'OSCE', ...input } };
    return (await world.get(est, declare, Declared, variables)).sameAsMyRegion;
  };
  const linksOf = async (iso3 = 'EST') => {
    const query = `query ($iso3: ID!) { state(iso3: $iso3) { participating contacts { id entity ${linked} } } }`;
    const Shown = z.object({ id: z.string(), entity: z.string().nullable(), linked: Linked });
    const shape = z.object({
      state: z.object({ participating: z.boolean(), contacts: z.array(Shown) }),
    });
    return (await world.get(authority('NOR'), query, shape, { iso3 })).state;
  };
  const participation = async () => {
    const query = '{ state(iso3: "EST") { participation { status joinedAt } } }';
    return (await world.ask(est, query)).data;
  };

  it('takes part, consents and has its contacts in one act, each with the sign that it is a link', async () => {
    expect((await linksOf()).participating).toBe(false);
    const { consent, contacts, waiting } = await declares();
    expect(consent).toMatchObject({ mode: 'AUTOMATIC', status: 'ACTIVE', directory: 'OSCE' });
    expect([contacts.length, waiting]).toEqual([2, 0]);
    const shown = await linksOf();
    expect(shown.participating).toBe(true);
    expect(shown.contacts.map((contact) => contact.linked)).toEqual([
      {
        extent: 'WHOLE',
        ownFields: [],
        links: [
          {
            directory: 'OSCE',
            sourceKey: 'EST-POL-1',
            consentId: consent.id,
            since: world.clock.now().toISOString(),
            present: true,
            fields: ['function', 'name', 'title', 'entity', 'emails', 'phones', 'languages'],
          },
        ],
      },
      expect.objectContaining({ extent: 'WHOLE' }),
    ]);
    expect(JSON.stringify(await participation())).toContain('TAKING_PART');
  });

  it('follows the region from then on, by the consent there is, and by no other', async () => {
    const { consent } = await declares();
    world.osce.edit('EST-POL-1', { title: 'Counsellor' });
    await world.pull('OSCE');
    const contacts = await world.contacts('EST');
    expect(contacts.map(({ title }) => title)).toContain('Counsellor');
    const shape = z.object({ state: z.object({ consents: z.array(z.object({ id: z.string() })) }) });
    const query = '{ state(iso3: "EST") { consents(includeEnded: true) { id } } }';
    expect((await world.get(est, query, shape)).state.consents).toEqual([{ id: consent.id }]);
  });

  it('shows where a contact is partly the state’s own word, and where it is wholly so', async () => {
    const { contacts } = await declares();
    const [first] = contacts;
    await world.get(est, mutations.update, z.unknown(), {
      id: first?.id,
      revision: 1,
      input: { phones: ['+44 1632 960099'] },
    });
    const own = { function: 'LEGAL', kind: 'OFFICE', entity: 'Office of Law', emails: ['law@mfa.example'] };
    await world.get(est, mutations.create, z.unknown(), { state: 'EST', input: own });
    const shown = new Map((await linksOf()).contacts.map((contact) => [contact.id, contact.linked]));
    expect(shown.get(first?.id ?? '')).toMatchObject({ extent: 'PART', ownFields: ['phones'] });
    expect(shown.get(first?.id ?? '')?.links[0]?.fields).not.toContain('phones');
    expect([...shown.values()].filter((link) => link === null)).toHaveLength(1);
  });

  it('keeps the day it began where its terms change', async () => {
    await declares();
    const since = world.clock.now().toISOString();
    world.clock.advance(24 * 60 * 60 * 1000);
    const { consent } = await declares({ functions: ['TECHNICAL'] });
    const { contacts } = await linksOf();
    expect(contacts).toHaveLength(1);
    expect(contacts[0]?.linked?.links).toMatchObject([{ consentId: consent.id, since }]);
  });

  it('changes nothing where it is said again in the same words', async () => {
    const first = await declares();
    const again = await declares();
    expect(again).toMatchObject({ consent: { id: first.consent.id }, contacts: [] });
  });

  it('shows what it would do, and does nothing of it', async () => {
    const Preview = z.object({
      previewSameAsMyRegion: z.object({
        joins: z.boolean(),
        add: z.number(),
        wait: z.number(),
        contacts: z.array(z.object({ name: z.string().nullable(), entity: z.string().nullable() })),
      }),
    });
    const asked = { input: { state: 'EST', directory: 'OSCE' } };
    expect((await world.get(est, preview, Preview, asked)).previewSameAsMyRegion).toMatchObject({
      joins: true,
      add: 2,
      wait: 0,
      contacts: [{ name: 'Anna Näide' }, { entity: 'CERT of Examples' }],
    });
    expect(await linksOf()).toEqual({ participating: false, contacts: [] });
    await declares();
    expect((await world.get(est, preview, Preview, asked)).previewSameAsMyRegion).toMatchObject({
      joins: false,
      add: 0,
    });
  });

  it('asks, and never guesses, what a level is for', async () => {
    world.arf.add('EST-W-1', { ...desk, function: null, level: 'WORKING_LEVEL' });
    await world.pull('ARF');
    expect(await declares({ directory: 'ARF' })).toMatchObject({ waiting: 1, contacts: [] });
    const levels = [{ level: 'WORKING_LEVEL', function: 'TECHNICAL' }];
    expect(await declares({ directory: 'ARF', levels })).toMatchObject({
      waiting: 0,
      contacts: [{ linked: { extent: 'WHOLE' } }],
    });
  });

  it('ends at the state’s word: the contacts go, or stay as its own', async () => {
    await declares();
    const input = { state: 'EST', directory: 'osce', copies: 'KEEP', reason: 'We write them ourselves.' };
    expect((await world.ask(est, end, { input })).data).toEqual({
      endSameAsMyRegion: { affected: 2, consent: { status: 'WITHDRAWN' } },
    });
    expect((await linksOf()).contacts.map((contact) => contact.linked)).toEqual([null, null]);
    expect((await world.ask(est, end, { input })).errors).toMatchObject([{ code: 'CONFLICT' }]);
    await declares();
    await world.ask(est, end, { input: { ...input, copies: 'WITHDRAW' } });
    expect((await linksOf()).contacts).toEqual([]);
  });

  it('is undone whole where the region does not answer: the state has not joined either', async () => {
    world.osce.isDown = true;
    const { errors } = await world.ask(est, declare, { input: { state: 'EST', directory: 'OSCE' } });
    expect(errors).toHaveLength(1);
    world.osce.isDown = false;
    expect((await linksOf()).participating).toBe(false);
  });

  it.each([
    ['nobody', null, 'UNAUTHENTICATED'],
    ['another state', authority('LVA'), 'FORBIDDEN'],
    ['the custodian', custodian, 'FORBIDDEN'],
  ])('is not for %s to declare, to try or to end', async (_who, caller, code) => {
    const input = { state: 'EST', directory: 'OSCE' };
    for (const [query, given] of [
      [declare, input],
      [preview, input],
      [end, { ...input, copies: 'KEEP' }],
    ] as const)
      expect((await world.ask(caller, query, { input: given })).errors).toMatchObject([{ code }]);
  });
});

describe('the sign of a link', () => {
  it('is not there where all is the state’s own word', () => {
    expect(linkageOf({ provenance: [], direct: {} }, [], [])).toBeNull();
  });
});
