import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';
import { consents, contactsOf, entriesOf, pulls, withdraws } from './verbs.ts';

describe.each(everyWorld(databases))(
  'with consent, a copy follows its source ($name, $arrangement)',
  ({ make, arrangement }) => {
    let world: World;
    beforeAll(async () => {
      world = await World.start(make, arrangement);
    });
    afterAll(() => world.stop());

    it('OSCE: nothing before consent, both functions at once, each change, nothing after withdrawal', async () => {
      expect(await contactsOf(world.custodian, 'EST')).toEqual([]);
      const entries = await entriesOf(world.state('EST'), 'EST', 'OSCE');
      expect(entries.length).toBeGreaterThan(1);

      const consent = await consents(world, 'EST', 'OSCE');
      expect(new Set(consent.contacts.map((contact) => contact.function))).toEqual(
        new Set(['DIPLOMATIC', 'TECHNICAL']),
      );
      const copies = await contactsOf(world.contact('FIN'), 'EST');
      expect(copies).toHaveLength(entries.length);
      const copy = copies.find(({ copiedFrom }) => copiedFrom[0]?.sourceKey === 'EST-POL-1');
      expect(copy?.copiedFrom).toEqual([
        { directory: 'OSCE', sourceKey: 'EST-POL-1', consentId: consent.id, present: true },
      ]);
      expect(copy?.provenance).toContainEqual({
        field: 'emails',
        origin: 'COPIED',
        directory: 'OSCE',
        sourceKey: 'EST-POL-1',
        consentId: consent.id,
      });

      world.source('OSCE').change('EST-POL-1', { phone: '+372 000 0199' });
      expect(await pulls(world, 'OSCE')).toMatchObject({
        outcome: 'CHANGED',
        added: 0,
        changed: 1,
        removed: 0,
      });
      const followed = (await contactsOf(world.contact('FIN'), 'EST')).find(({ id }) => id === copy?.id);
      expect(followed?.phones).toContain('+3720000199');
      expect(followed?.revision).toBe((copy?.revision ?? 0) + 1);

      expect(await withdraws(world, 'EST', consent.id, 'WITHDRAW')).toBe(entries.length);
      expect(await contactsOf(world.custodian, 'EST')).toEqual([]);
      world.source('OSCE').change('EST-POL-1', { phone: '+372 000 0198' });
      expect(await pulls(world, 'OSCE')).toMatchObject({ outcome: 'CHANGED', changed: 1 });
      expect(await contactsOf(world.custodian, 'EST')).toEqual([]);
    });

    it('ARF: the state says which function each level stands for; a level it does not name waits', async () => {
      const entries = await entriesOf(world.state('MYS'), 'MYS', 'ARF');
      const high = entries.filter(({ level }) => level === 'HIGH_LEVEL');
      expect(high.length).toBeGreaterThan(0);
      expect(entries.length).toBeGreaterThan(high.length);

      const { contacts } = await consents(world, 'MYS', 'ARF', {
        levels: [{ level: 'HIGH_LEVEL', function: 'DIPLOMATIC' }],
      });
      expect(contacts).toHaveLength(high.length);
      expect(
        contacts.every((contact) => contact.function === 'DIPLOMATIC' && contact.level === 'HIGH_LEVEL'),
      ).toBe(true);

      const row = world
        .source('ARF')
        .entries()
        .find(({ fields }) => fields['Participating Country'] === 'Malaysia');
      if (!row) throw new Error('Malaysia has no row');
      world.source('ARF').change(row.key, { 'High-Level Email': 'changed@kln.my.example' });
      expect(await pulls(world, 'ARF')).toMatchObject({
        outcome: 'CHANGED',
        added: 0,
        changed: 1,
        removed: 0,
      });
      const emails = (await contactsOf(world.state('MYS'), 'MYS')).flatMap((contact) => contact.emails);
      expect(emails).toContain('changed@kln.my.example');
    });

    it('OAS: a correction follows, and copies that the state keeps stay as its own', async () => {
      const consent = await consents(world, 'CHL', 'OAS');
      expect(consent.contacts.length).toBeGreaterThan(0);
      const key = consent.contacts[0]?.copiedFrom[0]?.sourceKey ?? '';
      world.source('OAS').change(key, { email: 'corregido@minrel.cl.example' });
      expect(await pulls(world, 'OAS')).toMatchObject({
        outcome: 'CHANGED',
        added: 0,
        changed: 1,
        removed: 0,
      });
      const [followed] = (await contactsOf(world.state('CHL'), 'CHL')).filter(
        ({ copiedFrom }) => copiedFrom[0]?.sourceKey === key,
      );
      expect(followed?.emails).toEqual(['corregido@minrel.cl.example']);

      await withdraws(world, 'CHL', consent.id, 'KEEP');
      world.source('OAS').change(key, { email: 'otra@minrel.cl.example' });
      await pulls(world, 'OAS');
      const kept = (await contactsOf(world.state('CHL'), 'CHL')).find(({ id }) => id === followed?.id);
      expect(kept?.emails).toEqual(['corregido@minrel.cl.example']);
      expect(kept?.copiedFrom).toEqual([]);
      expect(kept?.provenance.every(({ origin }) => origin === 'DIRECT')).toBe(true);
    });

    it('a restart changes nothing', async () => {
      const before = await contactsOf(world.custodian, 'MYS');
      await world.restart();
      expect(await contactsOf(world.custodian, 'MYS')).toEqual(before);
      expect(await pulls(world, 'ARF')).toMatchObject({ outcome: 'UNCHANGED' });
    });
  },
);
