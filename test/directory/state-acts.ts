import { expect } from 'vitest';
import { z } from 'zod';
import { type Answer, authority, type DirectoryWorld } from './directory-world.ts';

// What a state does about its own contacts and about what waits for its yes.

const Decided = z.object({
  id: z.string(),
  status: z.string(),
  decidedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decisionReason: z.string().nullable(),
  contact: z.object({ id: z.string() }).nullable(),
});
const decided = 'id status decidedAt decidedBy decisionReason contact { id }';

export const mutations = {
  accept: `mutation ($id: ID!, $function: ContactFunction) { done: acceptProposal(id: $id, function: $function) { ${decided} } }`,
  reject: `mutation ($id: ID!, $reason: String) { done: rejectProposal(id: $id, reason: $reason) { ${decided} } }`,
  acceptMany: `mutation ($ids: [ID!]!) { done: acceptProposals(ids: $ids) { ${decided} } }`,
  rejectMany: `mutation ($ids: [ID!]!, $reason: String) { done: rejectProposals(ids: $ids, reason: $reason) { ${decided} } }`,
  release: `mutation ($state: ID!, $directory: ID!, $sourceKey: String!) {
    done: releaseEntry(state: $state, directory: $directory, sourceKey: $sourceKey) { id refusedEntries { sourceKey } } }`,
  create: `mutation ($state: ID!, $input: ContactInput!) { done: createContact(state: $state, input: $input) { id revision } }`,
  update: `mutation ($id: ID!, $revision: Int!, $input: ContactInput!) {
    done: updateContact(id: $id, revision: $revision, input: $input) { id revision } }`,
  remove: `mutation ($id: ID!, $revision: Int!, $reason: String!) { done: removeContact(id: $id, revision: $revision, reason: $reason) }`,
  releaseField: `mutation ($id: ID!, $field: String!) { done: releaseField(id: $id, field: $field) { id revision } }`,
};

const Done = z.object({ done: z.unknown() });

/** One state's authority at work. */
export class StateAuthority {
  constructor(
    readonly world: DirectoryWorld,
    readonly iso3: string,
  ) {}

  /** The whole answer, errors too. A second passes first. */
  async tries(act: keyof typeof mutations, variables: Record<string, unknown>): Promise<Answer> {
    this.world.clock.advance(1000);
    return this.world.ask(authority(this.iso3), mutations[act], variables);
  }

  /** An error fails the test. */
  async does(act: keyof typeof mutations, variables: Record<string, unknown>): Promise<unknown> {
    const { data, errors } = await this.tries(act, variables);
    expect(errors).toEqual([]);
    return Done.parse(data).done;
  }

  async refused(act: keyof typeof mutations, variables: Record<string, unknown>) {
    const { errors } = await this.tries(act, variables);
    expect(errors).toHaveLength(1);
    const [error] = errors;
    if (!error) throw new Error('no error');
    return error;
  }

  async accepts(id: string, answer?: string) {
    return Decided.parse(await this.does('accept', { id, function: answer }));
  }
  async rejects(id: string, reason?: string) {
    return Decided.parse(await this.does('reject', { id, reason }));
  }
  /** The only proposal that waits; more or fewer fail the test. */
  async waiting() {
    const waiting = await this.world.proposals(this.iso3);
    expect(waiting).toHaveLength(1);
    const [proposal] = waiting;
    if (!proposal) throw new Error('nothing waits');
    return proposal;
  }
  async waits(): Promise<string[]> {
    return (await this.world.proposals(this.iso3)).map(({ kind, sourceKey }) => `${kind} ${sourceKey}`);
  }

  async refusals() {
    const Refusal = z.object({ sourceKey: z.string(), refusal: z.string(), reason: z.string().nullable() });
    const shape = z.object({
      state: z.object({ consents: z.array(z.object({ refusedEntries: z.array(Refusal) })) }),
    });
    const query =
      'query ($iso3: ID!) { state(iso3: $iso3) { consents { refusedEntries { sourceKey refusal reason } } } }';
    const { state } = await this.world.get(authority(this.iso3), query, shape, { iso3: this.iso3 });
    return state.consents.flatMap(({ refusedEntries }) => refusedEntries);
  }
}
