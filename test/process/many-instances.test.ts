import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { makeKeys } from '../../gateway/make-keys.ts';
import { storageModels } from '../../gateway/storage-models.ts';
import { connectionsFor } from '../../platform/database/postgres.ts';
import { Balancer } from '../support/balancer.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { testKey } from '../support/encryption-keys.ts';
import { freePort } from '../support/free-port.ts';
import { Product } from '../support/product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Instances on machines of their own: they have the database and the keys in common, and no folder. */
class Machines {
  readonly #folder = mkdtempSync(join(tmpdir(), 'crosspoint-machines-'));
  readonly #storage: TestStorage;
  readonly products: Product[] = [];

  private constructor(storage: TestStorage) {
    this.#storage = storage;
  }

  static async make(): Promise<Machines> {
    const postgres = databases.find(({ name }) => name === 'PostgreSQL');
    if (!postgres) throw new Error('There is no PostgreSQL.');
    const machines = new Machines(await postgres.make());
    await makeKeys(machines.#keys);
    return machines;
  }

  get #keys(): string {
    return join(this.#folder, 'keys');
  }

  get database(): string {
    const { location } = this.#storage;
    return location.kind === 'postgres' ? location.url : '';
  }

  async launch(variables: Record<string, string> = {}, part: readonly string[] = []): Promise<Product> {
    const given = { DATABASE_URL: this.database, KEYS_DIR: this.#keys, ENCRYPTION_KEYS: testKey };
    const own = { DATA_DIR: join(this.#folder, `machine-${this.products.length}`) };
    const product = await Product.launch({ ...given, ...own, ...variables }, part);
    this.products.push(product);
    return product;
  }

  token(...args: string[]): string {
    const env = { PATH: process.env.PATH, KEYS_DIR: this.#keys };
    const command = join(root, 'dist/gateway/commands/token.js');
    return execFileSync(process.execPath, [command, ...args], { env })
      .toString()
      .trim();
  }

  async rows(statement: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: this.database });
    await client.connect();
    return client
      .query(statement)
      .then(({ rows }) => rows)
      .finally(() => client.end());
  }

  async close(): Promise<void> {
    for (const product of this.products) await product.end('SIGKILL');
    await this.#storage.drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function ask(url: string, token: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, connection: 'close' },
    body: JSON.stringify({ query }),
    signal: AbortSignal.timeout(30_000),
  });
  return response.json();
}

const consent = (state: string) =>
  `mutation { grantConsent(input: { state: "${state}", directory: "OSCE" }) { contacts { name } } }`;
const Consented = z.object({
  data: z.object({ grantConsent: z.object({ contacts: z.array(z.object({ name: z.string() })).min(1) }) }),
});
const contactsOf = (state: string) => `{ state(iso3: "${state}") { contacts { name } } }`;
const States = z.object({ data: z.object({ states: z.array(z.unknown()).length(193) }) });

async function migratedOnce(machines: Machines): Promise<void> {
  for (const { part, migrations } of storageModels()) {
    const run = await machines.rows(`SELECT name FROM "${part}".migrations`);
    expect(run, part).toHaveLength(migrations.length);
  }
}

/** No pull of a directory began before the one before it had ended. */
async function oneAtATime(machines: Machines, part: string): Promise<void> {
  const overlapping = `SELECT * FROM "${part}".pull AS one JOIN "${part}".pull AS next ON next.number = one.number + 1
                       WHERE one.finished_at IS NULL OR next.started_at < one.finished_at`;
  expect(await machines.rows(overlapping)).toEqual([]);
}

describe('three instances of everything that start at once on an empty PostgreSQL', () => {
  let machines: Machines;
  beforeAll(async () => {
    machines = await Machines.make();
    for (let count = 0; count < 3; count++) await machines.launch();
    await Promise.all(machines.products.map((product) => product.ready(120_000)));
  }, 150_000);
  afterAll(() => machines.close());

  it('migrate once, pull one after the other, and share the connections of a usual server', async () => {
    await migratedOnce(machines);
    for (const part of ['arf', 'oas', 'osce']) await oneAtATime(machines, part);
    const [most] = await machines.rows(
      "SELECT count(*)::int AS now FROM pg_stat_activity WHERE application_name LIKE 'crosspoint %' AND datname = current_database()",
    );
    const ofOne = storageModels().reduce((sum, model) => sum + connectionsFor(model), 0);
    expect(ofOne).toBe(28);
    expect(z.object({ now: z.number() }).parse(most).now).toBeLessThanOrEqual(3 * ofOne);
  });

  it('show at every one what was written at another', async () => {
    const [first, second, third] = machines.products.map(({ url }) => url);
    const granted = await ask(
      first ?? '',
      machines.token('--role', 'state', '--state', 'EST'),
      consent('EST'),
    );
    const { contacts } = Consented.parse(granted).data.grantConsent;
    const finland = machines.token('--role', 'contact', '--state', 'FIN');
    for (const url of [second ?? '', third ?? '', first ?? ''])
      expect(await ask(url, finland, contactsOf('EST'))).toEqual({ data: { state: { contacts } } });
  });

  it('write to one ledger without a gap, which holds', async () => {
    const states = ['FIN', 'LVA', 'SWE', 'AUT', 'CHE', 'NOR'];
    const tokens = states.map((state) => machines.token('--role', 'state', '--state', state));
    const answers = await Promise.all(
      states.map((state, index) =>
        ask(machines.products[index % 3]?.url ?? '', tokens[index] ?? '', consent(state)),
      ),
    );
    for (const answer of answers) expect(answer).toHaveProperty('data.grantConsent');
    const [ledger] = await machines.rows(
      'SELECT max(seq)::int AS last, count(*)::int AS rows FROM directory.ledger',
    );
    const { last, rows } = z.object({ last: z.number(), rows: z.number() }).parse(ledger);
    expect(rows).toBe(last);
  });

  it('one stopped in order and one killed leave the third answering', async () => {
    const [first, second, third] = machines.products;
    const token = machines.token('--role', 'custodian');
    const query = '{ states { iso3 name } }';
    const asked = [first, second, third].map((product) =>
      Promise.allSettled(Array.from({ length: 10 }, () => ask(product?.url ?? '', token, query))),
    );
    const stopped = first?.end('SIGTERM');
    await second?.end('SIGKILL');
    // What came too late is refused before it began; nothing is cut off in the middle.
    for (const one of (await asked[0]) ?? [])
      if (one.status === 'fulfilled' && z.object({ data: z.unknown() }).safeParse(one.value).success)
        expect(States.safeParse(one.value).success).toBe(true);
    await asked[1];
    for (const one of (await asked[2]) ?? [])
      expect(one.status === 'fulfilled' && States.safeParse(one.value).success).toBe(true);
    expect(await stopped).toBe(0);
    const again = await ask(
      third?.url ?? '',
      machines.token('--role', 'state', '--state', 'DNK'),
      consent('DNK'),
    );
    expect(again).toHaveProperty('data.grantConsent');
  });
});

describe('parts apart, several instances of each behind a balancer', () => {
  let machines: Machines;
  const balancers: Balancer[] = [];
  let gateway: Balancer;
  beforeAll(async () => {
    machines = await Machines.make();
    const parts = { gateway: 2, directory: 2, osce: 2, arf: 1, oas: 1 };
    const ports = new Map<string, number[]>();
    const urls: Record<string, string> = {};
    for (const [part, count] of Object.entries(parts)) {
      const own = await Promise.all(Array.from({ length: count }, freePort));
      ports.set(part, own);
      const balancer = await Balancer.before(own);
      balancers.push(balancer);
      urls[`${part.toUpperCase()}_URL`] = `${balancer.url}/graphql`;
      if (part === 'gateway') gateway = balancer;
    }
    const variables = { ...urls, PUBLIC_URL: gateway.url };
    for (const [part, own] of ports)
      for (const port of own) await machines.launch({ ...variables, PORT: String(port) }, [part]);
    await Promise.all(machines.products.map((product) => product.ready(150_000)));
  }, 180_000);
  afterAll(async () => {
    await machines.close();
    for (const balancer of balancers) await balancer.close();
  });

  it('migrate once and are one product', async () => {
    await migratedOnce(machines);
    await oneAtATime(machines, 'osce');
    const estonia = machines.token('--role', 'state', '--state', 'EST');
    const { contacts } = Consented.parse(await ask(gateway.url, estonia, consent('EST'))).data.grantConsent;
    const finland = machines.token('--role', 'contact', '--state', 'FIN');
    for (let turn = 0; turn < 6; turn++)
      expect(await ask(gateway.url, finland, contactsOf('EST'))).toEqual({ data: { state: { contacts } } });
  }, 60_000);

  it('end in order, each of them', async () => {
    const ended = await Promise.all(machines.products.map((product) => product.end('SIGTERM')));
    expect(ended).toEqual(machines.products.map(() => 0));
  }, 60_000);
});
