import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { readingStored, storedLedgers } from '../../platform/ledger/open-for-reading.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { verifyStorage } from '../../platform/ledger/verify-storage.ts';
import { createLog } from '../../platform/log/log.ts';
import { checkReadingIndex } from '../../platform/readings/verify-index.ts';
import {
  anna,
  authority,
  contactOf,
  custodian,
  DirectoryWorld,
  desk,
  organisation,
} from '../directory/directory-world.ts';
import { StateAuthority } from '../directory/state-acts.ts';
import { databases } from '../support/databases.ts';
import { intrude } from './ledger-world.ts';

const Readings = z.object({
  state: z.object({
    readings: z.object({
      totalCount: z.number(),
      nodes: z.array(
        z.object({
          role: z.string(),
          subject: z.string(),
          party: z.string().nullable(),
          operation: z.string().nullable(),
          request: z.string(),
          through: z.array(z.string()),
          contacts: z.array(z.string()),
        }),
      ),
    }),
  }),
});
const readingsQuery = `query ($iso3: ID!) { state(iso3: $iso3) { readings { totalCount
  nodes { role subject party operation request through contacts } } } }`;

describe.each(databases)('the ledgers of the global directory on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;

  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
  });
  afterEach(() => world.stop());

  async function ledger(part = 'directory') {
    const rows = await readingStored(world.storage.location, part, (manager) =>
      manager.find(LedgerRow, { order: { seq: 'ASC' } }),
    );
    return rows.map(({ subjects, payload, ...row }) => ({
      ...row,
      subjects: z.record(z.string(), z.string()).parse(JSON.parse(subjects)),
      payload: z.record(z.string(), z.unknown()).parse(JSON.parse(payload)),
    }));
  }
  const kinds = async () => (await ledger()).map(({ kind }) => kind);
  const readings = async (iso3: string, caller = authority(iso3)) =>
    (await world.get(caller, readingsQuery, Readings, { iso3 })).state.readings.nodes;

  it('tell of a consent, its copies, each change of them and its withdrawal, with who and on what authority', async () => {
    world.osce.add('EST-POL-1', anna);
    const { consent, contacts } = await world.grant('EST', 'OSCE', { instrument: 'Note verbale 12/2026' });
    const contact = contacts[0]?.id;
    world.osce.edit('EST-POL-1', { title: 'Head of unit' });
    await world.pull('OSCE');
    await world.withdraw('EST', consent.id, 'WITHDRAW');
    const rows = await ledger();
    expect(rows.map(({ kind }) => kind)).toEqual([
      'consent.granted',
      'contact.added',
      'copy.made',
      'contact.changed',
      'copy.changed',
      'consent.withdrawn',
      'contact.removed',
      'copy.removed',
    ]);
    const [granted, , made, changed, copied, withdrawn] = rows;
    expect(granted).toMatchObject({
      actor_role: 'state',
      actor_subject: 'authority of EST',
      actor_party: 'EST',
      authority: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      state: 'EST',
      subjects: { consent: consent.id },
      payload: { directory: 'OSCE', mode: 'AUTOMATIC', fields: null },
    });
    expect(made).toMatchObject({
      authority: consent.id,
      state: 'EST',
      subjects: { contact, consent: consent.id, directory: 'OSCE', sourceKey: 'EST-POL-1' },
    });
    expect(made?.payload.fields).toEqual(expect.arrayContaining(['name', 'emails', 'phones']));
    expect(copied?.payload).toMatchObject({ fields: ['title'], pulls: [expect.stringContaining('OSCE-')] });
    expect(changed).toMatchObject({
      actor_role: 'product',
      actor_subject: expect.stringContaining('pull '),
      payload: { revision: 2, fields: ['title'] },
    });
    expect(withdrawn).toMatchObject({ actor_subject: 'authority of EST', payload: { copies: 'WITHDRAW' } });
  });

  it('tell of a copy that was kept once and copied again that it was taken back, where it was', async () => {
    world.osce.add('EST-POL-1', anna);
    world.oas.add('OAS-1', anna);
    await world.grant('EST', 'OAS');
    const kept = await world.grant('EST', 'OSCE');
    await world.withdraw('EST', kept.consent.id, 'KEEP');
    const again = await world.grant('EST', 'OSCE');
    await world.withdraw('EST', again.consent.id, 'WITHDRAW');
    const ended = (await kinds()).filter((kind) => ['copy.kept', 'copy.removed'].includes(kind));
    expect(ended).toEqual(['copy.kept', 'copy.removed']);
  });

  it('tell of a consent replaced, one that expired, and copies that were kept', async () => {
    world.osce.add('EST-POL-1', anna);
    await world.grant('EST', 'OSCE');
    const { consent } = await world.grant('EST', 'OSCE', { fields: ['name'] });
    await world.withdraw('EST', consent.id, 'KEEP');
    expect(await kinds()).toEqual(expect.arrayContaining(['consent.replaced', 'contact.kept', 'copy.kept']));
    const validUntil = new Date(world.clock.now().getTime() + 60_000).toISOString();
    await world.grant('EST', 'ARF', { validUntil });
    world.clock.advance(120_000);
    await world.contacts('EST');
    const expired = (await ledger()).find(({ kind }) => kind === 'consent.expired');
    expect(expired).toMatchObject({
      actor_role: 'product',
      actor_subject: 'expiry',
      payload: { endedAt: validUntil },
    });
  });

  it("tell of a state's own edits and answers, and of an organisation's webhook", async () => {
    const input = { function: 'TECHNICAL', kind: 'OFFICE', entity: 'CERT', emails: ['cert@cert.example'] };
    const created = z
      .object({ id: z.string(), revision: z.number() })
      .parse(await estonia.does('create', { state: 'EST', input }));
    await estonia.does('update', { id: created.id, revision: 1, input: { title: 'Desk' } });
    await estonia.does('remove', { id: created.id, revision: 2, reason: 'Closed: ask Mari Näidis.' });
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    const [one, other] = await world.proposals('EST');
    await estonia.does('accept', { id: one?.id });
    await estonia.does('reject', { id: other?.id, reason: 'Not him.' });
    const register =
      'mutation { registerWebhook(directory: "OSCE", url: "https://9.9.9.9/x?token=s3cret") { webhook { id } } }';
    expect((await world.ask(organisation('OSCE'), register)).errors).toEqual([]);
    const rows = await ledger();
    expect(rows.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining([
        'contact.added',
        'contact.changed',
        'contact.removed',
        'proposal.accepted',
        'proposal.rejected',
        'entry.decided',
        'webhook.registered',
      ]),
    );
    expect(rows.find(({ kind }) => kind === 'contact.changed')).toMatchObject({
      actor_role: 'state',
      authority: null,
      payload: { fields: ['title'] },
    });
    expect(rows.find(({ kind }) => kind === 'webhook.registered')).toMatchObject({
      actor_role: 'organisation',
      actor_party: 'OSCE',
      payload: { host: '9.9.9.9' },
    });
    // Ids and names of fields, and nothing of what they say or of what people wrote.
    const all = JSON.stringify(rows);
    for (const secret of ['Anna', 'anna@', '1632', 'CERT', 'Desk', 'Mari', 'Not him', 's3cret'])
      expect(all).not.toContain(secret);
  });

  it('tell of nothing where an act fails, for they are one transaction', async () => {
    await intrude(world.storage.location, 'directory', [['ALTER TABLE ledger RENAME TO elsewhere']]);
    const input = { function: 'TECHNICAL', kind: 'OFFICE', entity: 'CERT', emails: ['cert@cert.example'] };
    expect((await estonia.refused('create', { state: 'EST', input })).code).toBe('INTERNAL_SERVER_ERROR');
    await intrude(world.storage.location, 'directory', [['ALTER TABLE elsewhere RENAME TO ledger']]);
    expect(await world.contacts('EST')).toEqual([]);
    expect(await kinds()).toEqual([]);
  });

  it('tell the state of everyone who was shown its contacts, whichever way, and nobody else', async () => {
    world.osce.add('EST-POL-1', anna);
    const { contacts } = await world.grant('EST', 'OSCE');
    const id = contacts[0]?.id ?? '';
    const latvia = authority('LVA');
    await world.ask(latvia, '{ states { iso3 contacts { id function level revision } } }');
    await world.ask(latvia, '{ state(iso3: "EST") { contacts { id emails } } }');
    await world.ask(contactOf('LVA'), 'query ($id: ID!) { contact(id: $id) { phones } }', { id });
    await world.ask(custodian, 'query ($id: ID!) { contact(id: $id) { revisions { changes { after } } } }', {
      id,
    });
    const past = world.clock.now().toISOString();
    await world.ask(latvia, `{ states { contacts(asOf: "${past}") { name } } }`);
    const shown = await readings('EST');
    expect(shown.map(({ role, party, through }) => [role, party, ...through])).toEqual([
      ['state', 'LVA', 'contact'],
      ['custodian', null, 'history'],
      ['contact', 'LVA', 'contact'],
      ['state', 'LVA', 'contact'],
      ['state', 'EST', 'contact'], // its own grant gave the contact back
    ]);
    expect(shown.every(({ contacts: ids }) => ids.length === 1 && ids[0] === id)).toBe(true);
    expect(await readings('EST', custodian)).toEqual(shown);
    expect(await readings('LVA')).toEqual([]);
    for (const caller of [latvia, contactOf('EST'), organisation('OSCE'), null]) {
      const { errors, data } = await world.ask(caller, readingsQuery, { iso3: 'EST' });
      expect(errors[0]?.code).toBe(caller ? 'FORBIDDEN' : 'UNAUTHENTICATED');
      expect(JSON.stringify(data)).not.toContain(id);
    }
  });

  it('tell of what a state is asked and of its conflicts too', async () => {
    world.osce.add('EST-POL-1', anna);
    await world.grant('EST', 'OSCE', { mode: 'REVIEW' });
    await world.proposals('EST');
    const [reading] = await readings('EST');
    expect(reading).toMatchObject({ through: ['proposal'], contacts: ['EST-POL-1'] });
  });

  it('keep what one request read together, by its id and what it asked for', async () => {
    world.osce.add('EST-POL-1', anna);
    world.osce.add('EST-TEC-1', desk);
    world.osce.add('FIN-POL-1', {
      ...anna,
      state: 'FIN',
      name: 'Ville Esimerkki',
      emails: ['ville@fin.example'],
    });
    await world.grant('EST', 'OSCE');
    await world.grant('FIN', 'OSCE');
    const execute = inProcessExecutor(world.part, createLog('silent'));
    const authorization = `Bearer ${await signToken(world.key, custodian, world.clock, 60)}`;
    const request = { authorization, requestId: 'r-1', operation: 'query states' };
    await execute({ query: '{ states { contacts { name emails phones } } }' }, request);
    const [estonian] = await readings('EST');
    const [finnish] = await readings('FIN');
    expect(estonian).toMatchObject({ request: 'r-1', operation: 'query states' });
    expect(estonian?.contacts).toHaveLength(2);
    expect(finnish).toMatchObject({ request: 'r-1', operation: 'query states' });
    expect(finnish?.contacts).toHaveLength(1);
    expect((await ledger('directory_readings')).at(-1)?.payload.readings).toHaveLength(1);
  });

  it('give no answer that could not be recorded', async () => {
    world.osce.add('EST-POL-1', anna);
    await world.grant('EST', 'OSCE');
    await intrude(world.storage.location, 'directory_readings', [
      ['ALTER TABLE reading RENAME TO elsewhere'],
    ]);
    const { data, errors } = await world.ask(custodian, '{ state(iso3: "EST") { contacts { emails } } }');
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ code: 'INTERNAL_SERVER_ERROR' }]);
    const harmless = await world.ask(custodian, '{ state(iso3: "EST") { contacts { function } } }');
    expect(harmless.errors).toEqual([]);
  });

  it('are sound after all that, and empty ones too', async () => {
    world.osce.add('EST-POL-1', anna);
    await world.grant('EST', 'OSCE');
    await world.contacts('EST');
    expect(await storedLedgers(world.storage.location)).toEqual(['directory', 'directory_readings']);
    const reports = await verifyStorage({ storage: world.storage.location, folder: '/nowhere' }, (name) =>
      name === 'directory_readings' ? checkReadingIndex : undefined,
    );
    expect(reports).toMatchObject([
      { ledger: 'directory', finding: null, rows: 3 },
      { ledger: 'directory_readings', finding: null, rows: 2 },
    ]);
  });
});
