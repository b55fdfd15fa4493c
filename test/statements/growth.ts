import { z } from 'zod';
import { instant } from '../../platform/clock/clock.ts';
import { newLink } from '../../subgraphs/directory/review/link.ts';
import { Id, there } from '../access/actors.ts';
import { noteOf } from '../access/examples/submissions.ts';
import { RealThings } from '../access/real-things.ts';
import { thing } from '../access/things.ts';
import { heldPulls, pulls } from '../flow/verbs.ts';
import type { TestClock } from '../support/clock.ts';
import type { Asker, World } from '../support/world.ts';
import type { Beside } from './beside.ts';

/** States of which there come to be points of contact, one after the other. */
const growing = [
  ['BEL', 'Belgium'],
  ['DEU', 'Germany'],
  ['ESP', 'Spain'],
  ['FRA', 'France'],
  ['ITA', 'Italy'],
  ['NLD', 'Netherlands'],
  ['NOR', 'Norway'],
  ['POL', 'Poland'],
  ['PRT', 'Portugal'],
  ['SWE', 'Sweden'],
] as const;

/** So few entries may go without asking. */
const atLeastHeld = 4;
const released = 'kinds: [PERSON, OFFICE], fields: ["name", "title", "entity", "emails", "phones"]';
/** Of a state's calendar links there are ten at most. */
const mostCalendars = 4;

/** More and more of everything: of one state, and of more and more states. */
export class Growth extends RealThings {
  #size = 0;
  readonly #directory: Beside;

  constructor(
    world: World,
    endpoint: string,
    readonly clock: TestClock,
    directory: Beside,
  ) {
    super(world, endpoint);
    this.#directory = directory;
  }

  /** How much there is of everything, at the least. */
  get size(): number {
    return this.#size;
  }

