import { z } from 'zod';
import { Problem } from '../../../platform/errors/problem.ts';
import type { GraphQLService } from '../../../platform/graphql/service.ts';
import type { RegionalEntryInput } from '../../../platform/vocabulary/regional-entry-input.ts';
import { entryFields, RegionalEntry } from './regional-entry.ts';
import { AnsweredInstant, factFields, PullFacts, pullFields, SourceFacts } from './source-facts.ts';

/** Changes asked for at once: each such page takes effect in one transaction. */
export const feedPageSize = 500;
const listedAtOnce = 1000;

export const FeedChange = z.object({
  /** Gapless: 1, 2, 3, … */
  seq: z.int(),
  at: AnsweredInstant,
  pull: z.string().nullable(),
  kind: z.enum(['ADDED', 'CHANGED', 'REMOVED', 'ABSENT', 'RETURNED', 'NOTED']),
  entry: RegionalEntry,
});
export type FeedChange = z.infer<typeof FeedChange>;

const changeFields = `seq at pull kind entry { ${entryFields} }`;

const HeldChange = z.object({ before: RegionalEntry, change: FeedChange });
/** One entry of a held pull, and what approving the pull would publish of it. */
export type HeldChange = z.infer<typeof HeldChange>;

const Feed = z.object({ changes: z.array(FeedChange), position: z.int(), hasMore: z.boolean() });
const epochThen = z.string().nullable();
const FeedAnswer = z.object({ regionalSource: SourceFacts.extend({ changes: Feed, epochThen }) });

/** The feed after a cursor, with what the directory says of itself at that time. */
export interface FeedPage {
  readonly facts: SourceFacts;
  /** The epoch of the change that was the feed's end when it was last looked at; null where there is no such change. */
  readonly epochThen: string | null;
  readonly changes: readonly FeedChange[];
  readonly hasMore: boolean;
}

/** All entries of a directory, of which every change up to `facts.feedEnd` is part. */
export interface Reading {
  readonly facts: SourceFacts;
  readonly entries: readonly RegionalEntry[];
  /** The last pulls, the newest first. */
  readonly pulls: readonly PullFacts[];
}

/** The same of one state. */
export interface StateReading extends Reading {
  /** As of a page of the feed. */
  readonly epochThen: string | null;
}

const SetAside = z.object({
  directory: z.string(),
  location: z.string(),
  reason: z.string(),
  at: AnsweredInstant,
});
export type SetAsideFacts = z.infer<typeof SetAside>;
const setAsideFields = 'directory location reason at';

/** An entry as far as its outcome depends on it: which it is, and what a consent would have to cover. */
const ListedEntry = RegionalEntry.pick({
  sourceKey: true,
  state: true,
  function: true,
  level: true,
  status: true,
}).extend({
  /** The fields that have a value, without the values. */
  filled: z.array(z.string()),
});
export type ListedEntry = z.infer<typeof ListedEntry>;

const Condition = z.object({
  regionalSource: SourceFacts.extend({
    recent: z.array(PullFacts),
    held: z.array(PullFacts),
    setAside: z.array(SetAside),
  }),
});
/** What the custodian watches: the last pulls, those that are held, and records that could not be used. */
export type SourceCondition = z.infer<typeof Condition>['regionalSource'];

/** All entries of a directory, or of one state's, without any contact data; and the records that could not be used. */
export interface Listing {
  readonly entries: readonly ListedEntry[];
  readonly setAside: readonly SetAsideFacts[];
}

/** A regional directory's adapter, spoken to by GraphQL alone. Every method throws a Problem where it does not answer. */
export class RegionalAdapter {
  readonly code: string;
  readonly #service: GraphQLService;

  constructor(code: string, service: GraphQLService) {
    this.code = code;
    this.#service = service;
  }

