// Asks gateways the same queries over the same subgraphs, one after the other in one run, and prints for each how many requests a second of
// processor time it answers, as a ratio to plain Apollo's. `node test/bench/gateways.mjs [seconds] [names…]`
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askFor, askOnce } from './asker.mjs';
import { queries } from './graph.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));
const children = [];

function start(file, env = {}) {
  const child = fork(here(file), {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    execArgv:
      process.env.BENCH_PROFILE && env.BENCH_NAME === process.env.BENCH_PROFILE
        ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof']
        : [],
  });
  children.push(child);
  return child;
}
const told = (child, key) =>
  new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`ended with ${code}`)));
    const listen = (message) => {
      if (!(key in message)) return;
      child.off('message', listen);
      resolve(message);
    };
    child.on('message', listen);
  });
const usage = (child) => {
  const answer = told(child, 'usage');
  child.send('usage');
  return answer;
};

const subgraphs = start('subgraphs.mjs');
const { supergraphSdl } = await told(subgraphs, 'supergraphSdl');
const supergraph = join(folder, 'supergraph.graphql');
writeFileSync(supergraph, supergraphSdl);

const contenders = {
  'plain Apollo': { file: 'gateways/plain-apollo.mjs', path: '/' },
  'Crosspoint over HTTP': { file: 'gateways/crosspoint.mjs', path: '/graphql' },
  'Crosspoint in process': {
    file: 'gateways/crosspoint.mjs',
    path: '/graphql',
    env: { BENCH_IN_PROCESS: '1' },
  },
  'bare node:http': { file: 'gateways/bare.mjs', path: '/' },
};
const seconds = Number(process.argv[2] ?? 3);
const wanted = process.argv.slice(3);
const answers = join(folder, 'answers.json');
const rates = {};
let expected;
for (const [name, { file, path, env }] of Object.entries(contenders)) {
  if (wanted.length > 0 && !wanted.includes(name) && name !== 'plain Apollo') continue;
  const child = start(file, {
    BENCH_SUPERGRAPH: supergraph,
    BENCH_ANSWERS: answers,
    BENCH_NAME: name,
    ...env,
  });
  const { port } = await told(child, 'port');
  const origin = `http://127.0.0.1:${port}`;
  rates[name] = {};
  for (const [key, query] of Object.entries(queries)) {
    const answer = await askOnce(origin, path, query);
    expected ??= {};
    expected[key] ??= answer;
    if (JSON.stringify(JSON.parse(answer)) !== JSON.stringify(JSON.parse(expected[key])))
      throw new Error(`${name} answers otherwise: ${answer}`);
    await askFor(origin, path, query, 5_000, answer);
    const before = await usage(child);
    const answered = await askFor(origin, path, query, seconds * 1_000, answer);
    const after = await usage(child);
    rates[name][key] = answered / (after.usage - before.usage);
  }
  if (name === 'plain Apollo')
    writeFileSync(
      answers,
      JSON.stringify(
        Object.entries(queries).map(([key, query]) => [JSON.stringify({ query }), expected[key].toString()]),
      ),
    );
  const line = Object.keys(queries).map(
    (key) =>
      `${key} ${Math.round(rates[name][key])} (${(rates[name][key] / rates['plain Apollo'][key]).toFixed(1)}×)`,
  );
  process.stdout.write(`${name.padEnd(24)} ${line.join('   ')}\n`);
  child.removeAllListeners('exit');
  child.kill(process.env.BENCH_PROFILE ? 'SIGINT' : 'SIGTERM');
}
for (const child of children) {
  child.removeAllListeners('exit');
  child.kill();
}
rmSync(folder, { recursive: true });
