import { z } from 'zod';
import { heldPulls, pulls } from '../flow/verbs.ts';
import type { World } from '../support/world.ts';
import { Actors, Id, there } from './actors.ts';
import { noteInBase64, noteOf } from './examples/submissions.ts';
import { observer, otherObserver, type Things, thing } from './things.ts';

const levels = [
  { level: 'HIGH_LEVEL', function: 'DIPLOMATIC' },
  { level: 'WORKING_LEVEL', function: 'TECHNICAL' },
];

/** The things, made through the API by those whose they are. */
export class RealThings extends Actors implements Things {
  readonly state = thing.state;
  readonly directory = thing.directory;

  constructor(
    world: World,
    readonly endpoint: string,
  ) {
    super(world);
  }

  /** What everything else rests on; also mends what an operation that was tried took away. */
  async prepare(stagesOpen: boolean): Promise<void> {
    for (const back of ['undoLeaving', 'resumeParticipation'])
      await this.authority.ask(`mutation ($state: ID!) { ${back}(state: $state) { iso3 } }`, {
        state: thing.state,
      });
    await this.consents(thing.state, thing.directory);
    await this.consents(thing.state, 'OAS');
    await this.consents(thing.state, 'ARF', { mode: 'REVIEW', levels });
    await this.consents(thing.otherState, thing.otherDirectory);
    const audiences = ['REGIONAL_ORGANISATIONS', 'NON_GOVERNMENTAL', 'PUBLIC'];
    for (const audience of audiences) {
      await this.does(
        this.authority,
        `mutation ($state: ID!, $audience: Audience!) { releaseContacts(state: $state, audience: $audience,
          kinds: [PERSON, OFFICE], fields: ["name", "title", "entity", "emails", "phones"]) { audience } }`,
        { state: thing.state, audience },
      );
      if (stagesOpen)
        await this.does(
          this.world.custodian,
          'mutation ($audience: Audience!) { setOpeningStage(audience: $audience, open: true, reason: "For the test.") { open } }',
          { audience },
        );
    }
    await this.sponsors(observer);
  }

  async message(): Promise<string> {
    const Accounts = z.object({ accounts: z.array(Id.extend({ role: z.string() })) });
    const { accounts } = await this.get(this.world.custodian, '{ accounts { id role } }', Accounts);
    const subject = there(accounts.find(({ role }) => role === 'CUSTODIAN')?.id, 'custodian with an account');
    const { sendTestMessage } = await this.get(
      this.world.as({ role: 'custodian', subject }),
      'mutation { sendTestMessage { id } }',
      z.object({ sendTestMessage: Id }),
    );
    return sendTestMessage.id;
  }

  async submission(): Promise<string> {
    const { enterSubmission } = await this.get(
      this.world.custodian,
      'mutation ($input: SubmissionInput!) { enterSubmission(input: $input) { id } }',
      z.object({ enterSubmission: Id }),
      { input: { state: thing.state, ...noteOf(await this.submissionDocument(), this.next()) } },
    );
    return enterSubmission.id;
  }

  async submissionDocument(): Promise<string> {
    const { uploadSubmissionDocument } = await this.get(
      this.world.custodian,
      'mutation ($content: String!) { uploadSubmissionDocument(name: "note.pdf", content: $content) { id } }',
      z.object({ uploadSubmissionDocument: Id }),
      { content: noteInBase64 },
    );
    return uploadSubmissionDocument.id;
  }

  async consent(): Promise<string> {
    return (await this.consents(thing.state, thing.directory)).id;
  }

  async copiedContact(): Promise<string> {
    const sourceKey = 'submitted:desk';
    return (
      (await this.contactCopiedFrom(sourceKey)) ??
      (await this.copied(sourceKey, thing.directory, {
        key: 'desk',
        entity: 'Desk of Examples',
        title: 'Desk',
        emails: ['desk@can.example'],
      }))
    );
  }

  async ownContact(): Promise<string> {
    const { createContact } = await this.get(
      this.authority,
      'mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id } }',
      z.object({ createContact: Id }),
      {
        state: thing.state,
        input: {
          function: 'LEGAL',
          kind: 'OFFICE',
          entity: 'Office',
          emails: [`office-${this.next()}@can.example`],
        },
      },
    );
    return createContact.id;
  }

  async editedContact(): Promise<string> {
    const key = `edited-${this.next()}`;
    const id = await this.copied(`submitted:${key}`, thing.directory, {
      key,
      entity: `Bureau ${key}`,
      title: 'Registrar',
      emails: [`${key}@can.example`],
    });
    await this.does(
      this.authority,
      'mutation ($id: ID!) { updateContact(id: $id, revision: 1, input: { title: "Head" }) { id } }',
      { id },
    );
    return id;
  }

  async conflict(): Promise<string> {
    const query = '{ conflicts { nodes { id } } }';
    const Conflicts = z.object({ conflicts: z.object({ nodes: z.array(Id) }) });
    const open = async () => (await this.get(this.authority, query, Conflicts)).conflicts.nodes[0]?.id;
    const stands = await open();
    if (stands) return stands;
    await this.mergedContact();
    return there(await open(), 'conflict');
  }

  async proposal(): Promise<string> {
    const query = '{ proposals { nodes { id directory } } }';
    const Proposals = z.object({
      proposals: z.object({ nodes: z.array(Id.extend({ directory: z.string() })) }),
    });
    const waiting = async () =>
      (await this.get(this.authority, query, Proposals)).proposals.nodes.find(
        ({ directory }) => directory === 'ARF',
      )?.id;
    const stands = await waiting();
    if (stands) return stands;
    const key = `waiting-${this.next()}`;
    await this.submit('ARF', {
      key,
      level: 'WORKING_LEVEL',
      entity: `Unit ${key}`,
      emails: [`${key}@can.example`],
    });
    return there(await waiting(), 'proposal');
  }

