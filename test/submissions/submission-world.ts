import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import type { Part } from '../../platform/graphql/part.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { type SigningKey, signingKey } from '../../platform/identity/signing-key.ts';
import { signToken, tokenVerifier } from '../../platform/identity/tokens.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { createLog } from '../../platform/log/log.ts';
import { waitingMessages } from '../../platform/outbox/parts.ts';
import { OutboxEventRow } from '../../platform/outbox/rows.ts';
import { ReadingsLedger } from '../../platform/readings/readings-ledger.ts';
import { memberStates } from '../../platform/states/states.ts';
import { webhookNetwork } from '../../platform/webhooks/network.ts';
import type { DirectoryParts } from '../../subgraphs/directory/parts.ts';
import { directoryOn } from '../../subgraphs/directory/schema.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { SubmissionRow } from '../../subgraphs/directory/storage/submission-rows.ts';
import { attendSubmissions } from '../../subgraphs/directory/submissions/attend.ts';
import type { AuthorityPresence } from '../../subgraphs/directory/submissions/authorities.ts';
import { type Answer, authority, custodian } from '../directory/directory-world.ts';
import { ScriptedAdapter } from '../directory/scripted-adapter.ts';
import { TestClock } from '../support/clock.ts';
import type { TestStorage } from '../support/databases.ts';

export const secondOfficer: Caller = { role: 'custodian', subject: 'second officer' };
export const pdf = Buffer.from('%PDF-1.7\nNote verbale of the Permanent Mission\n%%EOF\n');

const Change = z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) });
const Act = z.object({
  kind: z.string(),
  contactId: z.string().nullable(),
  revision: z.number().nullable(),
  reason: z.string().nullable(),
  changes: z.array(Change),
});
const Submission = z.object({
  id: z.string(),
  status: z.string(),
  awaits: z.string().nullable(),
  reference: z.string(),
  receivedOn: z.string(),
  dueAt: z.string(),
  enteredBy: z.string(),
  decidedBy: z.string().nullable(),
  decisionReason: z.string().nullable(),
  document: z.object({ name: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() }),
  acts: z.array(Act),
});
export type Submission = z.infer<typeof Submission>;
const shown = `id status awaits reference receivedOn dueAt enteredBy decidedBy decisionReason
  document { name mediaType bytes sha256 } acts { kind contactId revision reason changes { field before after } }`;
const Preview = z.object({
  problem: z.string().nullable(),
  changedMeanwhile: z.array(z.object({ contact: z.string(), revision: z.number() })),
  acts: z.array(Act),
});

const Contact = z.object({
  id: z.string(),
  entity: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  title: z.string().nullable(),
  revision: z.number(),
  ownFields: z.array(z.string()),
  provenance: z.array(z.object({ field: z.string(), origin: z.string(), submission: z.string().nullable() })),
});

export const verbs = {
  upload:
    'mutation ($name: String!, $content: String!) { done: uploadSubmissionDocument(name: $name, content: $content) { id } }',
  enter: `mutation ($input: SubmissionInput!) { done: enterSubmission(input: $input) { ${shown} } }`,
  confirm: `mutation ($id: ID!, $revisions: [SeenRevisionInput!]) { done: confirmSubmission(id: $id, revisions: $revisions) { ${shown} } }`,
  countersign: `mutation ($id: ID!) { done: countersignSubmission(id: $id) { ${shown} } }`,
  refuse: `mutation ($id: ID!, $reason: String!) { done: refuseSubmission(id: $id, reason: $reason) { ${shown} } }`,
  withdraw: `mutation ($id: ID!, $reason: String!) { done: withdrawSubmission(id: $id, reason: $reason) { ${shown} } }`,
  period: 'mutation ($days: Int!) { done: setSubmissionPeriod(days: $days) }',
};
export type Verb = keyof typeof verbs;

/** The custodian's channel at work: a directory whose jobs run when the test says so. */
export class SubmissionWorld {
  readonly clock = new TestClock();
  readonly osce = new ScriptedAdapter('OSCE', this.clock);
  readonly #log = createLog('silent');
  /** What is known of states' authorities, where it is not that there is one. */
  readonly presence = new Map<string, AuthorityPresence | Error>();
  #part: Part | null = null;
  #state = 0;
  #unused: string | null = null;

  private constructor(
    readonly storage: TestStorage,
    readonly key: SigningKey,
    readonly database: Database,
    readonly readings: ReadingsLedger,
  ) {}

