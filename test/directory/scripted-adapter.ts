import { randomUUID } from 'node:crypto';
import { buildSchema, type DocumentNode, execute, parse, validate } from 'graphql';
import type { z } from 'zod';
import type { Clock } from '../../platform/clock/clock.ts';
import { parseTelephone } from '../../platform/contact-details/telephone.ts';
import type { GraphQLService } from '../../platform/graphql/service.ts';
import {
  type ContactFunction,
  type ContactKind,
  contactFields,
  type EntryStatus,
  type PullOutcome,
} from '../../platform/vocabulary/terms.ts';

const protocol = buildSchema(`
  type Query { regionalSource: RegionalSource! }
  type Mutation { pullRegionalSource(requestedBy: String!): Pull! }
  type State { iso3: ID! }
  type Pull { id: ID! directory: ID! outcome: String! startedAt: String! finishedAt: String read: Int! added: Int! changed: Int! removed: Int! setAside: Int! problem: String
    held: HeldChanges decision: String decidedBy: String decidedAt: String decisionReason: String settledBy: ID }
  type HeldChanges { share: Float! count: Int! losses: [HeldLoss!]! }
  type HeldLoss { subject: String! going: Int! accepted: Int! limit: Int! }
  type SetAsideRecord { directory: ID! location: String! reason: String! at: String! }
  enum PullOutcome { RUNNING UNCHANGED CHANGED INCOMPLETE HELD FAILED }
  type Telephone { e164: String extension: String asWritten: String! aroundTheClock: Boolean! }
  type RegionalEntry { directory: ID! sourceKey: String! state: State function: String level: String kind: String! name: String title: String entity: String
    webPage: String emails: [String!]! telephones: [Telephone!]! languages: [String!]! status: String! position: Int! withheld: [String!]! lastSeenAt: String! filled: [String!]!
    asOf: String lastConfirmedOn: String changedOn: String notifiedOn: String }
  type FeedChange { seq: Int! at: String! pull: ID kind: String! entry: RegionalEntry! }
  type FeedPoint { position: Int! epoch: ID }
  type Feed { changes: [FeedChange!]! position: Int! hasMore: Boolean! }
  type RegionalSource { code: ID! name: String! levels: [String!]! namesFunctions: Boolean! removalsMayBeReplaced: Boolean! participants: Int! entryCount: Int! schedule: String! nextPullAt: String
    feedEnd: FeedPoint! epoch(at: Int!): ID lastSuccessAt: String lastPull: Pull pulls(first: Int = 10, outcome: PullOutcome): [Pull!]! setAside: [SetAsideRecord!]!
    changes(after: Int = 0, first: Int = 100): Feed! stateEntries(state: ID!): [RegionalEntry!]!
    entries(state: ID, first: Int = 100, after: String): Entries! }
  type Entries { nodes: [RegionalEntry!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
`);

const documents = new Map<string, DocumentNode>();

/** Parsed and checked once: the directory asks the same few questions. */
function documentOf(query: string): DocumentNode {
  const known = documents.get(query);
  if (known) return known;
  const document = parse(query);
  const [error] = validate(protocol, document);
  if (error) throw error;
  documents.set(query, document);
  return document;
}

export interface Listed {
  state: string | null;
  function: ContactFunction | null;
  level: string | null;
  kind: ContactKind;
  name: string | null;
  title: string | null;
  entity: string | null;
  webPage: string | null;
  emails: string[];
  phones: string[];
  languages: string[];
  withheld: string[];
  /** What the region says of when: YYYY-MM-DD, or YYYY-MM. */
  asOf?: string;
  lastConfirmedOn?: string;
  changedOn?: string;
  notifiedOn?: string;
}

const blank: Listed = {
  state: null,
  function: null,
  level: null,
  kind: 'PERSON',
  name: null,
  title: null,
  entity: null,
  webPage: null,
  emails: [],
  phones: [],
  languages: [],
  withheld: [],
};