  async webhook(): Promise<string> {
    return (await this.#webhooks())[0]?.id ?? (await this.newWebhook());
  }

  async #webhooks() {
    const { webhooks } = await this.get(
      this.organisation,
      'query ($directory: ID!) { webhooks(directory: $directory) { id } }',
      z.object({ webhooks: z.array(Id) }),
      { directory: thing.directory },
    );
    return webhooks;
  }

  async newWebhook(): Promise<string> {
    const mostWebhooks = 10;
    const webhooks = await this.#webhooks();
    for (const { id } of webhooks.slice(mostWebhooks))
      await this.does(this.organisation, 'mutation ($id: ID!) { removeWebhook(id: $id) }', { id });
    const { registerWebhook } = await this.get(
      this.organisation,
      'mutation ($directory: ID!, $url: String!) { registerWebhook(directory: $directory, url: $url) { webhook { id } } }',
      z.object({ registerWebhook: z.object({ webhook: Id }) }),
      { directory: thing.directory, url: this.endpoint },
    );
    return registerWebhook.webhook.id;
  }

  async delivery(): Promise<string> {
    const webhook = await this.webhook();
    const Deliveries = z.object({
      webhookDeliveries: z.object({ nodes: z.array(Id.extend({ seq: z.number().nullable() })) }),
    });
    const query = 'query ($webhook: ID!) { webhookDeliveries(webhook: $webhook) { nodes { id seq } } }';
    const told = async () =>
      (await this.get(this.organisation, query, Deliveries, { webhook })).webhookDeliveries.nodes.find(
        ({ seq }) => seq !== null,
      )?.id;
    const stands = await told();
    if (stands) return stands;
    const key = `told-${this.next()}`;
    await this.submit(thing.directory, {
      key,
      function: 'TECHNICAL',
      entity: key,
      emails: [`${key}@can.example`],
    });
    return there(await told(), 'delivery');
  }

  async heldPull(): Promise<string> {
    const held = async () => (await heldPulls(this.world, thing.directory))[0]?.id;
    const stands = await held();
    if (stands) return stands;
    const source = this.world.source(thing.directory);
    const others = source.entries().filter(({ key }) => !/^(CAN|USA)-/.test(key));
    for (const { key } of others.slice(0, 6)) source.remove(key);
    await pulls(this.world, thing.directory);
    return there(await held(), 'held pull');
  }

  async refusedEntry(): Promise<string> {
    const Refused = z.object({
      state: z.object({
        consents: z.array(
          z.object({
            directory: z.string(),
            refusedEntries: z.array(z.object({ sourceKey: z.string() })),
          }),
        ),
      }),
    });
    const query = `query ($iso3: ID!) { state(iso3: $iso3) { consents { directory refusedEntries { sourceKey } } } }`;
    const refused = async () => {
      const { state } = await this.get(this.authority, query, Refused, { iso3: thing.state });
      const ofDirectory = state.consents.find(({ directory }) => directory === thing.directory);
      return ofDirectory?.refusedEntries[0]?.sourceKey;
    };
    const stands = await refused();
    if (stands) return stands;
    const id = await this.editedContact();
    await this.does(
      this.authority,
      'mutation ($id: ID!) { removeContact(id: $id, revision: 2, reason: "Closed.") }',
      { id },
    );
    return there(await refused(), 'refused entry');
  }

  async account(): Promise<string> {
    const name = `Person ${this.next()}`;
    const { inviteAccount } = await this.get(
      this.authority,
      'mutation ($input: InviteAccountInput!) { inviteAccount(input: $input) { account { id } } }',
      z.object({ inviteAccount: z.object({ account: Id }) }),
      { input: { role: 'CONTACT', name, email: `${name.replace(' ', '-')}@can.example` } },
    );
    return inviteAccount.account.id;
  }

  async serviceClient(): Promise<string> {
    const { registerServiceClient } = await this.get(
      this.world.custodian,
      'mutation ($directory: ID!) { registerServiceClient(directory: $directory, name: "A service") { client { id } } }',
      z.object({ registerServiceClient: z.object({ client: Id }) }),
      { directory: thing.directory },
    );
    return registerServiceClient.client.id;
  }

  async calendarFeed(): Promise<string> {
    const { createCalendarFeed } = await this.get(
      this.authority,
      'mutation ($state: ID!) { createCalendarFeed(state: $state) { feed { id } } }',
      z.object({ createCalendarFeed: z.object({ feed: Id }) }),
      { state: thing.state },
    );
    return createCalendarFeed.feed.id;
  }

  async sponsored(): Promise<string> {
    await this.sponsors(otherObserver);
    return otherObserver;
  }

  /** They differ on the title. */
  async mergedContact(): Promise<{ readonly id: string; readonly sourceKey: string }> {
    const key = `same-${this.next()}`;
    const sourceKey = `submitted:${key}`;
    const person = { key, name: `Robin ${key}`, emails: [`${key}@can.example`] };
    await this.submit('OAS', { ...person, function: 'TECHNICAL', title: 'Head of Unit' });
    const id = await this.copied(sourceKey, thing.directory, { ...person, title: 'Chief' });
    return { id, sourceKey };
  }
}
