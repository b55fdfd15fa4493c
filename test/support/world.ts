import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';
import type { OpenSample } from '../../adapters/contract.ts';
import { registry } from '../../adapters/registry.ts';
import { defaultPort } from '../../gateway/part-urls.ts';
import { adapterPart, directoryPart, partNames } from '../../gateway/parts.ts';
import { startEverything } from '../../gateway/start/everything.ts';
import { startGateway } from '../../gateway/start/gateway-alone.ts';
import { createHost, type Host } from '../../gateway/start/host.ts';
import { startAdapter, startDirectory } from '../../gateway/start/part-alone.ts';
import { type Clock, systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { createLog, type Log } from '../../platform/log/log.ts';
import type { databases, TestStorage } from './databases.ts';
import { testKey } from './encryption-keys.ts';
import { type FaultyServer, faultyServer } from './faults.ts';
import { freePort } from './free-port.ts';

/** All parts in one process, or each behind its own HTTP server. */
export type Arrangement = 'one process' | 'a process each';

export const everyWorld = (all: typeof databases) =>
  all.flatMap(({ name, make }) =>
    (['one process', 'a process each'] as const).map((arrangement) => ({ name, make, arrangement })),
  );

const Answer = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.looseObject({
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).optional(),
        extensions: z.looseObject({ code: z.string(), field: z.string().optional() }),
      }),
    )
    .optional(),
});
export type Answer = z.infer<typeof Answer>;

/** Somebody with a token who asks the gateway. */
export interface Asker {
  /** The whole answer, errors too. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>;
  /** The data, parsed; an error fails the test. */
  get<T>(query: string, shape: z.ZodType<T>, variables?: Record<string, unknown>): Promise<T>;
  /** The code of the first error; no error fails the test. */
  refused(query: string, variables?: Record<string, unknown>): Promise<string>;
}

/** The product, started for a test, with regional sources that the test edits and breaks. */
export class World {
  readonly sources: ReadonlyMap<string, OpenSample>;
  readonly server: FaultyServer;
  #isStopped = false;
  #hosts: Host[] = [];
  readonly #folder: string;
  readonly #storage: TestStorage;
  readonly #arrangement: Arrangement;
  readonly #clock: Clock;
  readonly #variables: Readonly<Record<string, string>>;
  readonly #log: Log;

