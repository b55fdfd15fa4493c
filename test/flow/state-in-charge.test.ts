import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';
import { consents, contactsOf, pulls } from './verbs.ts';

const Waiting = z.object({
  proposals: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        sourceKey: z.string(),
        kind: z.string(),
        changes: z.array(z.object({ field: z.string(), after: z.array(z.string()) })),
      }),
    ),
  }),
});
const accept =
  'mutation ($id: ID!, $function: ContactFunction) { acceptProposal(id: $id, function: $function) { status } }';
const update = `mutation ($id: ID!, $revision: Int!, $input: ContactInput!) {
  updateContact(id: $id, revision: $revision, input: $input) { id revision phones } }`;
const releaseField =
  'mutation ($id: ID!, $field: String!) { releaseField(id: $id, field: $field) { id phones } }';

describe.each(everyWorld(databases))(
  'the state is in charge ($name, $arrangement)',
  ({ make, arrangement }) => {
    let world: World;
    beforeAll(async () => {
      world = await World.start(make, arrangement);
    });
    afterAll(() => world.stop());

    const waiting = async (state: string) => {
      const query = '{ proposals { nodes { id sourceKey kind changes { field after } } } }';
      return (await world.state(state).get(query, Waiting)).proposals.nodes;
    };
    const does = (state: string, mutation: string, variables: Record<string, unknown>) =>
      world.state(state).get(mutation, z.unknown(), variables);
    const copyOf = async (state: string, sourceKey: string) => {
      const contacts = await contactsOf(world.state(state), state);
      const copy = contacts.find(({ copiedFrom }) => copiedFrom[0]?.sourceKey === sourceKey);
      if (!copy) throw new Error(`no copy of ${sourceKey}`);
      return copy;
    };

    it('in review mode nothing is copied before its yes, and exactly what it saw after', async () => {
      await consents(world, 'FIN', 'OSCE', { mode: 'REVIEW' });
      expect(await contactsOf(world.custodian, 'FIN')).toEqual([]);
      const ids = (await waiting('FIN')).map(({ id }) => id);
      expect(ids.length).toBeGreaterThan(1);
      await does('FIN', 'mutation ($ids: [ID!]!) { acceptProposals(ids: $ids) { status } }', { ids });
      expect(await contactsOf(world.custodian, 'FIN')).toHaveLength(ids.length);
      expect(await waiting('FIN')).toEqual([]);
      expect(await world.state('FIN').refused(accept, { id: ids[0] })).toBe('CONFLICT');
    });

    it('says which function one ARF entry stands for, and that entry follows its source from then on', async () => {
      await consents(world, 'MYS', 'ARF', { functions: ['DIPLOMATIC', 'TECHNICAL'] });
      const [first, ...others] = await waiting('MYS');
      if (!first) throw new Error('nothing waits');
      expect(await world.state('MYS').refused(accept, { id: first.id })).toBe('BAD_USER_INPUT');
      expect(await world.state('MYS').refused(accept, { id: first.id, function: 'LEGAL' })).toBe(
        'BAD_USER_INPUT',
      );
      await does('MYS', accept, { id: first.id, function: 'DIPLOMATIC' });
      expect(await contactsOf(world.state('MYS'), 'MYS')).toMatchObject([{ function: 'DIPLOMATIC' }]);
      expect(await waiting('MYS')).toHaveLength(others.length);
    });

    it('writes a telephone number of a copied contact: its source changes it no more, until it is released', async () => {
      const { id: consentId } = await consents(world, 'EST', 'OSCE');
      const copy = await copyOf('EST', 'EST-POL-1');
      const { id, revision } = copy;
      await does('EST', update, { id, revision, input: { phones: ['+44 1632 960777'] } });
      world.source('OSCE').change('EST-POL-1', { phone: '+372 000 0199', title: 'Changed Title' });
      await pulls(world, 'OSCE');
      const own = await copyOf('EST', 'EST-POL-1');
      expect(own).toMatchObject({ phones: ['+441632960777'], title: 'Changed Title' });
      expect(own.provenance.find(({ field }) => field === 'phones')).toMatchObject({ origin: 'DIRECT' });

      const { errors } = await world.state('EST').ask(update, { id, revision, input: { name: 'Late' } });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', revision: own.revision });

      await does('EST', releaseField, { id, field: 'phones' });
      const released = await copyOf('EST', 'EST-POL-1');
      expect(released.phones).toContain('+3720000199');
      expect(released.provenance.find(({ field }) => field === 'phones')).toMatchObject({ consentId });
    });

    it('removes a copied contact, and no pull brings it back until the state takes that back', async () => {
      const { id, revision } = await copyOf('EST', 'EST-TEC-1');
      const before = new Date().toISOString();
      const remove =
        'mutation ($id: ID!, $revision: Int!, $reason: String!) { removeContact(id: $id, revision: $revision, reason: $reason) }';
      await does('EST', remove, { id, revision, reason: 'The desk was closed.' });
      world.source('OSCE').change('EST-TEC-1', { phone: '+372 000 0188' });
      await pulls(world, 'OSCE');
      const left = await contactsOf(world.state('EST'), 'EST');
      expect(left.map((contact) => contact.copiedFrom[0]?.sourceKey)).not.toContain('EST-TEC-1');

      const past = 'query ($id: ID!, $asOf: DateTime) { contact(id: $id, asOf: $asOf) { id function } }';
      const shape = z.object({ contact: z.object({ function: z.string() }) });
      expect((await world.custodian.get(past, shape, { id, asOf: before })).contact.function).toBe(
        'TECHNICAL',
      );
      expect((await world.state('LVA').ask(past, { id, asOf: before })).data).toEqual({ contact: null });

      const release =
        'mutation { releaseEntry(state: "EST", directory: "OSCE", sourceKey: "EST-TEC-1") { refusedEntries { sourceKey } } }';
      await does('EST', release, {});
      expect((await copyOf('EST', 'EST-TEC-1')).phones).toContain('+3720000188');
    });

    it('names a point of contact of its own', async () => {
      const create = `mutation ($input: ContactInput!) { createContact(state: "CHL", input: $input) { id phones } }`;
      const input = { function: 'LEGAL', kind: 'OFFICE', emails: ['legal@minrel.example'] };
      await does('CHL', create, { input });
      expect(await contactsOf(world.contact('FIN'), 'CHL')).toMatchObject([
        { function: 'LEGAL', emails: ['legal@minrel.example'], copiedFrom: [] },
      ]);
      expect(await world.state('FIN').refused(create, { input })).toBe('FORBIDDEN');
      expect(await world.custodian.refused(create, { input })).toBe('FORBIDDEN');
    });
  },
);
