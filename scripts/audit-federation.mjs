// Asks the built gateway every question of the public federation compatibility suite, each three times, and Apollo's own gateway as
// documented beside it. `npm run audit-federation -- CHECKOUT [--only SUITE] [--show]`; the suite and its packages are not part of
// this project: clone graphql-hive/federation-gateway-audit somewhere else and install it there.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

const times = 3;
const port = 4290;
const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, show: { type: 'boolean' } },
  allowPositionals: true,
});
const [checkout] = positionals;
if (!checkout) {
  process.stderr.write('Usage: npm run audit-federation -- CHECKOUT [--only SUITE] [--show]\n');
  process.exit(1);
}
process.env.APOLLO_TELEMETRY_DISABLED = 'true';
const folder = mkdtempSync(join(tmpdir(), 'audit-'));
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Starts a process and waits for the line that says it is ready. */
async function started(args, options, isReady) {
  const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface({ input: child.stdout })) {
    if (isReady.test(line)) return { child, line };
  }
  throw new Error(`It did not start: node ${args.join(' ')}`);
}

// The suite counts on a function of Node 22.
const withResolvers = `Promise.withResolvers ??= function () {
  const all = {}; all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject })); return all; };`;
const subgraphs = await started(
  [
    ...['--import', `data:text/javascript,${encodeURIComponent(withResolvers)}`],
    ...['--import', 'tsx', 'src/cli.ts', 'serve', '--port', String(port)],
  ],
  { cwd: checkout },
  /started/,
);
const suiteUrl = `http://localhost:${port}`;
const told = async (path) => (await fetch(`${suiteUrl}/${path}`)).text();

async function ask(url, query) {
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return answer.text();
}

/** As the suite itself compares. */
function passes(text, { data = null, errors }) {
  const answer = JSON.parse(text);
  if (typeof errors === 'boolean' && errors !== Boolean(answer.errors?.length)) return false;
  return isDeepStrictEqual(answer.data ?? null, data);
}

async function ourGateway(file) {
  const { child, line } = await started(
    [fileURLToPath(new URL('../dist/gateway/main.js', import.meta.url)), '--supergraph', file],
    { env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'silent' } },
    /http:/,
  );
  const url = /http:\S+\/graphql/.exec(line)?.[0] ?? '';
  let before = new Map();
  return {
    ask: (query) => ask(url, query),
    /** What ran the queries since it was asked last. */
    async ranBy() {
      const text = await (await fetch(url.replace('/graphql', '/metrics'))).text();
      const now = new Map(
        [...text.matchAll(/^graphql_queries_total\{by="([^"]+)"\} (\d+)/gm)].map(([, by, n]) => [
          by,
          Number(n),
        ]),
      );
      const since = [...now].flatMap(([by, n]) => (n > (before.get(by) ?? 0) ? [by] : []));
      before = now;
      return since;
    },
    stop: () => child.kill(),
  };
}

async function plainApollo(supergraphSdl) {
  const gateway = new ApolloGateway({ supergraphSdl, logger: silent });
  const server = new ApolloServer({ gateway, logger: silent });
  const { url } = await startStandaloneServer(server, { listen: { port: 0, host: '127.0.0.1' } });
  return { ask: (query) => ask(url, query), stop: () => server.stop() };
}

/** Its connections to the subgraphs break now and then: what matters here is what it answers, so a question may be asked again. */
async function askPlain(plain, { query, expected }, isAct) {
  let answer = await plain.ask(query);
  for (let time = 1; time < times && !isAct && !passes(answer, expected); time++)
    answer = await plain.ask(query);
  return answer;
}

const counts = { ours: 0, plain: 0, cases: 0, unsteady: 0 };
const ran = new Map();
for (const id of JSON.parse(await told('ids'))) {
  if (values.only && values.only !== id) continue;
  const supergraphSdl = await told(`${id}/supergraph`);
  const file = join(folder, `${id}.graphql`);
  writeFileSync(file, supergraphSdl);
  const ours = await ourGateway(file);
  const plain = await plainApollo(supergraphSdl);
  const marks = { ours: '', plain: '', ran: '' };
  // The suite tells other values in its mutations each time: an act is done once for each gateway.
  const theirs = JSON.parse(await told(`${id}/tests`));
  for (const [index, { query, expected }] of JSON.parse(await told(`${id}/tests`)).entries()) {
    const isAct = /^\s*mutation\b/.test(query);
    const wanted = await askPlain(plain, theirs[index], isAct);
    const answers = [];
    const by = [];
    for (let time = 0; time < (isAct ? 1 : times); time++) {
      answers.push(await ours.ask(query));
      by.push((await ours.ranBy())[0] ?? (isAct ? 'a mutation' : 'refused'));
    }
    const passed = answers.every((answer) => passes(answer, expected));
    const plainPassed = passes(wanted, theirs[index].expected);
    if (answers.some((answer) => answer !== answers[0])) counts.unsteady += 1;
    counts.cases += 1;
    if (passed) counts.ours += 1;
    if (plainPassed) counts.plain += 1;
    const who = by[1] ?? by[0];
    ran.set(who, (ran.get(who) ?? 0) + 1);
    marks.ours += passed ? '.' : 'X';
    marks.plain += plainPassed ? '.' : 'X';
    marks.ran += who === 'hot path' ? 'h' : 'a';
    if (values.show && (!passed || !plainPassed || who !== 'hot path')) {
      process.stdout.write(
        `\n${id}: ${query}\nran by: ${by.join(', ')}\nwanted ${JSON.stringify(expected)}\n`,
      );
      process.stdout.write(`ours   ${answers.at(-1)}plain  ${wanted}\n`);
    }
  }
  process.stdout.write(
    `${id.padEnd(38)} ours ${marks.ours.padEnd(19)} Apollo ${marks.plain.padEnd(19)} ran ${marks.ran}\n`,
  );
  ours.stop();
  await plain.stop();
}
subgraphs.child.kill();
rmSync(folder, { recursive: true });

const { cases, unsteady } = counts;
process.stdout.write(`\nPassed, of ${cases}: this gateway ${counts.ours}, Apollo's ${counts.plain}.`);
process.stdout.write(
  ` Answers that differed from one time to the next: ${unsteady}.\nThe second time was run by `,
);
process.stdout.write(`${[...ran].map(([by, count]) => `${by}: ${count}`).join(', ')}.\n`);
process.exitCode = counts.ours < counts.plain || unsteady > 0 ? 1 : 0;