  private constructor(
    storage: TestStorage,
    arrangement: Arrangement,
    clock: Clock,
    server: FaultyServer,
    variables: Readonly<Record<string, string>>,
    log: Log,
  ) {
    this.#log = log;
    this.#variables = variables;
    this.#storage = storage;
    this.#arrangement = arrangement;
    this.#clock = clock;
    this.#folder = mkdtempSync(join(tmpdir(), 'crosspoint-world-'));
    this.server = server;
    this.sources = new Map(
      registry.map(({ code, sample }) => {
        const source = sample.open(join(this.#folder, `${code}.json`), clock);
        server.mount(code, (request) => source.handle(request));
        return [code, source];
      }),
    );
  }

  static async start(
    make: () => Promise<TestStorage>,
    arrangement: Arrangement = 'one process',
    clock: Clock = systemClock,
    variables: Readonly<Record<string, string>> = {},
    log: Log = createLog(process.env.TEST_LOG ?? 'silent'),
  ): Promise<World> {
    const world = new World(await make(), arrangement, clock, await faultyServer(), variables, log);
    await world.#startHosts();
    return world;
  }

  async #startHosts(settings: Readonly<Record<string, string>> = {}): Promise<void> {
    const { location } = this.#storage;
    const shared: Record<string, string> = {
      ENCRYPTION_KEYS: testKey,
      ...this.#variables,
      ...settings,
      DATA_DIR: location.kind === 'sqlite' ? location.folder : this.#folder,
      ...(location.kind === 'postgres' ? { DATABASE_URL: location.url } : {}),
    };
    for (const { code, sample } of registry) {
      shared[`${code}_SOURCE_URL`] = this.server.url(`${code}/${sample.path}`.replace(/\/$/, '')).href;
      // Tests pull when they want to.
      shared[`${code}_SCHEDULE`] = '0 0 1 1 *';
      Object.assign(shared, sample.environment);
    }
    const open = async (variables: Record<string, string>) => {
      const host = await createHost(
        readConfig({ ...shared, ...variables }),
        defaultPort('gateway'),
        this.#clock,
        this.#log,
      );
      this.#hosts.push(host);
      return host;
    };
    if (this.#arrangement === 'one process') {
      await startEverything(await open({ PORT: '0' }));
      return;
    }
    const ports = new Map<string, number>();
    for (const name of partNames) ports.set(name, await freePort());
    const gatewayPort = await freePort();
    shared.GATEWAY_URL = `http://127.0.0.1:${gatewayPort}/graphql`;
    for (const [name, port] of ports)
      shared[`${name.toUpperCase()}_URL`] = `http://127.0.0.1:${port}/graphql`;
    for (const directory of registry) {
      await startAdapter(await open({ PORT: String(ports.get(adapterPart(directory))) }), directory);
    }
    await startDirectory(await open({ PORT: String(ports.get(directoryPart)) }));
    await startGateway(await open({ PORT: String(gatewayPort) }));
  }

  get url(): string {
    const front = this.#hosts.at(-1);
    if (!front) throw new Error('The world is stopped.');
    return front.baseUrl;
  }

  /** Where the parts are that stand by themselves, the adapters first. */
  get partUrls(): readonly string[] {
    return this.#hosts.slice(0, -1).map(({ baseUrl }) => baseUrl);
  }

  source(code: string): OpenSample {
    const source = this.sources.get(code);
    if (!source) throw new Error(`No source ${code}.`);
    return source;
  }

  /**
   * Stops everything and starts it again on the same data, with other settings where they are given.
   * @param meanwhile what happens to the data in between
   */
  async restart(
    settings: Readonly<Record<string, string>> = {},
    meanwhile: () => Promise<void> = async () => undefined,
  ): Promise<void> {
    await this.#stopHosts();
    await meanwhile();
    await this.#startHosts(settings);
  }

  /** Safe to call twice. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    await this.#stopHosts();
    await this.server.close();
    await this.#storage.drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #stopHosts(): Promise<void> {
    for (const host of this.#hosts.reverse()) await host.stop();
    this.#hosts = [];
  }

  readonly custodian = this.#asker({ role: 'custodian', subject: 'custodian' });
  readonly nobody = this.#asker(null);
  state(state: string): Asker {
    return this.#asker({ role: 'state', subject: `authority of ${state}`, state });
  }
  contact(state: string): Asker {
    return this.#asker({ role: 'contact', subject: `contact of ${state}`, state });
  }
  organisation(directory: string): Asker {
    return this.#asker({ role: 'organisation', subject: `service of ${directory}`, directory });
  }

  /** Anybody at all. */
  as(caller: Caller): Asker {
    return this.#asker(caller);
  }

  /** A bearer token of anybody. */
  async token(caller: Caller): Promise<string> {
    const front = this.#hosts.at(-1);
    if (!front) throw new Error('The world is stopped.');
    return signToken(front.key, caller, this.#clock, 600);
  }

  #asker(caller: Caller | null): Asker {
    const ask = async (query: string, variables: Record<string, unknown> = {}): Promise<Answer> => {
      const token = caller ? await this.token(caller) : null;
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify({ query, variables }),
      });
      return Answer.parse(await response.json());
    };
    return {
      ask,
      get: async (query, shape, variables) => {
        const answer = await ask(query, variables);
        expect(answer.errors).toBeUndefined();
        return shape.parse(answer.data);
      },
      refused: async (query, variables) => {
        const { errors } = await ask(query, variables);
        expect(errors, 'an error was expected').toBeDefined();
        return errors?.[0]?.extensions.code ?? 'none';
      },
    };
  }
}