  async growTo(size: number): Promise<void> {
    const from = this.#size;
    this.#size = size;
    const states = growing.slice(from, size);
    const ofOneState = states.map(() => [thing.state, 'Canada'] as const);
    const levels = [{ level: 'WORKING_LEVEL', function: 'TECHNICAL' }];
    for (const [iso3] of states) {
      await this.consents(iso3, 'OSCE');
      await this.consents(iso3, 'ARF', { mode: 'REVIEW', levels });
    }
    const entries = [...ofOneState, ...states].map(([iso3, participant], place) => ({
      participant,
      key: `grown-${from}-${place}`,
      name: `Kim ${from} ${place} ${iso3}`,
      emails: [`grown-${from}-${place}@${iso3.toLowerCase()}.example`],
    }));
    const ofDirectory = (more: Record<string, unknown>) => entries.map((entry) => ({ ...entry, ...more }));
    await this.#submits('OSCE', ofDirectory({ function: 'TECHNICAL', title: 'Head' }));
    const units = entries.map(({ key, ...entry }) => ({ ...entry, key: `unit-${key}`, name: `Unit ${key}` }));
    await this.#submits(
      'ARF',
      units.map((unit) => ({ ...unit, level: 'WORKING_LEVEL', title: 'Unit' })),
    );
    // The same persons, whose titles differ.
    await this.#submits(
      'OAS',
      ofDirectory({ function: 'TECHNICAL', title: 'Chief' }).slice(0, states.length),
    );
    for (const [place, [iso3]] of [...ofOneState, ...states].entries())
      await this.#ofState(iso3, from + (place % states.length));
    for (const _ of states) await this.#ofTheDirectory();
  }

  /** What a state has of its own, one more of each. */
  async #ofState(iso3: string, place: number): Promise<void> {
    const authority = this.world.state(iso3);
    const number = this.next();
    const address = (name: string) => `${name}-${number}@${iso3.toLowerCase()}.example`;
    // Long before the state says so.
    const changedOn = '2025-12-01';
    const office = {
      function: 'LEGAL',
      kind: 'OFFICE',
      entity: `Office ${number}`,
      emails: [address('office')],
      changedOn,
    };
    const { createContact } = await this.get(
      authority,
      'mutation ($iso3: ID!, $office: ContactInput!) { createContact(state: $iso3, input: $office) { id } }',
      z.object({ createContact: Id }),
      { iso3, office },
    );
    const does = (mutation: string, variables: Record<string, unknown>, by: Asker = authority) =>
      this.does(by, mutation, variables);
    await does(
      'mutation ($id: ID!) { updateContact(id: $id, revision: 1, input: { title: "Desk" }) { id } }',
      { id: createContact.id },
    );
    for (const audience of ['REGIONAL_ORGANISATIONS', 'NON_GOVERNMENTAL', 'PUBLIC'])
      await does(
        `mutation ($iso3: ID!, $audience: Audience!) {
          releaseContacts(state: $iso3, audience: $audience, ${released}) { audience } }`,
        { iso3, audience },
      );
    await does(
      'mutation ($iso3: ID!, $body: ID!) { sponsorObserver(state: $iso3, observer: $body, name: "A body") { name } }',
      { iso3, body: `body-${number}` },
    );
    if (place < mostCalendars)
      await does('mutation ($iso3: ID!) { createCalendarFeed(state: $iso3) { path } }', { iso3 });
    await does('mutation ($input: InviteAccountInput!) { inviteAccount(input: $input) { account { id } } }', {
      input: { role: 'CONTACT', name: `Person ${number}`, email: address('person') },
    });
    await does(
      'mutation ($iso3: ID!) { setPrecedence(state: $iso3, function: LEGAL, directories: ["OSCE", "OAS"]) { iso3 } }',
      { iso3 },
    );
    await does(
      'mutation ($input: SubmissionInput!) { enterSubmission(input: $input) { id } }',
      { input: { state: iso3, ...noteOf(await this.submissionDocument(), 5_000 + number) } },
      this.world.custodian,
    );
    // That somebody reads them is recorded.
    await does(
      'query ($iso3: ID!) { state(iso3: $iso3) { contacts { emails } osceEntries { emails } } }',
      { iso3 },
      this.world.custodian,
    );
  }

  async #ofTheDirectory(): Promise<void> {
    await this.editedContact();
    const refused = await this.editedContact();
    await this.does(
      this.authority,
      'mutation ($id: ID!) { removeContact(id: $id, revision: 2, reason: "Closed.") }',
      { id: refused },
    );
    await this.mergedContact();
    await this.message();
    await this.undelivered();
    await this.serviceClient();
    await this.newWebhook();
    await this.consents(thing.state, 'OAS');
    await pulls(this.world, thing.directory);
  }

  async #submits(directory: string, entries: readonly Record<string, unknown>[]): Promise<void> {
    await this.does(
      this.world.organisation(directory),
      `mutation ($directory: ID!, $entries: [RegionalEntryInput!]!) {
        submitRegionalEntries(directory: $directory, complete: false, entries: $entries) { outcome problem } }`,
      { directory, entries },
    );
  }

  /** Of more and more entries, those first whose states consent. */
  override async heldPull(): Promise<string> {
    const stands = (await heldPulls(this.world, thing.directory))[0]?.id;
    if (stands) return stands;
    const source = this.world.source(thing.directory);
    const consenting = growing.map(([iso3]) => iso3);
    const rank = (key: string) => (consenting.some((iso3) => key.startsWith(iso3)) ? 0 : 1);
    const others = source.entries().filter(({ key }) => !/^(CAN|USA)-/.test(key));
    others.sort((one, other) => rank(one.key) - rank(other.key));
    for (const { key } of others.slice(0, atLeastHeld + this.#size)) source.remove(key);
    await pulls(this.world, thing.directory);
    return there((await heldPulls(this.world, thing.directory))[0]?.id, 'held pull');
  }

  /** A message that came back, to an authority: what a development server keeps never does. */
  async undelivered(): Promise<string> {
    const id = await this.message();
    await this.#directory.run(
      `UPDATE outbox_message SET status = 'BOUNCED', state = 'CAN' WHERE id = '${id}'`,
    );
    return id;
  }

  /** The secret of a reminder's link to some contacts of the state. It is known to those alone who have the reminder. */
  async reviewSecret(contacts: readonly string[]): Promise<string> {
    const { secret, link } = newLink(thing.state, [...contacts], instant(this.clock.now()));
    const texts = [
      link.id,
      link.iso3,
      link.token_hash,
      JSON.stringify(link.contacts),
      link.created_at,
      link.expires_at,
    ];
    const columns = 'id, iso3, token_hash, contacts, created_at, expires_at';
    const values = texts.map((text) => `'${text}'`).join(', ');
    await this.#directory.run(`INSERT INTO review_link (${columns}) VALUES (${values})`);
    return secret;
  }

  /** One that is open, and new. */
  async newConflict(): Promise<string> {
    const { id: contact } = await this.mergedContact();
    const { conflicts } = await this.get(
      this.authority,
      '{ conflicts(first: 200) { nodes { id contact { id } } } }',
      z.object({ conflicts: z.object({ nodes: z.array(Id.extend({ contact: Id })) }) }),
    );
    return there(conflicts.nodes.find((one) => one.contact.id === contact)?.id, 'conflict of the contact');
  }

  /** The state's own contacts. */
  async ownContacts(): Promise<{ readonly id: string; readonly revision: number }[]> {
    const Contacts = z.object({
      state: z.object({ contacts: z.array(Id.extend({ revision: z.number() })) }),
    });
    const { state } = await this.get(
      this.authority,
      'query ($iso3: ID!) { state(iso3: $iso3) { contacts { id revision } } }',
      Contacts,
      { iso3: thing.state },
    );
    return state.contacts;
  }

  /** The secret of a calendar link that is new. */
  async calendarSecret(): Promise<string> {
    const { createCalendarFeed } = await this.get(
      this.authority,
      'mutation ($state: ID!) { createCalendarFeed(state: $state) { path } }',
      z.object({ createCalendarFeed: z.object({ path: z.string() }) }),
      { state: thing.state },
    );
    return createCalendarFeed.path.replace(/^.*\/|\.ics$/g, '');
  }

  /** Proposals that wait, as many as there are of everything. */
  async proposals(): Promise<string[]> {
    const keys = Array.from({ length: this.#size }, () => `waiting-${this.next()}`);
    await this.#submits(
      'ARF',
      keys.map((key) => ({
        key,
        participant: 'Canada',
        level: 'WORKING_LEVEL',
        entity: `Unit ${key}`,
        emails: [`${key}@can.example`],
      })),
    );
    const { proposals } = await this.get(
      this.authority,
      '{ proposals(first: 200) { nodes { id sourceKey } } }',
      z.object({ proposals: z.object({ nodes: z.array(Id.extend({ sourceKey: z.string() })) }) }),
    );
    const wanted = new Set(keys.map((key) => `submitted:${key}`));
    return proposals.nodes.filter(({ sourceKey }) => wanted.has(sourceKey)).map(({ id }) => id);
  }

  /** A file of contacts, as many as there are of everything, and the digest of its preview. */
  async previewedFile(): Promise<{ readonly file: string; readonly digest: string }> {
    const lines = Array.from({ length: this.#size }, () => {
      const number = this.next();
      return `LEGAL,Chancery ${number},chancery-${number}@can.example`;
    });
    const file = Buffer.from(['function,entity,emails', ...lines, ''].join('\n')).toString('base64');
    const { previewImport } = await this.get(
      this.authority,
      'query ($input: ImportContactsInput!) { previewImport(input: $input) { digest } }',
      z.object({ previewImport: z.object({ digest: z.string() }) }),
      { input: { state: thing.state, file } },
    );
    return { file, digest: previewImport.digest };
  }
}
