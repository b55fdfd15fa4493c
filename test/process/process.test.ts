import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { registry } from '../../adapters/registry.ts';
import { testKey } from '../support/encryption-keys.ts';
import { faultyServer } from '../support/faults.ts';
import { freePort } from '../support/free-port.ts';
import { Product } from '../support/product.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

const Directory = z.object({
  data: z.object({
    osce: z.object({
      entries: z.object({ nodes: z.array(z.object({ sourceKey: z.string(), sourceRevision: z.string() })) }),
      position: z.number(),
    }),
    state: z.object({
      contacts: z.array(z.object({ id: z.string(), emails: z.array(z.string()), revision: z.number() })),
    }),
  }),
});

describe('the product as a process', () => {
  let folder: string;
  let product: Product | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-process-'));
  });
  afterEach(async () => {
    await product?.end('SIGKILL');
    product = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  const variables = () => ({ DATA_DIR: folder });

  function tokenOf(...args: string[]): string {
    const environment = { PATH: process.env.PATH, ...variables() };
    return execFileSync(process.execPath, [join(root, 'dist/gateway/commands/token.js'), ...args], {
      env: environment,
    })
      .toString()
      .trim();
  }

  async function ask(token: string, query: string): Promise<unknown> {
    const response = await fetch(`${product?.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return response.json();
  }

  async function directory() {
    const answer = await ask(
      tokenOf('--role', 'custodian'),
      `{ osce { position entries(first: 200) { nodes { sourceKey sourceRevision } } }
         state(iso3: "EST") { contacts { id emails revision } } }`,
    );
    return Directory.parse(answer).data;
  }

  const consent = 'mutation { grantConsent(input: { state: "EST", directory: "OSCE" }) { consent { id } } }';

  it('starts with samples, says where to go and which accounts exist, and ends with status 0', async () => {
    product = await Product.start(variables());
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(product.output).toContain(product.url);
    expect(product.output).toMatch(/samples: invented data/);
    expect(product.output).toMatch(/npm run token -- --role custodian/);
    const began = Date.now();
    expect(await product.end('SIGTERM')).toBe(0);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it.each([150, 400, 700])('ends with status 0 on a signal %i ms after it was started', async (delay) => {
    product = await Product.launch(variables());
    await new Promise((resolve) => setTimeout(resolve, delay));
    expect(await product.end('SIGTERM')).toBe(0);
  });

  it('started by npm, it ends with npm, with status 0', async () => {
    const port = String(await freePort());
    const npm = spawn('npm', ['start'], {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables(), PORT: port },
      stdio: 'ignore',
    });
    const alive = () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    while (!(await alive())) await new Promise((resolve) => setTimeout(resolve, 50));
    const ended = once(npm, 'exit');
    npm.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    expect(await alive()).toBe(false);
  });

  it('answers who waits for a pull from a source that hangs, before it stops', async () => {
    const sources = await faultyServer();
    sources.mount('osce', async () => ({ status: 200, headers: {}, body: '' }));
    product = await Product.launch({ ...variables(), OSCE_SOURCE_URL: sources.url('osce/feed.xml').href });
    await product.ready();
    sources.fail('osce', { kind: 'slow' });
    const pull = ask(
      tokenOf('--role', 'custodian'),
      'mutation { pullDirectory(directory: "OSCE") { outcome problem } }',
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await product.end('SIGTERM')).toBe(0);
    expect(await pull).toMatchObject({
      data: { pullDirectory: { outcome: 'FAILED', problem: expect.stringMatching(/stopped/) } },
    });
    await sources.close();
  });

  it('answers what is under way before it stops', async () => {
    product = await Product.start(variables());
    const token = tokenOf('--role', 'custodian');
    const answers = Array.from({ length: 20 }, () => ask(token, '{ states { iso3 name } }'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    const ended = product.end('SIGTERM');
    const settled = await Promise.allSettled(answers);
    // A request that came too late is refused before it began; none is cut off in the middle.
    const answered = settled.filter((one) => one.status === 'fulfilled').map((one) => one.value);
    expect(answered.length).toBeGreaterThan(0);
    for (const answer of answered) {
      if (!z.object({ data: z.unknown() }).safeParse(answer).success) continue;
      expect(
        z.object({ data: z.object({ states: z.array(z.unknown()).length(193) }) }).safeParse(answer).success,
      ).toBe(true);
    }
    expect(await ended).toBe(0);
  });

  it.each([60, 150, 300, 500, 800])(
    'killed %i ms after its first start, it comes to the same directory',
    async (delay) => {
      product = await Product.launch(variables());
      await new Promise((resolve) => setTimeout(resolve, 600 + delay));
      await product.end('SIGKILL');
      product = await Product.start(variables());
      const first = await directory();
      expect(first.osce.entries.nodes.length).toBeGreaterThan(100);
      expect(first.osce.position).toBe(first.osce.entries.nodes.length);
      await ask(tokenOf('--role', 'state', '--state', 'EST'), consent);
      const consented = await directory();
      expect(consented.state.contacts.length).toBeGreaterThan(0);
      await product.end('SIGKILL');
      product = await Product.start(variables());
      expect(await directory()).toEqual(consented);
    },
  );

  it('does nothing with sample accounts or samples in production', async () => {
    product = await Product.start({
      ...variables(),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      ENCRYPTION_KEYS: testKey,
    });
    expect((await fetch(`${product.url}/samples/`)).status).toBe(404);
    expect((await fetch(`${product.url}/graphiql`)).status).toBe(404);
    expect(product.log).toMatch(/OSCE_SOURCE_URL is not set/);
    expect(() =>
      execFileSync(process.execPath, [join(root, 'dist/gateway/commands/token.js'), '--role', 'custodian'], {
        env: { PATH: process.env.PATH, ...variables(), NODE_ENV: 'production' },
        stdio: 'pipe',
      }),
    ).toThrow(/production/);
  });

  it.each([
    [{ PORT: 'x' }, /PORT/],
    [{ NODE_ENV: 'production' }, /ENCRYPTION_KEYS is not set/],
    [{ ENCRYPTION_KEYS: 'too short' }, /ENCRYPTION_KEYS: key number 1/],
    [{ OSCE_SCHEDULE: 'often' }, /OSCE_SCHEDULE/],
    [{ ARF_SOURCE_URL: 'not a url' }, /ARF_SOURCE_URL/],
    [{ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' }, /Check DATABASE_URL/],
    [{ DATA_DIR: '/dev/null/data' }, /Check DATA_DIR|DATA_DIR is not a folder/],
  ])('refuses a setting it cannot use, by its name: %o', async (wrong, name) => {
    product = await Product.launch({ ...variables(), ...wrong });
    await expect(product.ready()).rejects.toThrow(name);
  });

  it('npm run token prints a token and nothing else; npm run pull prints the outcome', async () => {
    product = await Product.start(variables());
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...variables(),
      PORT: new URL(product.url).port,
    };
    const token = execFileSync('npm', ['run', 'token', '--', '--role', 'custodian'], {
      cwd: root,
      env,
      stdio: 'pipe',
    }).toString();
    expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(await ask(token.trim(), '{ syncDashboard { directories { healthy } } }')).toEqual({
      data: { syncDashboard: { directories: registry.map(() => ({ healthy: true })) } },
    });
    const pull = execFileSync('npm', ['run', 'pull', '--', 'OSCE'], {
      cwd: root,
      env,
      stdio: 'pipe',
    }).toString();
    expect(pull).toMatch(/^OSCE: UNCHANGED/);
  });
});
