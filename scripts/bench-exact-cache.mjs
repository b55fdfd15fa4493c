// What a kept answer costs in processor time, against a bare node:http server that sends the same body: `npm run build && node
// scripts/bench-exact-cache.mjs [requests for each]`. Servers run in processes of their own and are asked from this one; each says
// how much processor time it used. DATABASE_URL measures the product on PostgreSQL. Ratios only: they are of one run on one machine.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';

const requests = Number(process.argv[2] ?? 6000);
const rounds = 5;
const atOnce = 32;

/** A server in a process of its own. */
function started(kind, given = {}) {
  const server = fork(fileURLToPath(new URL('./bench-exact-cache-server.mjs', import.meta.url)), [kind], {
    execArgv: process.env.CPU_PROF ? ['--cpu-prof', `--cpu-prof-dir=${process.env.CPU_PROF}/${kind}`] : [],
  });
  server.setMaxListeners(0);
  const said = (what) => new Promise((resolve) => server.on('message', (m) => m.what === what && resolve(m)));
  const ready = said('ready');
  server.send({ what: 'start', ...given });
  return {
    ready,
    used: async () => {
      const answer = said('used');
      server.send({ what: 'used' });
      return (await answer).microseconds;
    },
    stop: () => {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.send({ what: 'stop' });
      return gone;
    },
  };
}

async function askMany(pool, request, count) {
  let left = count;
  let text = '';
  const askOn = async () => {
    while (left-- > 0) {
      const answer = await pool.request(request);
      text = await answer.body.text();
      if (answer.statusCode !== 200 || !text.startsWith('{"data"')) throw new Error(text.slice(0, 300));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, askOn));
  return text;
}

/** Microseconds of processor time that a server used for each request. */
async function costOf(server, pool, request, count) {
  const before = await server.used();
  const text = await askMany(pool, request, count);
  return { each: ((await server.used()) - before) / count, text };
}

const asked = (query, headers) => ({
  path: '/graphql',
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
  body: JSON.stringify({ query }),
});

/** The middle of several rounds, in which both take turns: what else the machine does weighs on both. */
const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

for (const kind of ['plain', 'product']) {
  const server = started(kind);
  const { origin, headers, queries, outcomes: read } = await server.ready;
  const pool = new Pool(origin, { connections: atOnce });
  for (const [name, query] of Object.entries(queries)) {
    const request = asked(query, headers);
    const text = await askMany(pool, request, 300);
    const count = Math.max(200, Math.round(requests / (1 + text.length / 20_000)));
    const bare = started('bare', { body: text });
    const bareServer = await bare.ready;
    const barePool = new Pool(bareServer.origin, { connections: atOnce });
    await askMany(barePool, request, 300);
    const costs = [];
    for (let round = 0; round < rounds; round++) {
      const limit = await costOf(bare, barePool, request, count);
      const ours = await costOf(server, pool, request, count);
      costs.push({ limit: limit.each, ours: ours.each });
    }
    const ours = middle(costs.map((each) => each.ours));
    const limit = middle(costs.map((each) => each.limit));
    const ratio = middle(costs.map((each) => each.limit / each.ours));
    process.stdout.write(
      `${kind.padEnd(8)} ${name.padEnd(34)} ${String(text.length).padStart(7)} octets  bare ${limit.toFixed(1).padStart(6)} µs  ` +
        `kept ${ours.toFixed(1).padStart(6)} µs  ${ratio.toFixed(2)} of the bare server's rate\n`,
    );
    await barePool.close();
    await bare.stop();
  }
  if (read)
    process.stdout.write(
      `${kind.padEnd(8)} ${(await (await fetch(`${origin}/metrics`)).text()).match(/exact_cache_queries_total.*hit.*/)?.[0] ?? ''}\n`,
    );
  await pool.close();
  await server.stop();
}
