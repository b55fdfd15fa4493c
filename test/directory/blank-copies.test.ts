import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, DirectoryWorld, desk, organisation } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const LeftOut = z.array(z.object({ directory: z.string(), sourceKey: z.string(), reason: z.string() }));

describe.each(databases)('a consent that covers nothing telling of an entry, on $name', ({ make }) => {
  let world: DirectoryWorld;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    await world.pull('OSCE');
  });
  afterEach(() => world.stop());

  const leftOutBy = async (terms: Record<string, unknown>) => {
    const shape = z.object({
      previewConsent: z.object({ add: z.number(), change: z.number(), wait: z.number(), leftOut: LeftOut }),
    });
    const query = `query ($input: GrantConsentInput!) { previewConsent(input: $input) {
      add change wait leftOut { directory sourceKey reason } } }`;
    const input = { state: 'EST', directory: 'OSCE', ...terms };
    return (await world.get(authority('EST'), query, shape, { input })).previewConsent;
  };
  const outcomeOf = async (sourceKey: string) => {
    const Outcome = z.object({ sourceKey: z.string(), outcome: z.string(), cause: z.string() });
    const shape = z.object({ entryOutcomes: z.object({ nodes: z.array(Outcome) }) });
    const query = '{ entryOutcomes(directory: "OSCE", first: 100) { nodes { sourceKey outcome cause } } }';
    const { nodes } = (await world.get(organisation('OSCE'), query, shape)).entryOutcomes;
    return nodes.find((node) => node.sourceKey === sourceKey);
  };

  it.each(['AUTOMATIC', 'REVIEW'])(
    'makes no contact of it, and says so before and after (%s)',
    async (mode) => {
      const terms = { fields: ['name'], mode };
      expect(await leftOutBy(terms)).toEqual({
        add: mode === 'REVIEW' ? 0 : 1,
        change: 0,
        wait: mode === 'REVIEW' ? 1 : 0,
        leftOut: [
          {
            directory: 'OSCE',
            sourceKey: 'EST-TEC-1',
            reason: expect.stringMatching(/nothing of this entry that says who it is or how to reach it/),
          },
        ],
      });
      await world.grant('EST', 'OSCE', terms);
      expect((await world.contacts('EST')).map(({ name }) => name)).toEqual(
        mode === 'REVIEW' ? [] : ['Anna Näide'],
      );
      expect((await world.proposals('EST')).map(({ sourceKey }) => sourceKey)).toEqual(
        mode === 'REVIEW' ? ['EST-POL-1'] : [],
      );
      expect(await outcomeOf('EST-TEC-1')).toMatchObject({
        outcome: 'NOT_COVERED',
        cause: 'NOTHING_COVERED',
      });
    },
  );

  it('tells the state in the answer to its consent', async () => {
    const shape = z.object({
      grantConsent: z.object({ leftOut: z.array(z.object({ sourceKey: z.string() })) }),
    });
    const mutation =
      'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { leftOut { sourceKey } } }';
    const input = { state: 'EST', directory: 'OSCE', fields: ['title', 'languages'] };
    const { grantConsent } = await world.get(authority('EST'), mutation, shape, { input });
    expect(grantConsent.leftOut).toEqual([{ sourceKey: 'EST-POL-1' }, { sourceKey: 'EST-TEC-1' }]);
    expect(await world.contacts('EST')).toEqual([]);
  });

  it('asks nothing of it where its level names no function', async () => {
    world.arf.add('row-1', { state: 'MYS', level: 'HIGH_LEVEL', kind: 'OFFICE', emails: ['o@arf.example'] });
    await world.pull('ARF');
    await world.grant('MYS', 'ARF', { fields: ['name'] });
    expect(await world.proposals('MYS')).toEqual([]);
    await world.grant('MYS', 'ARF', { fields: ['emails'] });
    expect(await world.proposals('MYS')).toMatchObject([{ sourceKey: 'row-1' }]);
  });

  it('takes the contact away where the state narrows its consent so, and says so before', async () => {
    await world.grant('EST', 'OSCE');
    expect(await leftOutBy({ fields: ['name'] })).toMatchObject({
      add: 0,
      change: 2,
      leftOut: [{ sourceKey: 'EST-TEC-1' }],
    });
    await world.grant('EST', 'OSCE', { fields: ['name'] });
    expect(await world.contact('EST')).toMatchObject({ name: 'Anna Näide', emails: [] });
  });

  it('makes one of it as soon as the entry, or a wider consent, says who it is or how to reach it', async () => {
    await world.grant('EST', 'OSCE', { fields: ['name'] });
    world.osce.edit('EST-TEC-1', { name: 'Desk Officer' });
    await world.pull('OSCE');
    expect((await world.contacts('EST')).map(({ name }) => name)).toEqual(['Anna Näide', 'Desk Officer']);
    world.osce.add('EST-TEC-2', { ...desk, emails: ['second@cert.example'], entity: 'Second Desk' });
    await world.pull('OSCE');
    expect(await world.contacts('EST')).toHaveLength(2);
    await world.grant('EST', 'OSCE', { fields: ['name', 'emails'] });
    expect(await world.contacts('EST')).toHaveLength(3);
  });

  it('leaves a contact that is there where its entry comes to say nothing: only a removal removes', async () => {
    await world.grant('EST', 'OSCE', { fields: ['emails'] });
    world.osce.edit('EST-TEC-1', { emails: [] });
    await world.pull('OSCE');
    const technical = (await world.contacts('EST')).find(({ function: of }) => of === 'TECHNICAL');
    expect(technical).toMatchObject({ emails: [], revision: 2, copiedFrom: [{ present: true }] });
    world.osce.edit('EST-TEC-1', { emails: ['again@cert.example'] });
    await world.pull('OSCE');
    expect((await world.contacts('EST')).find(({ id }) => id === technical?.id)).toMatchObject({
      emails: ['again@cert.example'],
    });
  });

  it('says what the entry is, a person or an office, whether or not its name is covered', async () => {
    await world.grant('EST', 'OSCE', { fields: ['emails'] });
    expect((await world.contacts('EST')).map(({ kind, name }) => [kind, name])).toEqual([
      ['PERSON', null],
      ['OFFICE', null],
    ]);
  });

  it('cannot be split into a contact without content', async () => {
    world.oas.add('OAS-1', { ...desk, level: 'CYBER_POLICY' });
    await world.pull('OAS');
    await world.grant('EST', 'OSCE');
    await world.grant('EST', 'OAS', { fields: ['emails', 'entity'] });
    world.oas.edit('OAS-1', { emails: [], entity: null });
    await world.pull('OAS');
    const technical = (await world.contacts('EST')).find(({ function: of }) => of === 'TECHNICAL');
    expect(technical?.copiedFrom).toHaveLength(2);
    const mutation = `mutation ($id: ID!) { splitContact(id: $id, directory: "OAS", sourceKey: "OAS-1") { id } }`;
    const { errors } = await world.ask(authority('EST'), mutation, { id: technical?.id });
    expect(errors).toMatchObject([{ code: 'CONFLICT' }]);
    world.osce.remove('EST-TEC-1');
    await world.pull('OSCE');
    const kept = (await world.contacts('EST')).find(({ id }) => id === technical?.id);
    expect(kept).toMatchObject({ emails: ['desk@cert.example'] });
    expect(await new StateAuthority(world, 'EST').waits()).toEqual(['REMOVE EST-TEC-1']);
  });
});
