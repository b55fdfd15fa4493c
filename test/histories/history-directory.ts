import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { type InProcessExecutor, inProcessExecutor } from '../../platform/graphql/execute.ts';
import type { Part } from '../../platform/graphql/part.ts';
import type { GraphQLService } from '../../platform/graphql/service.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { type SigningKey, signingKey } from '../../platform/identity/signing-key.ts';
import { signToken, tokenVerifier } from '../../platform/identity/tokens.ts';
import { ledgerEntities } from '../../platform/ledger/storage.ts';
import { createLog } from '../../platform/log/log.ts';
import { ReadingsLedger } from '../../platform/readings/readings-ledger.ts';
import { directoryOn } from '../../subgraphs/directory/schema.ts';
import { DirectoryRevisionRow } from '../../subgraphs/directory/storage/directory-revision.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { ScriptedAdapter } from '../directory/scripted-adapter.ts';
import { TestClock } from '../support/clock.ts';
import type { TestStorage } from '../support/databases.ts';
import { dyingAt } from '../support/dying-database.ts';
import { type Directory, directories, levelsOf, namesFunctions } from './universe.ts';

export interface Answer {
  readonly data: unknown;
  /** Null where it was done. */
  readonly error: { readonly code: unknown; readonly message: string } | null;
}

interface Instance {
  readonly database: Database;
  readonly readings: ReadingsLedger;
  /** Through which the instance sees its storage; another one while it is about to be killed. */
  door: Database;
  part: Part;
  execute: InProcessExecutor;
}
type Opened = Pick<Instance, 'database' | 'readings'>;

const log = createLog('silent');
const years = 10 * 365 * 24 * 60 * 60;

/** Of the feeds, so that many pulls are followed in more than one transaction. */
export const pageSize = 3;

/**
 * The global directory in one or two instances on one storage, which serves one history after the other: between two of them
 * every table is emptied.
 */
export class HistoryDirectory {
  clock = new TestClock();
  /** Of the history that is told just now. */
  readonly #time: Clock = { now: () => this.clock.now(), sleep: (ms) => this.clock.sleep(ms) };
  #adapters = this.#newAdapters();
  readonly #instances: Instance[] = [];
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly storage: TestStorage,
    readonly key: SigningKey,
  ) {}

  static async open(make: () => Promise<TestStorage>, instances: 1 | 2): Promise<HistoryDirectory> {
    const keys = mkdtempSync(join(tmpdir(), 'crosspoint-keys-'));
    const opened = new HistoryDirectory(await make(), await signingKey(keys));
    rmSync(keys, { recursive: true });
    for (let index = 0; index < instances; index++) {
      const { location } = opened.storage;
      const database = await openDatabase(directoryStorage, location);
      const readings = await ReadingsLedger.open(directoryStorage.part, location, opened.#time);
      opened.#instances.push(await opened.#instanceOn({ database, readings }));
    }
    return opened;
  }

  async close(): Promise<void> {
    for (const { database, readings } of this.#instances) {
      await readings.close();
      await database.close();
    }
    await this.storage.drop();
  }

  /** Forgets everything: the next history begins. */
  async begin(): Promise<void> {
    this.clock = new TestClock();
    this.#adapters = this.#newAdapters();
    this.#tokens.clear();
    const first = this.#instance(0).database;
    await first.write(async (manager) => {
      // A ledger gives nothing back; it goes on over all histories.
      const kept = new Set<unknown>([...ledgerEntities, DirectoryRevisionRow]);
      for (const { tableName, target } of manager.dataSource.entityMetadatas)
        if (!kept.has(target)) await manager.query(`DELETE FROM ${tableName}`);
      await manager.update(DirectoryRevisionRow, { name: 'directory' }, { value: 0 });
    });
    for (const index of this.#instances.keys()) await this.restart(index);
  }

  adapter(directory: Directory): ScriptedAdapter {
    return this.#adapters[directory];
  }

  get instances(): number {
    return this.#instances.length;
  }

  /** Storage itself, past the directory. */
  get database(): Database {
    return this.#instance(0).database;
  }

  /** The process is gone with what it had in memory, and another starts on the same storage. */
  async restart(index: number): Promise<void> {
    const { database, readings } = this.#instance(index);
    this.#instances[index % this.#instances.length] = await this.#instanceOn({ database, readings });
  }

  /** Does something while the process is killed at its n-th write. @returns whether it came to that */
  async killedAt(index: number, statement: number, work: () => Promise<void>): Promise<boolean> {
    const instance = this.#instance(index);
    let died = false;
    instance.door = dyingAt(instance.database, statement, () => {
      died = true;
    });
    await work();
    instance.door = instance.database;
    if (died) await this.restart(index);
    return died;
  }

  async ask(
    index: number,
    caller: Caller,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<Answer> {
    const request = { authorization: `Bearer ${await this.#token(caller)}`, requestId: 'history' };
    const { data, errors } = await this.#instance(index).execute({ query, variables }, request);
    const error = errors?.[0];
    return {
      data: JSON.parse(JSON.stringify(data ?? null)),
      error: error ? { code: error.extensions.code, message: error.message } : null,
    };
  }

  async #token(caller: Caller): Promise<string> {
    const known = this.#tokens.get(caller.subject);
    if (known) return known;
    const token = await signToken(this.key, caller, this.clock, years);
    this.#tokens.set(caller.subject, token);
    return token;
  }

  #instance(index: number): Instance {
    const instance = this.#instances[index % this.#instances.length];
    if (!instance) throw new Error('The directory is closed.');
    return instance;
  }

  async #instanceOn({ database, readings }: Opened): Promise<Instance> {
    const instance: { door: Database } = { door: database };
    const throughDoor: Database = {
      ...database,
      read: (work) => instance.door.read(work),
      write: (work) => instance.door.write(work),
    };
    const part = await directoryOn(throughDoor, readings, {
      clock: this.#time,
      log,
      tokens: tokenVerifier(this.key, this.clock),
      adapters: directories.map((code) => ({ code, service: this.#service(code) })),
    });
    return Object.assign(instance, { database, readings, part, execute: inProcessExecutor(part, log) });
  }

  #service(code: Directory): GraphQLService {
    return { request: (query, variables, shape) => this.#adapters[code].request(query, variables, shape) };
  }

  #newAdapters(): Record<Directory, ScriptedAdapter> {
    const adapter = (code: Directory) => {
      const scripted = new ScriptedAdapter(code, this.clock, {
        levels: [...levelsOf[code]],
        namesFunctions: namesFunctions(code),
        removalsMayBeReplaced: code === 'OAS',
      });
      scripted.pageSize = pageSize;
      return scripted;
    };
    return { ARF: adapter('ARF'), OAS: adapter('OAS'), OSCE: adapter('OSCE') };
  }
}