type Kind = 'ADDED' | 'CHANGED' | 'REMOVED' | 'ABSENT' | 'RETURNED' | 'NOTED';

interface Known {
  readonly content: Listed;
  readonly status: EntryStatus;
  readonly position: number;
}
interface Published {
  readonly seq: number;
  readonly epoch: string;
  readonly at: string;
  readonly pull: string;
  readonly kind: Kind;
  readonly entry: object;
}

/** A regional directory's adapter as the global one sees it: entries, a feed, pulls; written by the test, and broken by it. */
export class ScriptedAdapter implements GraphQLService {
  readonly code: string;
  readonly levels: string[];
  readonly namesFunctions: boolean;
  readonly removalsMayBeReplaced: boolean;
  readonly #clock: Clock;
  readonly #entries = new Map<string, Known>();
  readonly #feed: Published[] = [];
  /** Where it was restored from a backup: when that was made, until its next pull. */
  #asOf: string | null = null;
  readonly pulls: Record<string, unknown>[] = [];
  setAside: Record<string, unknown>[] = [];
  isDown = false;
  nextOutcome: PullOutcome | null = null;
  pageSize = 100;
  requests = 0;
  /** Called when the directory has read the position and before it reads the entries. */
  beforeEntries: () => Promise<void> | void = () => undefined;
  /** Called when a page of the feed has been read and is not there yet. */
  afterChanges: () => Promise<void> | void = () => undefined;

  constructor(
    code: string,
    clock: Clock,
    options: { levels?: string[]; namesFunctions?: boolean; removalsMayBeReplaced?: boolean } = {},
  ) {
    this.code = code;
    this.#clock = clock;
    this.levels = options.levels ?? ['PRIMARY', 'ALTERNATE'];
    this.namesFunctions = options.namesFunctions ?? true;
    this.removalsMayBeReplaced = options.removalsMayBeReplaced ?? false;
  }

  get position(): number {
    return this.#feed.length;
  }

  /** Null where it never had the entry. */
  statusOf(key: string): EntryStatus | null {
    return this.#entries.get(key)?.status ?? null;
  }

  #publish(kind: Kind, key: string, status: EntryStatus, change: Partial<Listed> = {}): void {
    const before = this.#entries.get(key)?.content ?? blank;
    const known = { content: { ...before, ...change }, status, position: this.#feed.length + 1 };
    this.#entries.set(key, known);
    const at = this.#clock.now().toISOString();
    const pull = `${this.code}-pull-${this.pulls.length + 1}`;
    this.#feed.push({ seq: known.position, epoch: randomUUID(), at, pull, kind, entry: this.#shown(key) });
  }

  add(key: string, content: Partial<Listed>): void {
    this.#publish('ADDED', key, 'PRESENT', { ...blank, ...content });
  }
  edit(key: string, change: Partial<Listed>): void {
    this.#publish('CHANGED', key, 'PRESENT', change);
  }
  note(key: string): void {
    this.#publish('NOTED', key, 'PRESENT');
  }
  remove(key: string): void {
    this.#publish('REMOVED', key, 'REMOVED');
  }
  markAbsent(key: string): void {
    this.#publish('ABSENT', key, 'ABSENT');
  }
  returnToList(key: string, change: Partial<Listed> = {}): void {
    this.#publish('RETURNED', key, 'PRESENT', change);
  }

