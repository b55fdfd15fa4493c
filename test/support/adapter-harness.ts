import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { RegionalDirectory } from '../../adapters/contract.ts';
import { defaultGuard, type GuardLimits, openAdapter } from '../../adapters/pipeline/schema.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Storage } from '../../platform/database/database.ts';
import { inProcessExecutor } from '../../platform/graphql/execute.ts';
import type { Part } from '../../platform/graphql/part.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { type SigningKey, signingKey } from '../../platform/identity/signing-key.ts';
import { signToken, tokenVerifier } from '../../platform/identity/tokens.ts';
import { createLog } from '../../platform/log/log.ts';
import { EntryStatus, PullOutcome, RegionalChangeKind } from '../../platform/vocabulary/terms.ts';

/** A clock that a test moves. Sleeping takes real time, so that what waits for its turn gets it. */
export class TestClock implements Clock {
  #now: number;
  constructor(start = '2026-11-02T09:30:00.000Z') {
    this.#now = Date.parse(start);
  }
  now(): Date {
    return new Date(this.#now);
  }
  async sleep(milliseconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 20)));
  }
  passMinutes(minutes: number): void {
    this.#now += minutes * 60_000;
  }
}

let key: Promise<SigningKey> | undefined;

function testKey(): Promise<SigningKey> {
  key ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crosspoint-key-'));
    try {
      return await signingKey(folder);
    } finally {
      rmSync(folder, { recursive: true });
    }
  })();
  return key;
}

export const service: Caller = { role: 'service', subject: 'test' };
export const custodian: Caller = { role: 'custodian', subject: 'test' };

export interface GraphQLAnswer {
  readonly data: unknown;
  /** Code and message of each error. */
  readonly errors: readonly { readonly code: unknown; readonly message: string; readonly field: unknown }[];
}

const Pull = z.object({
  id: z.string(),
  outcome: PullOutcome,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  setAside: z.number(),
  problem: z.string().nullable(),
});
export type Pull = z.infer<typeof Pull>;
const pullFields = Object.keys(Pull.shape).join(' ');

const Entry = z.object({
  sourceKey: z.string(),
  function: z.string().nullable(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  entity: z.string().nullable(),
  emails: z.array(z.string()),
  withheld: z.array(z.string()),
  status: EntryStatus,
  sourceRevision: z.string(),
  position: z.number(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
});
export type Entry = z.infer<typeof Entry>;
const entryFields = Object.keys(Entry.shape).join(' ');

const Change = z.object({
  seq: z.number(),
  at: z.string(),
  pull: z.string(),
  kind: RegionalChangeKind,
  entry: Entry,
});
export type Change = z.infer<typeof Change>;

/** A regional directory's adapter, running on a test's storage, and spoken to as its users do. */
export interface AdapterHarness {
  readonly part: Part;
  readonly clock: TestClock;
  /** What an Authorization header as it came learns. */
  askWith(authorization: string, query: string): Promise<GraphQLAnswer>;
  ask(caller: Caller | null, query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer>;
  /** Pulls now. */
  pull(): Promise<Pull>;
  /** All pulls, newest first. */
  pulls(): Promise<readonly Pull[]>;
  /** All entries, also those removed, by key. */
  entries(): Promise<readonly Entry[]>;
  /** The whole change feed. */
  feed(): Promise<readonly Change[]>;
  setAside(): Promise<readonly { readonly location: string; readonly reason: string }[]>;
  close(): Promise<void>;
}

export async function openHarness(options: {
  readonly directory: RegionalDirectory;
  readonly storage: Storage;
  readonly clock?: TestClock;
  readonly sourceUrl?: URL | null;
  readonly settings?: unknown;
  /** Default: as an operator gets it. */
  readonly guard?: GuardLimits;
}): Promise<AdapterHarness> {
  const { directory, storage, clock = new TestClock(), settings = null, guard = defaultGuard } = options;
  const log = createLog('silent');
  const signing = await testKey();
  const part = await openAdapter({
    directory,
    storage,
    clock,
    log,
    tokens: tokenVerifier(signing, clock),
    sourceUrl: options.sourceUrl === undefined ? new URL('http://source.example/list') : options.sourceUrl,
    settings,
    schedule: directory.rules.schedule,
    guard,
  });
  const execute = inProcessExecutor(part, log);
  async function answerTo(
    authorization: string | undefined,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<GraphQLAnswer> {
    const answer = await execute({ query, variables }, { authorization, requestId: 'test' });
    return {
      data: JSON.parse(JSON.stringify(answer.data ?? null)),
      errors: (answer.errors ?? []).map(({ message, extensions }) => ({
        message,
        code: extensions.code,
        field: extensions.field,
      })),
    };
  }
  const ask: AdapterHarness['ask'] = async (caller, query, variables) =>
    answerTo(caller ? `Bearer ${await signToken(signing, caller, clock, 60)}` : undefined, query, variables);

  async function read<T>(query: string, shape: z.ZodType<T>): Promise<T> {
    const { data, errors } = await ask(service, query);
    if (errors[0]) throw new Error(errors[0].message);
    return shape.parse(data);
  }
  async function entriesOf(status: string): Promise<Entry[]> {
    const query = `{ regionalSource { entries(status: ${status}, first: 1000) { nodes { ${entryFields} } } } }`;
    const nodes = z.object({ entries: z.object({ nodes: z.array(Entry) }) });
    return (await read(query, z.object({ regionalSource: nodes }))).regionalSource.entries.nodes;
  }

  return {
    part,
    clock,
    ask,
    askWith: (authorization, query) => answerTo(authorization, query),
    pull: async () => {
      const mutation = `mutation { pullRegionalSource(requestedBy: "a test") { ${pullFields} } }`;
      return (await read(mutation, z.object({ pullRegionalSource: Pull }))).pullRegionalSource;
    },
    pulls: async () => {
      const query = `{ regionalSource { pulls(first: 1000) { ${pullFields} } } }`;
      return (await read(query, z.object({ regionalSource: z.object({ pulls: z.array(Pull) }) })))
        .regionalSource.pulls;
    },
    entries: async () => {
      const all = [
        ...(await entriesOf('PRESENT')),
        ...(await entriesOf('ABSENT')),
        ...(await entriesOf('REMOVED')),
      ];
      return all.sort((a, b) => (a.sourceKey < b.sourceKey ? -1 : 1));
    },
    feed: async () => {
      const query = `{ regionalSource { changes(first: 1000) { changes { seq at pull kind entry { ${entryFields} } } } } }`;
      const page = z.object({ changes: z.object({ changes: z.array(Change) }) });
      return (await read(query, z.object({ regionalSource: page }))).regionalSource.changes.changes;
    },
    setAside: async () => {
      const rows = z.object({ setAside: z.array(z.object({ location: z.string(), reason: z.string() })) });
      const query = '{ regionalSource { setAside { location reason } } }';
      return (await read(query, z.object({ regionalSource: rows }))).regionalSource.setAside;
    },
    close: () => part.close(),
  };
}
