import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SampleEntry } from '../../adapters/contract.ts';
import { oasSampleCredentials } from '../../adapters/oas/sample/index.ts';
import { osceSampleToken } from '../../adapters/osce/sample/index.ts';
import { registry } from '../../adapters/registry.ts';
import { openSamples } from '../../adapters/samples/index.ts';
import type { Clock } from '../../platform/clock/clock.ts';

const Entries = z.array(z.object({ key: z.string(), fields: z.record(z.string(), z.string()) }));
const Token = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.number() });
const Movements = z.object({
  data: z.array(
    z.looseObject({ id: z.number(), point_id: z.string(), action: z.string(), country: z.string() }),
  ),
  next: z.number(),
  has_more: z.boolean(),
});

/** The samples on a real server, with a clock that stands until the test moves it. */
export class SampleServer {
  readonly folder: string;
  base = '';
  now = new Date('2026-11-20T22:30:00Z');
  readonly #server: FastifyInstance;

  private constructor(folder: string, server: FastifyInstance) {
    this.folder = folder;
    this.#server = server;
  }

  static async start(folder = mkdtempSync(join(tmpdir(), 'crosspoint-samples-'))): Promise<SampleServer> {
    const server = fastify();
    const started = new SampleServer(folder, server);
    const clock: Clock = { now: () => started.now, sleep: async () => undefined };
    await server.register(openSamples(registry, folder, clock).plugin);
    const base = await server.listen({ port: 0, host: '127.0.0.1' });
    started.base = base;
    return started;
  }

  /** Stops, and starts again on the same files. */
  async restart(): Promise<SampleServer> {
    await this.#server.close();
    return SampleServer.start(this.folder);
  }

  async stop(): Promise<void> {
    await this.#server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.base + path, { headers, redirect: 'manual' });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    const json = { 'content-type': 'application/json', ...headers };
    return fetch(this.base + path, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(body),
      redirect: 'manual',
    });
  }

  form(
    path: string,
    values: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const body = new URLSearchParams(values);
    const all = { accept: 'text/html', ...headers };
    return fetch(this.base + path, { method: 'POST', headers: all, body, redirect: 'manual' });
  }

  async entries(code: string): Promise<readonly SampleEntry[]> {
    return Entries.parse(await (await this.get(`/samples/${code.toLowerCase()}/_entries`)).json());
  }

  feed(headers: Record<string, string> = {}): Promise<Response> {
    return this.get('/samples/osce/feed.xml', { authorization: `Bearer ${osceSampleToken}`, ...headers });
  }

  async token(): Promise<z.infer<typeof Token>> {
    const { OAS_CLIENT_ID, OAS_CLIENT_SECRET } = oasSampleCredentials;
    const basic = Buffer.from(`${OAS_CLIENT_ID}:${OAS_CLIENT_SECRET}`).toString('base64');
    const answer = await this.form(
      '/samples/oas/oauth/token',
      { grant_type: 'client_credentials' },
      { authorization: `Basic ${basic}` },
    );
    return Token.parse(await answer.json());
  }

  async movements(query: string, token?: string): Promise<z.infer<typeof Movements>> {
    const bearer = token ?? (await this.token()).access_token;
    const answer = await this.get(`/samples/oas/api/v1/movements?${query}`, {
      authorization: `Bearer ${bearer}`,
    });
    if (answer.status !== 200) throw new Error(`${answer.status}`);
    return Movements.parse(await answer.json());
  }
}