  #shown(key: string): object {
    const known = this.#entries.get(key);
    if (!known) throw new Error(`no entry ${key}`);
    const { state, phones, ...content } = known.content;
    return {
      directory: this.code,
      sourceKey: key,
      state: state && { iso3: state },
      telephones: phones.map((phone) => parseTelephone(phone, null)),
      ...content,
      filled: contactFields.filter((field) => known.content[field]?.length),
      status: known.status,
      position: known.position,
      lastSeenAt: this.#asOf ?? this.#clock.now().toISOString(),
    };
  }

  #source() {
    const success = this.pulls.find(({ outcome }) => outcome === 'CHANGED' || outcome === 'UNCHANGED');
    return {
      code: this.code,
      name: `Directory ${this.code}`,
      levels: this.levels,
      namesFunctions: this.namesFunctions,
      removalsMayBeReplaced: this.removalsMayBeReplaced,
      participants: new Set([...this.#entries.values()].map(({ content }) => content.state)).size,
      entryCount: this.#entries.size,
      schedule: '0 * * * *',
      nextPullAt: null,
      feedEnd: { position: this.position, epoch: this.#feed.at(-1)?.epoch ?? null },
      epoch: ({ at }: { at: number }) => this.#feed[at - 1]?.epoch ?? null,
      lastSuccessAt: success?.finishedAt ?? null,
      lastPull: this.pulls[0] ?? null,
      pulls: ({ first, outcome }: { first: number; outcome?: string }) =>
        this.pulls.filter((pull) => !outcome || pull.outcome === outcome).slice(0, first),
      setAside: this.setAside,
      changes: async ({ after, first }: { after: number; first: number }) => {
        const changes = this.#feed.slice(after, after + Math.min(first, this.pageSize));
        const page = { changes, position: this.position, hasMore: after + changes.length < this.position };
        await this.afterChanges();
        return page;
      },
      entries: ({ state, first, after }: { state?: string; first: number; after?: string }) => {
        const listed = [...this.#entries]
          .filter(([, { content, status }]) => status !== 'REMOVED' && (!state || content.state === state))
          .map(([key]) => key)
          .sort();
        const rest = listed.filter((key) => !after || key > after);
        const keys = rest.slice(0, Math.min(first, this.pageSize));
        const pageInfo = { hasNextPage: rest.length > keys.length, endCursor: keys.at(-1) ?? null };
        return { nodes: keys.map((key) => this.#shown(key)), pageInfo };
      },
      stateEntries: async ({ state }: { state: string }) => {
        await this.beforeEntries();
        return [...this.#entries]
          .filter(([, { content, status }]) => content.state === state && status !== 'REMOVED')
          .map(([key]) => this.#shown(key));
      },
    };
  }

  /** Its storage as it is now. @returns what sets it back to that */
  backup(): () => void {
    const [entries, feed, pulls] = [[...this.#entries], [...this.#feed], [...this.pulls]];
    const at = this.#clock.now().toISOString();
    return () => {
      this.reset();
      for (const [key, known] of entries) this.#entries.set(key, known);
      this.#feed.push(...feed);
      this.pulls.push(...pulls);
      this.#asOf = at;
    };
  }

  /** Its storage is lost: it begins anew, with nothing. */
  reset(): void {
    this.#entries.clear();
    this.#feed.splice(0);
    this.pulls.splice(0);
  }

  #pull() {
    this.#asOf = null;
    const now = this.#clock.now().toISOString();
    const pull = {
      id: `${this.code}-pull-${this.pulls.length + 1}`,
      directory: this.code,
      outcome: this.nextOutcome ?? 'CHANGED',
      startedAt: now,
      finishedAt: now,
      read: this.#entries.size,
      added: 0,
      changed: 0,
      removed: 0,
      setAside: 0,
      problem: this.nextOutcome === 'FAILED' ? 'The source does not answer.' : null,
    };
    this.nextOutcome = null;
    this.pulls.unshift(pull);
    return pull;
  }

  /** The custodian has decided on a held pull. */
  decide(id: string): void {
    for (const pull of this.pulls) if (pull.id === id) pull.outcome = 'CHANGED';
  }

  async request<T>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    shape: z.ZodType<T>,
  ): Promise<T> {
    this.requests += 1;
    if (this.isDown) throw new Error(`${this.code} is down`);
    const rootValue = { regionalSource: () => this.#source(), pullRegionalSource: () => this.#pull() };
    const answer = await execute({
      schema: protocol,
      document: documentOf(query),
      rootValue,
      variableValues: { ...variables },
    });
    if (answer.errors?.[0]) throw answer.errors[0];
    return shape.parse(JSON.parse(JSON.stringify(answer.data)));
  }
}
