import { randomUUID } from 'node:crypto';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { createLog } from '../../platform/log/log.ts';
import { waitingMessages } from '../../platform/outbox/parts.ts';
import { ReadingsLedger } from '../../platform/readings/readings-ledger.ts';
import { Scheduler } from '../../platform/scheduler/scheduler.ts';
import { type Resolver, webhookNetwork } from '../../platform/webhooks/network.ts';
import { guardedOperations } from '../../subgraphs/directory/access.ts';
import { createLoaders } from '../../subgraphs/directory/loaders.ts';
import { type DirectoryOperations, directoryOperations } from '../../subgraphs/directory/operations.ts';
import type { DirectoryParts } from '../../subgraphs/directory/parts.ts';
import { RegionalAdapter } from '../../subgraphs/directory/population/regional-adapter.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { WebhookDeliveryRow } from '../../subgraphs/directory/storage/webhook-row.ts';
import { unknownAuthorities } from '../../subgraphs/directory/submissions/authorities.ts';
import { deliverWebhooks } from '../../subgraphs/directory/webhooks/deliver.ts';
import { TestClock } from '../support/clock.ts';
import type { TestStorage } from '../support/databases.ts';
import { type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';
import { anna, authority, organisation } from './directory-world.ts';
import { ScriptedAdapter } from './scripted-adapter.ts';

export interface Delivered {
  readonly id: string;
  readonly seq: number | null;
  readonly status: string;
  readonly attempts: number;
  readonly problem: string | null;
}

/** A directory followed by one organisation whose endpoint is a real server; calls go out when the test says so. */
export class WebhookWorld {
  readonly clock = new TestClock();
  readonly osce = new ScriptedAdapter('OSCE', this.clock);
  readonly log = createLog('silent');
  /** In production nothing on this machine may be called: then every name must be resolved by the test. */
  allowPrivate = true;
  resolve: Resolver = async () => {
    throw new Error('no such name');
  };
  #parts: DirectoryParts;

  private constructor(
    readonly storage: TestStorage,
    readonly database: Database,
    readonly receiver: WebhookReceiver,
    readonly readings: ReadingsLedger,
  ) {
    this.#parts = this.partsOn(database);
  }

  static async start(make: () => Promise<TestStorage>): Promise<WebhookWorld> {
    const storage = await make();
    const database = await openDatabase(directoryStorage, storage.location);
    const readings = await ReadingsLedger.open('directory', storage.location, new TestClock());
    return new WebhookWorld(storage, database, await webhookReceiver(), readings);
  }

  async stop(): Promise<void> {
    await this.receiver.close();
    await this.readings.close();
    await this.database.close();
    await this.storage.drop();
  }

  partsOn(database: Database): DirectoryParts {
    const world = this;
    return {
      database,
      readings: this.readings,
      seal: null,
      clock: this.clock,
      log: this.log,
      adapters: new Map([['OSCE', new RegionalAdapter('OSCE', this.osce)]]),
      authorities: unknownAuthorities,
      messaging: waitingMessages,
      get webhookNetwork() {
        return webhookNetwork(world.allowPrivate, (name) => world.resolve(name));
      },
    };
  }

  as(caller: Caller | null): DirectoryOperations {
    const operations = directoryOperations(this.#parts, createLoaders(this.database), caller);
    return guardedOperations(operations, caller);
  }

  get organisation(): DirectoryOperations {
    return this.as(organisation('OSCE'));
  }

  async register(
    url = this.receiver.url,
    outcomes: Parameters<DirectoryOperations['registerWebhook']>[0]['outcomes'] = null,
  ) {
    this.clock.advance(1000);
    const { webhook, secret } = await this.organisation.registerWebhook({ directory: 'OSCE', url, outcomes });
    return { id: webhook.id, secret };
  }

  /** So many entries are copied, one after the other: an event each, in that order. */
  async copies(count: number): Promise<void> {
    for (let index = 0; index < count; index++) {
      const key = `EST-POL-${randomUUID()}`;
      this.osce.add(key, { ...anna, name: `Person ${key}`, emails: [`${key}@mfa.example`], phones: [] });
    }
    const consents = await this.as(authority('EST')).consentsOf('EST', false);
    if (consents.length > 0) await this.organisation.pullDirectory('OSCE');
    else await this.as(authority('EST')).grantConsent({ state: 'EST', directory: 'OSCE' });
  }

  /** The calls that are due go out. */
  async deliver(): Promise<void> {
    await deliverWebhooks(this.#parts, new AbortController().signal);
  }

  /** An instance of its own: on PostgreSQL with its own connections, on SQLite on those there are. */
  async instance(): Promise<{ tick(): Promise<void>; close(): Promise<void> }> {
    const own = this.storage.location.kind === 'postgres';
    const database = own ? await openDatabase(directoryStorage, this.storage.location) : this.database;
    const scheduler = new Scheduler(database, this.clock, this.log);
    const parts = this.partsOn(database);
    await scheduler.define({
      name: 'webhooks',
      schedule: '* * * * * *',
      run: (signal) => deliverWebhooks(parts, signal),
    });
    return {
      tick: () => scheduler.tick(),
      close: async () => {
        await scheduler.stop();
        if (own) await database.close();
      },
    };
  }

  /** What stands in the outbox, the oldest first. */
  async outbox(): Promise<Delivered[]> {
    const rows = await this.database.read((manager) =>
      manager.find(WebhookDeliveryRow, { order: { ordinal: 'ASC' } }),
    );
    return rows.map(({ id, seq, status, attempts, problem }) => ({ id, seq, status, attempts, problem }));
  }

  /** The events whose calls reached the endpoint, in the order they came. */
  received(): unknown[] {
    return this.receiver.calls.map(({ body }) => JSON.parse(body).seq);
  }
}