  async facts(): Promise<SourceFacts> {
    const answer = await this.#ask(
      `{ regionalSource { ${factFields} } }`,
      {},
      z.object({ regionalSource: SourceFacts }),
    );
    return answer.regionalSource;
  }

  /** @param known the feed's end when it was last looked at */
  async changesAfter(after: number, known: number): Promise<FeedPage> {
    const query = `query ($after: Int!, $first: Int!, $known: Int!) { regionalSource { ${factFields} epochThen: epoch(at: $known)
      changes(after: $after, first: $first) { changes { ${changeFields} } position hasMore } } }`;
    const answer = await this.#ask(query, { after, first: feedPageSize, known }, FeedAnswer);
    const { changes: feed, epochThen: epoch, ...facts } = answer.regionalSource;
    return { facts, epochThen: epoch, changes: feed.changes, hasMore: feed.hasMore };
  }

  /** The position is asked for first: a change in between is then in the entries and comes again by the feed, never neither. */
  async readState(iso3: string, known: number): Promise<StateReading> {
    const facts = await this.facts();
    const query = `query ($state: ID!, $known: Int!) { regionalSource { stateEntries(state: $state) { ${entryFields} }
      epochThen: epoch(at: $known) pulls(first: 50) { ${pullFields} } } }`;
    const shape = z.object({
      regionalSource: z.object({
        stateEntries: z.array(RegionalEntry),
        epochThen,
        pulls: z.array(PullFacts),
      }),
    });
    const source = (await this.#ask(query, { state: iso3, known }, shape)).regionalSource;
    const { stateEntries: entries, pulls, epochThen: epoch } = source;
    return { facts, entries, pulls, epochThen: epoch };
  }

  /** Every entry, of whatever state, that is not removed. */
  async readAll(): Promise<Reading> {
    const facts = await this.facts();
    return {
      facts,
      entries: await this.#entries(null, entryFields, RegionalEntry),
      pulls: await this.pulls(50),
    };
  }

  /** @param iso3 null: of every state */
  async listing(iso3: string | null): Promise<Listing> {
    const entries = await this.#entries(
      iso3,
      'sourceKey state { iso3 } function level status filled',
      ListedEntry,
    );
    const shape = z.object({ regionalSource: z.object({ setAside: z.array(SetAside) }) });
    const query = `{ regionalSource { setAside { ${setAsideFields} } } }`;
    return { entries, setAside: (await this.#ask(query, {}, shape)).regionalSource.setAside };
  }

  async pulls(first: number): Promise<PullFacts[]> {
    const query = `query ($first: Int!) { regionalSource { pulls(first: $first) { ${pullFields} } } }`;
    const shape = z.object({ regionalSource: z.object({ pulls: z.array(PullFacts) }) });
    return (await this.#ask(query, { first }, shape)).regionalSource.pulls;
  }

  async condition(): Promise<SourceCondition> {
    const query = `{ regionalSource { ${factFields} recent: pulls(first: 10) { ${pullFields} }
      held: pulls(first: 50, outcome: HELD) { ${pullFields} }
      setAside { ${setAsideFields} } } }`;
    return (await this.#ask(query, {}, Condition)).regionalSource;
  }

  async pull(requestedBy: string): Promise<PullFacts> {
    const query = `mutation ($requestedBy: String!) { pullRegionalSource(requestedBy: $requestedBy) { ${pullFields} } }`;
    const shape = z.object({ pullRegionalSource: PullFacts });
    return (await this.#ask(query, { requestedBy }, shape)).pullRegionalSource;
  }

  /** What approving a held pull would publish, in the order of the feed. @throws Problem NOT_FOUND, CONFLICT */
  async heldChanges(pull: string): Promise<HeldChange[]> {
    const query = `query ($pull: ID!) { regionalSource { heldChanges(pull: $pull) {
      before { ${entryFields} } change { ${changeFields} } } } }`;
    const shape = z.object({ regionalSource: z.object({ heldChanges: z.array(HeldChange) }) });
    return (await this.#ask(query, { pull }, shape)).regionalSource.heldChanges;
  }

  /** @throws Problem NOT_FOUND, CONFLICT, BAD_USER_INPUT */
  async decide(
    decision: 'approve' | 'reject',
    request: { readonly pull: string; readonly decidedBy: string; readonly reason: string },
  ): Promise<PullFacts> {
    const query = `mutation ($pull: ID!, $decidedBy: String!, $reason: String!) {
      pull: ${decision}RegionalPull(pull: $pull, decidedBy: $decidedBy, reason: $reason) { ${pullFields} } }`;
    return (await this.#ask(query, { ...request }, z.object({ pull: PullFacts }))).pull;
  }

  async submit(
    complete: boolean,
    entries: readonly RegionalEntryInput[],
    requestedBy: string,
  ): Promise<PullFacts> {
    const query = `mutation ($requestedBy: String!, $complete: Boolean!, $entries: [RegionalEntryInput!]!) {
      submitToRegionalSource(requestedBy: $requestedBy, complete: $complete, entries: $entries) { ${pullFields} } }`;
    const shape = z.object({ submitToRegionalSource: PullFacts });
    return (await this.#ask(query, { requestedBy, complete, entries }, shape)).submitToRegionalSource;
  }

  /** Page by page, in the order of their keys. */
  async #entries<T>(iso3: string | null, fields: string, shape: z.ZodType<T>): Promise<T[]> {
    const query = `query ($state: ID, $after: String) { regionalSource {
      entries(state: $state, first: ${listedAtOnce}, after: $after) {
        nodes { ${fields} } pageInfo { hasNextPage endCursor } } } }`;
    const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
    const page = z.object({ entries: z.object({ nodes: z.array(shape), pageInfo }) });
    const answer = z.object({ regionalSource: page });
    const entries: T[] = [];
    let after: string | null = null;
    for (;;) {
      const found: z.infer<typeof answer> = await this.#ask(query, { state: iso3, after }, answer);
      entries.push(...found.regionalSource.entries.nodes);
      const { hasNextPage, endCursor } = found.regionalSource.entries.pageInfo;
      after = hasNextPage ? endCursor : null;
      if (after === null) return entries;
    }
  }

  async #ask<T>(query: string, variables: Record<string, unknown>, shape: z.ZodType<T>): Promise<T> {
    try {
      return await this.#service.request(query, variables, shape);
    } catch (cause) {
      if (cause instanceof Problem && cause.code !== 'INTERNAL_SERVER_ERROR') throw cause;
      const message = `The adapter of ${this.code} does not answer as it should just now. Try again in a minute.`;
      throw new Problem('INTERNAL_SERVER_ERROR', message, { cause });
    }
  }
}
