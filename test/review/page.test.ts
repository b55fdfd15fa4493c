import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../platform/database/open.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { ReviewLinkRow } from '../../subgraphs/directory/storage/review-rows.ts';
import { authority, custodian, DirectoryWorld } from '../directory/directory-world.ts';
import { databases } from '../support/databases.ts';
import { nominate, remind, reviewOf } from './review-acts.ts';
import { ReviewVisitor } from './visitor.ts';

const est = authority('EST');
const change = `mutation ($id: ID!, $revision: Int!) {
  updateContact(id: $id, revision: $revision, input: { title: "Head of desk" }) { id } }`;
const Readings = z.object({
  state: z.object({
    readings: z.object({
      nodes: z.array(z.object({ role: z.string(), subject: z.string(), contacts: z.array(z.string()) })),
    }),
  }),
});
const readingsQuery = '{ state(iso3: "EST") { readings(first: 50) { nodes { role subject contacts } } } }';

describe.each(databases)('the page behind a reminder’s link, on $name', ({ make }) => {
  let world: DirectoryWorld;
  let visitor: ReviewVisitor;
  let secret: string;
  let one: { id: string; revision: number };
  let two: { id: string; revision: number };
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    one = await nominate(world, 'EST', 'Desk one', {
      phones: ['+44 1632 960001'],
      languages: ['et'],
      availability: { timeZone: 'Europe/Tallinn', hours: [{ days: ['MONDAY'], from: '09:00', to: '17:00' }] },
    });
    two = await nominate(world, 'EST', 'Desk <two>', { emails: ['two@est.example'] });
    world.clock.set('2027-02-22T00:05:00.000Z');
    secret = (await remind(world))[0]?.secret ?? '';
    visitor = await ReviewVisitor.come(world);
  });
  afterEach(async () => {
    await visitor.leave();
    await world.stop();
  });
  const due = async (id: string) => (await reviewOf(world, id))?.dueAt.slice(0, 10);

  it('shows what it would confirm, safely written, and confirms nothing by being opened', async () => {
    const page = await visitor.open(secret);
    expect(page.status).toBe(200);
    for (const shown of [
      'Desk one',
      'desk.one@est.example',
      '+44 1632 960001',
      'Estonian',
      'Monday, 09:00 to 17:00 (Europe/Tallinn)',
      'Desk &lt;two&gt;',
      'March 1, 2027',
    ])
      expect(page.text).toContain(shown);
    expect(page.text).not.toMatch(/<script|<two>/);
    expect([...page.forms.keys()]).toEqual(['Still correct', 'All 2 are still correct']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
    await visitor.open(secret);
    expect([await due(one.id), await due(two.id)]).toEqual(['2027-03-01', '2027-03-01']);
  });

  it('confirms all with one click, once', async () => {
    const all = (await visitor.open(secret)).forms.get('All 2 are still correct') ?? [];
    const done = await visitor.press(secret, all);
    expect(done).toMatchObject({ status: 200 });
    expect(done.text).toContain('2 points of contact are confirmed.');
    expect([await due(one.id), await due(two.id)]).toEqual(['2028-02-22', '2028-02-22']);
    world.clock.set('2027-02-25T00:00:00.000Z');
    await visitor.press(secret, all);
    expect(await due(one.id), 'sent again').toBe('2028-02-22');
    const used = await visitor.open(secret);
    expect(used.status).toBe(410);
    expect(used.text).not.toContain('Desk one');
  });

  it('confirms one, and shows what is left', async () => {
    const { text } = await visitor.open(secret);
    const csrf = /name="csrf" value="([^"]*)"/.exec(text)?.[1] ?? '';
    const left = await visitor.press(secret, [
      ['csrf', csrf],
      ['contact', `1:${two.id}`],
    ]);
    expect(left.text).toContain('One point of contact is confirmed.');
    expect(left.text).toContain('Desk one');
    expect(left.text).not.toContain('Desk &lt;two&gt;');
    expect([await due(one.id), await due(two.id)]).toEqual(['2027-03-01', '2028-02-22']);
  });

  it('does not confirm what changed since without showing it: all of the form, or nothing', async () => {
    const all = (await visitor.open(secret)).forms.get('All 2 are still correct') ?? [];
    // Somebody else of the region changes a value of the one; it is no confirmation by the state.
    world.osce.add('EST-TEC-1', {
      state: 'EST',
      function: 'TECHNICAL',
      level: 'PRIMARY',
      kind: 'OFFICE',
      entity: 'Desk one',
      title: 'Duty desk',
      emails: ['desk.one@est.example'],
      lastConfirmedOn: '2026-01-01',
    });
    await world.grant('EST', 'OSCE');
    const refused = await visitor.press(secret, all);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('nothing was confirmed');
    expect(await due(two.id)).toBe('2027-03-01');
    const now = refused.forms.get('All 2 are still correct') ?? [];
    expect(refused.text).toContain('Duty desk');
    expect((await visitor.press(secret, now)).status).toBe(200);
    expect(await due(two.id)).toBe('2028-02-22');
  });

  it('counts a change by the state as its confirmation', async () => {
    await world.get(est, change, z.unknown(), { ...one });
    expect((await visitor.open(secret)).text).not.toContain('Desk one');
  });

  it('refuses a form that no page of it made, and contacts that it is not for', async () => {
    const { text } = await visitor.open(secret);
    const csrf = /name="csrf" value="([^"]*)"/.exec(text)?.[1] ?? '';
    expect((await visitor.press(secret, [['contact', `1:${one.id}`]])).status).toBe(400);
    expect(
      (
        await visitor.press(secret, [
          ['csrf', 'x'.repeat(43)],
          ['contact', `1:${one.id}`],
        ])
      ).status,
    ).toBe(400);
    const foreign = await nominate(world, 'NOR', 'Desk north');
    const before = await due(foreign.id);
    expect(
      (
        await visitor.press(secret, [
          ['csrf', csrf],
          ['contact', `1:${foreign.id}`],
        ])
      ).status,
    ).toBe(409);
    expect(await due(foreign.id)).toBe(before);
    expect(await due(one.id)).toBe('2027-03-01');
  });

  it('opens to nobody without the whole secret, and to nobody after a month', async () => {
    for (const other of [secret.slice(0, -1), 'a'.repeat(43), '..%2f..%2fetc', "'%20OR%201=1"])
      expect((await visitor.open(other)).status, other).toBe(404);
    world.clock.set('2027-03-24T23:59:59.000Z');
    expect((await visitor.open(secret)).status).toBe(200);
    world.clock.set('2027-03-25T00:00:00.000Z');
    const over = await visitor.open(secret);
    expect(over.status).toBe(410);
    expect(over.text).not.toContain('Desk');
  });

  it('records each showing as a reading of the state’s contacts, and each confirmation in the ledger', async () => {
    await visitor.head(secret);
    const readings = async () => (await world.get(custodian, readingsQuery, Readings)).state.readings.nodes;
    expect(await readings(), 'a look without reading').toEqual([]);
    await visitor.open(secret);
    expect(await readings()).toMatchObject([
      { role: 'state', subject: expect.stringMatching(/^review link /), contacts: [one.id, two.id].sort() },
    ]);
    const all = (await visitor.open(secret)).forms.get('All 2 are still correct') ?? [];
    await visitor.press(secret, all);
    await world.restart(async () => {
      const database = await openDatabase(directoryStorage, world.storage.location);
      const rows = await database.read((manager) => manager.findBy(LedgerRow, { kind: 'contact.confirmed' }));
      const links = await database.read((manager) => manager.find(ReviewLinkRow));
      await database.close();
      expect(rows).toHaveLength(2);
      for (const row of rows)
        expect(row).toMatchObject({
          state: 'EST',
          actor_role: 'state',
          actor_subject: `review link ${links[0]?.id}`,
        });
      expect(JSON.stringify(links), 'the secret is kept nowhere').not.toContain(secret);
    });
  });

  it('speaks the six languages, Arabic from right to left', async () => {
    const titles = new Set<string>();
    for (const language of ['ar', 'en', 'es', 'fr', 'ru', 'zh']) {
      const { text } = await visitor.open(secret, language);
      expect(text).toContain(`<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`);
      titles.add(/<h1>(.*?)<\/h1>/.exec(text)?.[1] ?? '');
    }
    expect(titles.size).toBe(6);
  });
});