  static async start(make: () => Promise<TestStorage>): Promise<SubmissionWorld> {
    const keys = mkdtempSync(join(tmpdir(), 'crosspoint-keys-'));
    const storage = await make();
    const database = await openDatabase(directoryStorage, storage.location);
    const readings = await ReadingsLedger.open('directory', storage.location, new TestClock());
    const world = new SubmissionWorld(storage, await signingKey(keys), database, readings);
    rmSync(keys, { recursive: true });
    world.#part = await directoryOn(database, readings, {
      clock: world.clock,
      log: world.#log,
      tokens: tokenVerifier(world.key, world.clock),
      adapters: [{ code: 'OSCE', service: world.osce }],
      authorities: (iso3) => world.#authorities(iso3),
    });
    return world;
  }

  /** Whose notes come: another state for each test, so that one world serves them all. */
  get iso3(): string {
    return memberStates[this.#state]?.iso3 ?? 'EST';
  }
  get authority(): Caller {
    return authority(this.iso3);
  }

  /** The next state, at the beginning of time. */
  begin(): void {
    this.#state += 1;
    this.clock.set('2026-03-01T09:00:00.000Z');
  }

  async stop(): Promise<void> {
    await this.#part?.close();
    await this.storage.drop();
  }

  async #authorities(iso3: string): Promise<AuthorityPresence> {
    const known = this.presence.get(iso3) ?? 'SOME';
    if (known instanceof Error) throw known;
    return known;
  }

  partsOn(database: Database): DirectoryParts {
    return {
      database,
      readings: this.readings,
      seal: null,
      clock: this.clock,
      log: this.#log,
      adapters: new Map(),
      webhookNetwork: webhookNetwork(false),
      messaging: waitingMessages,
      authorities: (iso3) => this.#authorities(iso3),
    };
  }

  /** The job that looks after what waits, as any instance runs it. */
  attend(): Promise<void> {
    return attendSubmissions(this.partsOn(this.database));
  }

  /** Days go by, and the job runs on each. */
  async passes(days: number): Promise<void> {
    for (let day = 0; day < days; day += 1) {
      this.clock.advance(24 * 60 * 60 * 1000);
      await this.attend();
    }
  }

  async ask(caller: Caller | null, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    if (!this.#part) throw new Error('The world is stopped.');
    this.clock.advance(1000);
    const authorization = caller && `Bearer ${await signToken(this.key, caller, this.clock, 3600)}`;
    const { data, errors } = await inProcessExecutor(this.#part, this.#log)(
      { query, variables },
      { authorization: authorization ?? undefined, requestId: 'test' },
    );
    return {
      data: JSON.parse(JSON.stringify(data ?? null)),
      errors: (errors ?? []).map(({ message, extensions }) => ({
        code: extensions.code,
        field: extensions.field,
        message,
        extensions,
      })),
    };
  }

  async get<T>(caller: Caller | null, query: string, shape: z.ZodType<T>, variables = {}): Promise<T> {
    const { data, errors } = await this.ask(caller, query, variables);
    expect(errors).toEqual([]);
    return shape.parse(data);
  }

  async does(caller: Caller, verb: Verb, variables: Record<string, unknown>): Promise<Submission> {
    if (verb === 'enter') this.#unused = null;
    return (await this.get(caller, verbs[verb], z.object({ done: Submission }), variables)).done;
  }

  /** The only error; none fails the test. */
  async refused(caller: Caller | null, verb: Verb, variables: Record<string, unknown>) {
    const { errors } = await this.ask(caller, verbs[verb], variables);
    expect(errors).toHaveLength(1);
    const [error] = errors;
    if (!error) throw new Error('no error');
    return error;
  }

  async uploads(content = pdf, name = 'note.pdf', by: Caller = custodian): Promise<string> {
    const shape = z.object({ done: z.object({ id: z.string() }) });
    const variables = { name, content: content.toString('base64') };
    return (await this.get(by, verbs.upload, shape, variables)).done.id;
  }

  /** The custodian enters what the state sent. */
  async enters(acts: readonly object[], more: Record<string, unknown> = {}): Promise<Submission> {
    const input = await this.input(acts, more);
    return this.does(custodian, 'enter', { input });
  }

  async input(acts: readonly object[], more: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
    this.#unused ??= await this.uploads();
    return { state: this.iso3, reference: 'NV 12/2026', document: this.#unused, acts, ...more };
  }

  async submission(id: string, caller: Caller = this.authority): Promise<Submission | null> {
    const shape = z.object({ submission: Submission.nullable() });
    return (await this.get(caller, `query ($id: ID!) { submission(id: $id) { ${shown} } }`, shape, { id }))
      .submission;
  }

  async preview(id: string) {
    const query = `query ($id: ID!) { submission(id: $id) { preview { problem changedMeanwhile { contact revision }
      acts { kind contactId revision reason changes { field before after } } } } }`;
    const shape = z.object({ submission: z.object({ preview: Preview.nullable() }) });
    return (await this.get(this.authority, query, shape, { id })).submission.preview;
  }

  /** The state's own edit. */
  async nominates(input: Record<string, unknown>): Promise<{ id: string; revision: number }> {
    const query =
      'mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id revision } }';
    const shape = z.object({ createContact: z.object({ id: z.string(), revision: z.number() }) });
    return (await this.get(this.authority, query, shape, { state: this.iso3, input })).createContact;
  }

  async contacts(caller: Caller = this.authority) {
    const query = `query ($iso3: ID!) { state(iso3: $iso3) { contacts { id entity emails phones title revision ownFields
      provenance { field origin submission } } } }`;
    const shape = z.object({ state: z.object({ contacts: z.array(Contact) }) });
    return (await this.get(caller, query, shape, { iso3: this.iso3 })).state.contacts;
  }

  /** The names of what people are told about the state's submissions, in order, with whom. */
  async told(): Promise<string[]> {
    return this.database.read(async (manager) => {
      const own = await manager.findBy(SubmissionRow, { iso3: this.iso3 });
      const rows = await manager.find(OutboxEventRow, { order: { ordinal: 'ASC' } });
      const ofThese = rows.filter(({ event }) => own.some(({ id }) => event.includes(id)));
      return ofThese.map(
        ({ template, recipient }) =>
          `${template} to ${'subject' in recipient ? recipient.subject : 'authority'}`,
      );
    });
  }

  async ledger(): Promise<LedgerRow[]> {
    return this.database.read((manager) => manager.find(LedgerRow, { order: { seq: 'ASC' } }));
  }
}
