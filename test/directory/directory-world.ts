import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import { type InProcessExecutor, inProcessExecutor } from '../../platform/graphql/execute.ts';
import type { Part } from '../../platform/graphql/part.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { type SigningKey, signingKey } from '../../platform/identity/signing-key.ts';
import { signToken, tokenVerifier } from '../../platform/identity/tokens.ts';
import { createLog } from '../../platform/log/log.ts';
import { openDirectory } from '../../subgraphs/directory/schema.ts';
import { TestClock } from '../support/clock.ts';
import type { TestStorage } from '../support/databases.ts';
import { type Listed, ScriptedAdapter } from './scripted-adapter.ts';

const contactSelection = `id function level kind name title entity webPage emails phones languages revision updatedAt
  provenance { field origin directory sourceKey consentId pull at } copiedFrom { directory sourceKey consentId present }`;

const Contact = z.object({
  id: z.string(),
  function: z.string(),
  level: z.string().nullable(),
  kind: z.string(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  entity: z.string().nullable(),
  webPage: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  languages: z.array(z.string()),
  revision: z.number(),
  updatedAt: z.string(),
  provenance: z.array(
    z.object({
      field: z.string(),
      origin: z.string(),
      directory: z.string().nullable(),
      sourceKey: z.string().nullable(),
      consentId: z.string().nullable(),
      pull: z.string().nullable(),
      at: z.string(),
    }),
  ),
  copiedFrom: z.array(
    z.object({
      directory: z.string(),
      sourceKey: z.string(),
      consentId: z.string(),
      present: z.boolean(),
    }),
  ),
});
export type ShownContact = z.infer<typeof Contact>;

const Proposal = z.object({
  id: z.string(),
  directory: z.string(),
  sourceKey: z.string(),
  kind: z.string(),
  reason: z.string(),
  status: z.string(),
  changes: z.array(z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) })),
  contact: z.object({ id: z.string() }).nullable(),
});

const Granted = z.object({
  grantConsent: z.object({
    consent: z.object({ id: z.string(), status: z.string() }),
    contacts: z.array(Contact),
  }),
});

export interface Answer {
  readonly data: unknown;
  readonly errors: readonly {
    code: unknown;
    field: unknown;
    message: string;
    extensions: Readonly<Record<string, unknown>>;
  }[];
}

/** The global directory with three scripted regional ones, spoken to in its users' verbs. */
export class DirectoryWorld {
  readonly clock = new TestClock();
  readonly osce = new ScriptedAdapter('OSCE', this.clock);
  readonly arf = new ScriptedAdapter('ARF', this.clock, {
    levels: ['HIGH_LEVEL', 'WORKING_LEVEL'],
    namesFunctions: false,
  });
  readonly oas = new ScriptedAdapter('OAS', this.clock, { removalsMayBeReplaced: true });
  readonly #parts: Part[] = [];
  readonly #log = createLog('silent');

  private constructor(
    readonly storage: TestStorage,
    readonly key: SigningKey,
  ) {}

  static async start(make: () => Promise<TestStorage>): Promise<DirectoryWorld> {
    const keys = mkdtempSync(join(tmpdir(), 'crosspoint-keys-'));
    const world = new DirectoryWorld(await make(), await signingKey(keys));
    rmSync(keys, { recursive: true });
    await world.openInstance();
    return world;
  }

  /** A further instance on the same storage (PostgreSQL), or the same one again. */
  async openInstance(): Promise<Part> {
    const part = await openDirectory({
      storage: this.storage.location,
      clock: this.clock,
      log: this.#log,
      tokens: tokenVerifier(this.key, this.clock),
      adapters: [this.osce, this.arf, this.oas].map((service) => ({ code: service.code, service })),
    });
    this.#parts.push(part);
    return part;
  }

  get part(): Part {
    const part = this.#parts[0];
    if (!part) throw new Error('The world is stopped.');
    return part;
  }

  /** @param meanwhile what is done to the storage while nobody uses it */
  async restart(meanwhile: () => Promise<void> = async () => undefined): Promise<void> {
    await this.#closeParts();
    await meanwhile();
    await this.openInstance();
  }

  async stop(): Promise<void> {
    await this.#closeParts();
    await this.storage.drop();
  }

  async #closeParts(): Promise<void> {
    for (const part of this.#parts.splice(0)) await part.close();
  }

