// Gateways side by side over the same plain subgraphs: ours with nothing kept, plain Apollo, and others that are installed apart.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askOnce } from './asker.mjs';
import { start, startServer } from './children.mjs';
import { queries } from './graph.mjs';
import { costs, middle, ratioOf } from './measure.mjs';

const reference = 'plain Apollo';
const files = {
  [reference]: { file: 'gateways/plain-apollo.mjs', path: '/' },
  'Hive Gateway': { file: 'rivals/hive.mjs', path: '/graphql' },
  'Mercurius with JIT': { file: 'rivals/mercurius.mjs', path: '/graphql' },
  'Crosspoint over HTTP': { file: 'gateways/crosspoint.mjs', path: '/graphql' },
  'Crosspoint in process': {
    file: 'gateways/crosspoint.mjs',
    path: '/graphql',
    env: { BENCH_IN_PROCESS: '1' },
  },
};

/** @param {{ seconds: number, say: (line: string) => void }} options @returns ratios to plain Apollo */
export async function gateways({ seconds, say }) {
  installRivals(say);
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));
  const subgraphs = start('subgraphs.mjs');
  const { supergraphSdl, firstUrls } = await subgraphs.told('supergraphSdl');
  const supergraph = join(folder, 'supergraph.graphql');
  writeFileSync(supergraph, supergraphSdl);
  const servers = [];
  for (const [name, { file, path, env }] of Object.entries(files)) {
    const { process, origin } = await startServer(file, {
      env: { BENCH_SUPERGRAPH: supergraph, BENCH_FIRST_FEDERATION: JSON.stringify(firstUrls), ...env },
    });
    servers.push({ name, process, origin, path });
  }
  const ratios = {};
  for (const [key, query] of Object.entries(queries)) {
    const contenders = servers.map(({ name, process, origin, path }) => ({
      name,
      asked: { origin, path, query },
      counted: { '': [process] },
    }));
    await allSayTheSame(contenders);
    const found = await costs(contenders, seconds);
    for (const { name } of servers) {
      const ratio = ratioOf(found.get(name), found.get(reference));
      ratios[`${name}, ${key}`] = ratio;
      const rate = Math.round(1e6 / middle(found.get(name)));
      say(
        `${key}  ${name.padEnd(24)} ${String(rate).padStart(7)} a second of processor time  ${ratio.toFixed(2).padStart(6)}×`,
      );
    }
  }
  await Promise.all([subgraphs, ...servers.map(({ process }) => process)].map((one) => one.stop()));
  rmSync(folder, { recursive: true });
  return ratios;
}

/** Who answers otherwise is not compared. */
async function allSayTheSame(contenders) {
  const answers = [];
  for (const { name, asked } of contenders)
    answers.push({ name, text: JSON.stringify(JSON.parse(await askOnce(asked))) });
  for (const { name, text } of answers)
    if (text !== answers[0].text) throw new Error(`${name} answers otherwise: ${text.slice(0, 400)}`);
}

function installRivals(say) {
  const folder = fileURLToPath(new URL('./rivals', import.meta.url));
  if (existsSync(join(folder, 'node_modules/mercurius'))) return;
  say('Other gateways are installed in test/bench/rivals, for this benchmark alone …');
  execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' });
}
