import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { anna, DirectoryWorld } from './directory-world.ts';
import { audiences, openingActs, readers, refusal } from './opening-acts.ts';

describe.each(databases)('what is shown beyond states ($name)', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
  });
  afterEach(() => world.stop());
  const { reads, turn, release, releases, copied, everythingReleased } = openingActs(() => world);

  it('shows only the released functions and fields, and says which', async () => {
    await copied();
    await turn('REGIONAL_ORGANISATIONS', true);
    await releases('REGIONAL_ORGANISATIONS', { functions: ['DIPLOMATIC'], fields: ['emails', 'entity'] });
    const [shown, ...others] = await reads('REGIONAL_ORGANISATIONS');
    expect(others).toEqual([]);
    expect(shown).toEqual({
      id: expect.any(String),
      function: 'DIPLOMATIC',
      kind: 'PERSON',
      level: null,
      name: null,
      title: null,
      entity: 'Ministry of Examples',
      webPage: null,
      emails: ['anna@mfa.example'],
      phones: [],
      telephones: [],
      languages: [],
      shownFields: ['entity', 'emails'],
    });
  });

  it('shows the public offices alone, unless the state names persons and their fields', async () => {
    await everythingReleased();
    for (const audience of audiences) await turn(audience, true);
    await releases('PUBLIC');
    expect(await reads('PUBLIC')).toMatchObject([
      {
        kind: 'OFFICE',
        name: null,
        entity: 'CERT of Examples',
        emails: ['desk@cert.example'],
        shownFields: ['entity', 'webPage', 'emails', 'phones', 'languages'],
      },
    ]);
    expect((await release('PUBLIC', { kinds: ['PERSON'] })).errors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: 'fields' },
    ]);
    await releases('PUBLIC', { kinds: ['PERSON'], fields: ['title'] });
    expect(await reads('PUBLIC')).toMatchObject([
      { kind: 'PERSON', title: 'Adviser', name: null, emails: [] },
    ]);
  });

  it('follows what the consent covers: what is copied no longer is shown no longer', async () => {
    await copied();
    await turn('REGIONAL_ORGANISATIONS', true);
    await releases('REGIONAL_ORGANISATIONS');
    const { consent } = await world.grant('EST', 'OSCE', { functions: ['DIPLOMATIC'], fields: ['name'] });
    expect(await reads('REGIONAL_ORGANISATIONS')).toMatchObject([
      { name: 'Anna Näide', emails: [], phones: [] },
    ]);
    await world.withdraw('EST', consent.id, 'WITHDRAW');
    expect(await reads('REGIONAL_ORGANISATIONS')).toEqual([]);
  });

  it('shows by id what it shows in the list, and an id that is not released as one that does not exist', async () => {
    const { contacts } = await copied();
    const office = contacts.find(({ kind }) => kind === 'OFFICE')?.id;
    const person = contacts.find(({ kind }) => kind === 'PERSON')?.id;
    for (const audience of audiences) await turn(audience, true);
    await releases('PUBLIC');
    const query = 'query ($id: ID!) { contact(id: $id) { id entity } }';
    const byId = async (id: unknown) => (await world.ask(null, query, { id })).data;
    expect(await byId(office)).toEqual({ contact: { id: office, entity: 'CERT of Examples' } });
    expect(await byId(person)).toEqual({ contact: null });
    expect(await byId('nobody')).toEqual({ contact: null });
  });

  it('tells an audience nothing of where a value is from, or of when and how often it changed', async () => {
    await everythingReleased();
    for (const audience of audiences) await turn(audience, true);
    for (const audience of audiences) {
      for (const hidden of [
        'contacts { revision }',
        'contacts { updatedAt }',
        'contacts { provenance { field } }',
        'contacts { ownFields }',
        'contacts { withheld }',
        'contacts { formerIds }',
        'contacts { mergedInto { id } }',
        'contacts { copiedFrom { directory } }',
        'contacts { revisions { actor } }',
        'contacts(asOf: "2026-01-01T00:00:00Z") { id }',
        'participating',
        'releases { audience }',
        'sponsorships { observer }',
        'precedence { name }',
      ]) {
        const { errors } = await world.ask(readers[audience], `{ state(iso3: "EST") { ${hidden} } }`);
        expect([audience, hidden, errors[0]?.code]).toEqual([audience, hidden, refusal(audience)]);
      }
      for (const hidden of [
        '{ states(participating: true) { iso3 } }',
        '{ directoryRevision }',
        '{ proposals { totalCount } }',
        '{ conflicts { totalCount } }',
        '{ syncDashboard { copiedContacts } }',
      ]) {
        const { errors } = await world.ask(readers[audience], hidden);
        expect([audience, hidden, errors[0]?.code]).toEqual([audience, hidden, refusal(audience)]);
      }
    }
  });

  it('orders what it shows by that alone', async () => {
    world.osce.add('z', {
      ...anna,
      name: 'Zoe',
      entity: 'Ministry A',
      emails: ['z@mfa.example'],
      phones: [],
    });
    world.osce.add('b', {
      ...anna,
      name: 'Bea',
      entity: 'Ministry B',
      emails: ['b@mfa.example'],
      phones: [],
    });
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
    await turn('REGIONAL_ORGANISATIONS', true);
    await releases('REGIONAL_ORGANISATIONS', { fields: ['entity'] });
    const ids = (await reads('REGIONAL_ORGANISATIONS')).map(({ id }) => id);
    expect(ids).toHaveLength(2);
    expect(ids).toEqual([...ids].sort());
  });
});
