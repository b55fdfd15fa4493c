import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Product } from '../support/product.ts';
import { SubgraphServers } from './subgraph-servers.ts';

const Answer = z.looseObject({
  data: z.looseObject({ states: z.array(z.unknown()).optional() }).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
});

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-supergraph-'));
const data = join(folder, 'data');
let subgraphs: SubgraphServers;
let gateway: Product | undefined;
let written = 0;

beforeAll(async () => {
  subgraphs = await SubgraphServers.start();
});
afterEach(async () => {
  await gateway?.end('SIGTERM');
  gateway = undefined;
  subgraphs.refusal = null;
});
afterAll(async () => {
  await subgraphs.stop();
  rmSync(folder, { recursive: true });
});

function fileOf(text: string): string {
  const file = join(folder, `${++written}.graphql`);
  writeFileSync(file, text);
  return file;
}

async function start(file: string, variables: Readonly<Record<string, string>> = {}): Promise<Product> {
  gateway = await Product.start({ DATA_DIR: data, ...variables }, ['--supergraph', file]);
  return gateway;
}

async function ask(query: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${gateway?.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: Answer.parse(await response.json()) };
}

describe('a supergraph out of a file', () => {
  it('is served over its subgraphs, by the hot path from the second time on, and nothing is stored', async () => {
    const file = fileOf(subgraphs.supergraph());
    const { output, url } = await start(file);
    expect(output).toBe(`The supergraph of ${file} is served at ${url}/graphql, without sign-in.\n`);
    const query = '{ states { code entries { text note } } }';
    const first = await ask(query, { authorization: 'Bearer theirs' });
    expect(first).toEqual({ status: 200, body: { data: { states: expect.any(Array) } } });
    expect(first.body.data?.states?.[0]).toEqual({
      code: 'C1',
      entries: [
        { text: 'text x1', note: 'note x1' },
        { text: 'text x', note: null },
      ],
    });
    for (let time = 0; time < 3; time++) expect(await ask(query)).toEqual(first);
    const figures = await (await fetch(`${url}/metrics`)).text();
    expect(figures).toContain('graphql_queries_total{by="hot path"} 3');
    expect(subgraphs.headers.slice(0, 3).map(({ authorization }) => authorization)).toEqual(
      Array(3).fill('Bearer theirs'),
    );
    expect(existsSync(data)).toBe(false);
  });

  it('tells what the subgraphs say is wrong, and which cannot be reached, in their own words', async () => {
    await start(fileOf(subgraphs.supergraph()));
    subgraphs.refusal = { message: 'We are closed.', extensions: { code: 'CLOSED', since: 'noon' } };
    const { body } = await ask('{ note }');
    const extensions = { code: 'CLOSED', since: 'noon', serviceName: 'notes' };
    expect(body.errors).toEqual([{ message: 'We are closed.', extensions }]);

    await gateway?.end('SIGTERM');
    await start(fileOf(subgraphs.supergraph().replace(/http:\/\/127[^"]+/g, 'http://127.0.0.1:1/')));
    const unreachable = await ask('{ note }');
    expect(unreachable.body.errors?.[0]?.message).toMatch(/http:\/\/127\.0\.0\.1:1\/.*ECONNREFUSED/);
  });

  it('keeps what stands at the door: forms of requests, and limits', async () => {
    await start(fileOf(subgraphs.supergraph()), { RATE_LIMIT_ADDRESS: '3' });
    const simple = await ask('{ note }', { 'content-type': 'text/plain' });
    expect(simple.status).toBe(415);
    const aliases = Array.from({ length: 61 }, (_, index) => `a${index}: note`);
    expect((await ask(`{ ${aliases.join(' ')} }`)).status).toBe(400);
    expect((await ask('{ note }')).status).toBe(200);
    expect((await ask('{ note }')).status).toBe(429);
  });

  it('is for this machine alone, in production too, unless HOST says otherwise', async () => {
    const { url } = await start(fileOf(subgraphs.supergraph()), { NODE_ENV: 'production' });
    expect((await ask('{ note }')).body).toEqual({ data: { note: 'n' } });
    expect((await ask('{ __schema { queryType { name } } }')).status).toBe(400);
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) expect(await connects(address, Number(new URL(url).port))).toBe(false);
  });

  const nothing = 'type Query { a: Int }';
  it.each([
    ['is missing', null, /cannot be read \(ENOENT/],
    ['is empty', ' \n', /is empty/],
    ['is no GraphQL', 'type Query { a: }', /is no GraphQL schema: Syntax Error: .* \(line 1, column 17\)/],
    ['is one schema by itself', nothing, /is no composed supergraph of Federation 2: .*core schema/],
    [
      'names no address',
      'http://127.0.0.1',
      /gives the subgraph directory no http: or https: address, but ""/,
    ],
  ])('is refused where it %s, by a sentence', async (_what, text, sentence) => {
    const given = text?.startsWith('http') ? subgraphs.supergraph().replace(/http:\/\/127[^"]+/g, '') : text;
    const file = given === null ? join(folder, 'none.graphql') : fileOf(given);
    const product = await Product.launch({ DATA_DIR: data }, ['--supergraph', file]);
    await expect(product.ready()).rejects.toThrow(sentence);
    expect(await product.end('SIGTERM')).toBe(1);
    expect(product.log).toContain(`--supergraph: ${file}`);
    expect(product.log).not.toContain('    at ');
  });

  it('is no part of the product', async () => {
    const product = await Product.launch({ DATA_DIR: data }, ['directory', '--supergraph', 'x']);
    await expect(product.ready()).rejects.toThrow('--supergraph starts a gateway, not "directory".');
  });
});

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    socket.setTimeout(2_000, () => socket.destroy());
    socket.once('connect', () => socket.destroy());
  });
}
