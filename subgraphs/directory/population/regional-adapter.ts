import { z } from 'zod';
import { Problem } from '../../../platform/errors/problem.ts';
import type { GraphQLService } from '../../../platform/graphql/service.ts';
import { entryFields, RegionalEntry } from './regional-entry.ts';
import { AnsweredInstant, factFields, PullFacts, pullFields, SourceFacts } from './source-facts.ts';

const pageSize = 100;

export const FeedChange = z.object({
  /** Gapless: 1, 2, 3, … */
  seq: z.int(),
  at: AnsweredInstant,
  pull: z.string().nullable(),
  kind: z.enum(['ADDED', 'CHANGED', 'REMOVED', 'ABSENT', 'RETURNED', 'NOTED']),
  entry: RegionalEntry,
});
export type FeedChange = z.infer<typeof FeedChange>;

const Feed = z.object({ changes: z.array(FeedChange), position: z.int(), hasMore: z.boolean() });
const FeedAnswer = z.object({ regionalSource: SourceFacts.extend({ changes: Feed }) });

/** The feed after a cursor, with what the directory says of itself at that time. */
export interface FeedPage {
  readonly facts: SourceFacts;
  readonly changes: readonly FeedChange[];
  readonly hasMore: boolean;
}

/** All entries of one state, of which every change up to `facts.position` is part. */
export interface StateReading {
  readonly facts: SourceFacts;
  readonly entries: readonly RegionalEntry[];
  /** The last pulls, the newest first. */
  readonly pulls: readonly PullFacts[];
}

const SetAside = z.object({
  directory: z.string(),
  location: z.string(),
  reason: z.string(),
  at: AnsweredInstant,
});
export type SetAsideFacts = z.infer<typeof SetAside>;

const Condition = z.object({
  regionalSource: SourceFacts.extend({
    recent: z.array(PullFacts),
    held: z.array(PullFacts),
    setAside: z.array(SetAside),
  }),
});
/** What the custodian watches: the last pulls, those that are held, and records that could not be used. */
export type SourceCondition = z.infer<typeof Condition>['regionalSource'];

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

  async changesAfter(after: number): Promise<FeedPage> {
    const query = `query ($after: Int!, $first: Int!) { regionalSource { ${factFields}
      changes(after: $after, first: $first) { changes { seq at pull kind entry { ${entryFields} } } position hasMore } } }`;
    const answer = await this.#ask(query, { after, first: pageSize }, FeedAnswer);
    const { changes: feed, ...facts } = answer.regionalSource;
    return { facts, changes: feed.changes, hasMore: feed.hasMore };
  }

  /** The position is asked for first: a change in between is then in the entries and comes again by the feed, never neither. */
  async readState(iso3: string): Promise<StateReading> {
    const facts = await this.facts();
    const query = `query ($state: ID!) { regionalSource { stateEntries(state: $state) { ${entryFields} }
      pulls(first: 50) { ${pullFields} } } }`;
    const shape = z.object({
      regionalSource: z.object({ stateEntries: z.array(RegionalEntry), pulls: z.array(PullFacts) }),
    });
    const { stateEntries, pulls } = (await this.#ask(query, { state: iso3 }, shape)).regionalSource;
    return { facts, entries: stateEntries, pulls };
  }

  async pulls(first: number): Promise<PullFacts[]> {
    const query = `query ($first: Int!) { regionalSource { pulls(first: $first) { ${pullFields} } } }`;
    const shape = z.object({ regionalSource: z.object({ pulls: z.array(PullFacts) }) });
    return (await this.#ask(query, { first }, shape)).regionalSource.pulls;
  }

  async condition(): Promise<SourceCondition> {
    const setAside = 'setAside { directory location reason at }';
    const query = `{ regionalSource { ${factFields} recent: pulls(first: 10) { ${pullFields} }
      held: pulls(first: 50, outcome: HELD) { ${pullFields} } ${setAside} } }`;
    return (await this.#ask(query, {}, Condition)).regionalSource;
  }

  async pull(requestedBy: string): Promise<PullFacts> {
    const query = `mutation ($requestedBy: String!) { pullRegionalSource(requestedBy: $requestedBy) { ${pullFields} } }`;
    const shape = z.object({ pullRegionalSource: PullFacts });
    return (await this.#ask(query, { requestedBy }, shape)).pullRegionalSource;
  }

  async #ask<T>(query: string, variables: Record<string, unknown>, shape: z.ZodType<T>): Promise<T> {
    try {
      return await this.#service.request(query, variables, shape);
    } catch (cause) {
      const message = `The adapter of ${this.code} does not answer as it should just now. Try again in a minute.`;
      throw new Problem('INTERNAL_SERVER_ERROR', message, { cause });
    }
  }
}
