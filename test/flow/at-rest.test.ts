import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../platform/log/log.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { isTelling, Search } from '../support/search.ts';
import { storedBytes } from '../support/stored-bytes.ts';
import { answers, type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';
import { World } from '../support/world.ts';
import { allEntriesOf, consents, contactsOf, pulls, withdraws } from './verbs.ts';

/** What of a source's entry says nothing of a person: states, levels, dates, languages. */
const saysNothing =
  /country|participatingState|^level$|^rank$|category|action|languages|As of|Hidden|note_|lastConfirmed|changedOn|notifiedOn|^source$|point_id|^id$/i;

/** A title, and part of the product's own words. */
const ownWords = new Set(['Director']);

const typed = {
  name: 'Tiina Torrelupp-Vahtramäe',
  title: 'Küberturbe erinõunik',
  entity: 'Väljamõeldud Küberamet',
  inRussian: 'Советница Торрелупп-Вахтрамяэ',
  email: 'tiina.torrelupp@kyberamet.example',
  phone: '+372 5550 0177',
  reason: 'Proua Torrelupp-Vahtramäe läks pensionile 5550 0177',
  instrument: 'Note verbale signed by Torrelupp-Vahtramäe',
  webhook: 'verysecretwebhooktoken-torrelupp',
  accounts: 'authority@est.example',
  custodian: 'custodian@crosspoint.example',
};

describe.each(databases)('what lies in the database and the logs on $name', ({ make }) => {
  let world: World;
  let storage: TestStorage;
  let receiver: WebhookReceiver;
  let logged = '';
  const values = new Set<string>(Object.values(typed));
  const secrets: string[] = [];

  const learn = (value: string | null | undefined) => {
    for (const line of (value ?? '').split(/[\n;]|\s\/\s/).map((part) => part.trim())) {
      if (isTelling(line) && !ownWords.has(line)) values.add(line);
      const [local] = line.includes('@') ? line.split('@') : [];
      if (local && isTelling(local)) values.add(local);
    }
  };

  /** Everything the sources hold now, field by field. */
  const learnSources = () => {
    for (const source of world.sources.values())
      for (const { fields } of source.entries())
        for (const [name, value] of Object.entries(fields)) if (!saysNothing.test(name)) learn(value);
  };

  beforeAll(async () => {
    receiver = await webhookReceiver();
    const log = createLog(
      'trace',
      new Writable({
        write: (chunk, _encoding, done) => {
          logged += chunk;
          done();
        },
      }),
    );
    const kept = async () => {
      storage = await make();
      return storage;
    };
    world = await World.start(kept, 'one process', undefined, { WEBHOOK_ALLOW_PRIVATE: 'true' }, log);
    learnSources();
    await session();
    learnSources();
    for (const { code } of [...world.sources.keys()].map((key) => ({ code: key })))
      for (const { name, emails, phones } of await allEntriesOf(world.custodian, code))
        for (const value of [name, ...emails, ...phones]) learn(value);
  });
  afterAll(async () => {
    await world.stop();
    await receiver.close();
  });

  const Made = z.object({ contact: z.object({ id: z.string(), revision: z.number() }) });
  const ask = async (state: string, query: string, variables: Record<string, unknown> = {}) => {
    const { errors } = await world.state(state).ask(query, variables);
    expect(errors, query).toBeUndefined();
  };

  /** What users do in a day: consents of all kinds, own contacts, proposals, webhooks, submissions, withdrawals, faults. */
  async function session(): Promise<void> {
    const osce = world.organisation('OSCE');
    const { registerWebhook: hook } = await osce.get(
      'mutation ($url: String!) { registerWebhook(directory: "OSCE", url: $url) { secret webhook { id } } }',
      z.object({
        registerWebhook: z.object({ secret: z.string(), webhook: z.object({ id: z.string() }) }),
      }),
      { url: `${receiver.url}?token=${typed.webhook}` },
    );
    secrets.push(hook.secret, hook.secret.replace(/^whsec_/, ''));
    receiver.answer = answers(500);

    const estonia = await consents(world, 'EST', 'OSCE', { instrument: typed.instrument });
    await consents(world, 'CAN', 'OSCE');
    await consents(world, 'CAN', 'OAS');
    await consents(world, 'USA', 'OAS', { mode: 'REVIEW' });
    await consents(world, 'FIN', 'OSCE', { mode: 'REVIEW' });
    await consents(world, 'RUS', 'OSCE');
    await consents(world, 'MNG', 'OSCE');
    await consents(world, 'DEU', 'OSCE');

    const proposals = await world
      .state('FIN')
      .get(
        '{ proposals(state: "FIN") { nodes { id } } }',
        z.object({ proposals: z.object({ nodes: z.array(z.object({ id: z.string() })) }) }),
      );
    const [first, second] = proposals.proposals.nodes;
    await ask('FIN', 'mutation ($id: ID!) { acceptProposal(id: $id) { id } }', { id: first?.id });
    await ask(
      'FIN',
      'mutation ($id: ID!, $reason: String) { rejectProposal(id: $id, reason: $reason) { id } }',
      {
        id: second?.id,
        reason: typed.reason,
      },
    );

    const { contact } = await world
      .state('EST')
      .get(
        'mutation ($input: ContactInput!) { contact: createContact(state: "EST", input: $input) { id revision } }',
        Made,
        {
          input: {
            function: 'TECHNICAL',
            kind: 'PERSON',
            name: typed.name,
            title: typed.title,
            entity: typed.entity,
            emails: [typed.email],
            phones: [typed.phone],
            texts: [{ field: 'TITLE', language: 'RU', text: typed.inRussian }],
          },
        },
      );
    const update =
      'mutation ($id: ID!, $revision: Int!, $input: ContactInput!) { contact: updateContact(id: $id, revision: $revision, input: $input) { id revision } }';
    const updated = await world.state('EST').get(update, Made, {
      id: contact.id,
      revision: contact.revision,
      input: { title: `${typed.title} II` },
    });
    const [copy] = await contactsOf(world.state('CAN'), 'CAN');
    if (!copy) throw new Error('nothing was copied for Canada');
    await ask('CAN', update, {
      id: copy.id,
      revision: copy.revision,
      input: { title: typed.title, emails: [typed.email] },
    });
    await ask(
      'EST',
      'mutation ($id: ID!, $revision: Int!, $reason: String!) { removeContact(id: $id, revision: $revision, reason: $reason) }',
      { ...updated.contact, reason: typed.reason },
    );

    const source = world.source('OSCE');
    const entries = source.entries().slice(0, 8);
    for (const [index, { key }] of entries.entries())
      source.change(key, { name: `Kadri Kuusekännu-Pärn ${index}`, phone: `+372 5550 01${10 + index}` });
    learnSources();
    await pulls(world, 'OSCE');
    await osce.ask(
      `mutation ($entries: [RegionalEntryInput!]!) { submitRegionalEntries(directory: "OSCE", complete: false, entries: $entries) { outcome } }`,
      {
        entries: [
          {
            key: 'EST-NEW-1',
            participant: 'Estonia',
            function: 'POLICY',
            name: 'Leemet Lumememm-Lepik',
            emails: ['leemet.lumememm@kyberamet.example', 'no address of Lumememm-Lepik'],
            phones: ['+372 5550 0188', 'Lumememm-Lepik has none'],
          },
        ],
      },
    );
    for (const value of [
      'Leemet Lumememm-Lepik',
      'Lumememm-Lepik',
      'leemet.lumememm@kyberamet.example',
      '+372 5550 0188',
    ])
      values.add(value);
    for (const { key } of source.entries().slice(10, 70)) source.remove(key);
    const { pullDirectory: held } = await world.custodian.get(
      'mutation { pullDirectory(directory: "OSCE") { id outcome } }',
      z.object({ pullDirectory: z.object({ id: z.string(), outcome: z.string() }) }),
    );
    expect(held.outcome).toBe('HELD');
    await world.custodian.ask(
      'mutation ($id: ID!, $reason: String!) { approvePull(id: $id, reason: $reason) { id } }',
      { id: held.id, reason: typed.reason },
    );
    world.server.fail('OAS', { kind: 'status', status: 500 });
    await pulls(world, 'OAS');
    world.server.fail('OAS', null);
    await withdraws(world, 'EST', estonia.id, 'KEEP');
    // Mistakes that quote what was typed.
    const mistaken = world.state('EST');
    await mistaken.refused(update, {
      id: contact.id,
      revision: 99,
      input: { emails: [`${typed.email} ${typed.name}`] },
    });
    await mistaken.refused(
      `{ state(iso3: "${typed.email}") { contacts { name } } nothing(of: "${typed.name}") }`,
    );
    await osce.ask('mutation ($id: ID!) { sendTestWebhook(id: $id) { id } }', { id: hook.webhook.id });
  }

  it('tells of no person whatever the sources, states and organisations wrote, while it runs', async () => {
    expect(values.size).toBeGreaterThan(500);
    const search = new Search(values);
    const bytes = await storedBytes(storage.location);
    expect(bytes.length).toBeGreaterThan(100_000);
    expect(bytes).toContain('sealed:1:');
    expect(search.in(bytes)).toEqual([]);
    expect(search.in(Buffer.from(logged, 'utf8').toString('latin1'))).toEqual([]);
    // The search is no better than what it finds where something is.
    const [one, ...others] = values;
    for (const value of [one ?? '', others.at(-1) ?? '', ...Object.values(typed)])
      expect(search.in(Buffer.from(JSON.stringify({ value })).toString('latin1')), value).not.toEqual([]);
  });

  it('holds no secret that signs', async () => {
    const bytes = await storedBytes(storage.location);
    for (const secret of secrets) {
      expect(bytes).not.toContain(secret);
      expect(logged).not.toContain(secret);
    }
  });

  it('is the same after a stop and a start', async () => {
    await world.restart();
    expect((await contactsOf(world.state('CAN'), 'CAN')).length).toBeGreaterThan(0);
    expect(new Search(values).in(await storedBytes(storage.location))).toEqual([]);
  });
});