  async ask(
    caller: Caller | null,
    query: string,
    variables: Record<string, unknown> = {},
    part = this.part,
  ): Promise<Answer> {
    const execute: InProcessExecutor = inProcessExecutor(part, this.#log);
    const token = caller && (await signToken(this.key, caller, this.clock, 3600));
    const authorization = token ? `Bearer ${token}` : undefined;
    const { data, errors } = await execute({ query, variables }, { authorization, requestId: 'test' });
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

  async get<T>(
    caller: Caller | null,
    query: string,
    shape: z.ZodType<T>,
    variables: Record<string, unknown> = {},
    part = this.part,
  ): Promise<T> {
    const { data, errors } = await this.ask(caller, query, variables, part);
    expect(errors).toEqual([]);
    return shape.parse(data);
  }

  async contacts(iso3: string): Promise<ShownContact[]> {
    const shape = z.object({ state: z.object({ contacts: z.array(Contact) }) });
    const query = `query ($iso3: ID!) { state(iso3: $iso3) { contacts { ${contactSelection} } } }`;
    return (await this.get(custodian, query, shape, { iso3 })).state.contacts;
  }

  /** The state's only contact; more or fewer fail the test. */
  async contact(iso3: string): Promise<ShownContact> {
    const contacts = await this.contacts(iso3);
    expect(contacts).toHaveLength(1);
    return Contact.parse(contacts[0]);
  }

  async history(iso3: string, id: string) {
    const shape = z.object({
      contact: z.object({
        revisions: z.array(
          z.object({
            revision: z.number(),
            action: z.string(),
            actor: z.string(),
            authority: z.string().nullable(),
            changes: z.array(
              z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) }),
            ),
          }),
        ),
      }),
    });
    const query =
      'query ($id: ID!) { contact(id: $id) { revisions { revision action actor authority changes { field before after } } } }';
    return (await this.get(authority(iso3), query, shape, { id })).contact.revisions;
  }

  async tryGrant(caller: Caller | null, input: Record<string, unknown>): Promise<Answer> {
    return this.ask(caller, grantMutation, { input });
  }

  async grant(state: string, directory: string, terms: Record<string, unknown> = {}) {
    this.clock.advance(1000);
    const input = { state, directory, ...terms };
    return (await this.get(authority(state), grantMutation, Granted, { input })).grantConsent;
  }

  async withdraw(state: string, consentId: string, copies: 'WITHDRAW' | 'KEEP'): Promise<number> {
    const shape = z.object({ withdrawConsent: z.object({ affected: z.number() }) });
    const query =
      'mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { affected consent { status } } }';
    const input = { consentId, copies };
    return (await this.get(authority(state), query, shape, { input })).withdrawConsent.affected;
  }

  /** Lets what the region changed reach the global directory. */
  async pull(directory: string, part = this.part): Promise<string> {
    const shape = z.object({ pullDirectory: z.object({ outcome: z.string() }) });
    const query = 'mutation ($directory: ID!) { pullDirectory(directory: $directory) { outcome } }';
    return (await this.get(custodian, query, shape, { directory }, part)).pullDirectory.outcome;
  }

  async proposals(state: string, status: string | null = 'WAITING') {
    const shape = z.object({ proposals: z.object({ nodes: z.array(Proposal), totalCount: z.number() }) });
    const query = `query ($status: ProposalStatus) { proposals(status: $status) { totalCount nodes {
      id directory sourceKey kind reason status changes { field before after } contact { id } } } }`;
    return (await this.get(authority(state), query, shape, { status })).proposals.nodes;
  }

  async revision(): Promise<number> {
    const shape = z.object({ directoryRevision: z.number() });
    return (await this.get(custodian, '{ directoryRevision }', shape)).directoryRevision;
  }
}

export const grantMutation = `mutation ($input: GrantConsentInput!) { grantConsent(input: $input) {
  consent { id status } contacts { ${contactSelection} } } }`;

export const custodian: Caller = { role: 'custodian', subject: 'custodian' };
export const authority = (state: string): Caller => ({
  role: 'state',
  subject: `authority of ${state}`,
  state,
});
export const contactOf = (state: string): Caller => ({
  role: 'contact',
  subject: `contact of ${state}`,
  state,
});
export const organisation = (directory: string): Caller => ({
  role: 'organisation',
  subject: `service of ${directory}`,
  directory,
});

export const anna: Partial<Listed> = {
  state: 'EST',
  function: 'DIPLOMATIC',
  level: 'PRIMARY',
  name: 'Anna Näide',
  title: 'Adviser',
  entity: 'Ministry of Examples',
  emails: ['anna@mfa.example'],
  phones: ['+44 1632 960001'],
  languages: ['et', 'en'],
};

export const desk: Partial<Listed> = {
  state: 'EST',
  function: 'TECHNICAL',
  level: 'PRIMARY',
  kind: 'OFFICE',
  entity: 'CERT of Examples',
  emails: ['desk@cert.example'],
  phones: ['+44 1632 960002'],
};
