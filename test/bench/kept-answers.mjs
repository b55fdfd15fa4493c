// Kept answers beside a bare node:http server that sends the same body: of the gateway over plain subgraphs, and of the product,
// signed in and recorded.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askOnce } from './asker.mjs';
import { start, startServer } from './children.mjs';
import { queries } from './graph.mjs';
import { costs, middle, ratioOf } from './measure.mjs';
import { makeFilledFolder, productCallers, productQueries, startProduct } from './product-process.mjs';

/** @param {{ seconds: number, say: (line: string) => void }} options */
export async function keptAnswers({ seconds, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));
  const ratios = {};
  const compare = async (name, key, asked, process) => {
    const body = join(folder, 'body');
    writeFileSync(body, await askOnce(asked));
    const bare = await startServer('gateways/bare.mjs', { env: { BENCH_BODY: body } });
    const contenders = [
      { name: 'bare', asked: { ...asked, origin: bare.origin }, counted: { '': [bare.process] } },
      { name, asked, counted: { '': [process] } },
    ];
    const found = await costs(contenders, seconds);
    const ratio = ratioOf(found.get(name), found.get('bare'));
    ratios[`${name}, ${key}`] = ratio;
    say(
      `${key}  ${name.padEnd(12)} ${middle(found.get(name)).toFixed(1)} µs, a bare server ${middle(found.get('bare')).toFixed(1)} µs: ${ratio.toFixed(2)} of its rate`,
    );
    await bare.process.stop();
  };

  const subgraphs = start('subgraphs.mjs');
  const { supergraphSdl } = await subgraphs.told('supergraphSdl');
  await subgraphs.stop();
  const supergraph = join(folder, 'supergraph.graphql');
  writeFileSync(supergraph, supergraphSdl);
  const plain = await startServer('gateways/crosspoint.mjs', {
    env: { BENCH_SUPERGRAPH: supergraph, BENCH_IN_PROCESS: '1', BENCH_KEEPS: '1' },
  });
  for (const [key, query] of Object.entries(queries))
    await compare('the gateway', key, { origin: plain.origin, path: '/graphql', query }, plain.process);
  await plain.process.stop();

  const own = await makeFilledFolder();
  const product = await startProduct(own.folder);
  for (const [key, query] of Object.entries(productQueries)) {
    const headers = await own.bearer(productCallers[key]);
    await compare(
      'the product',
      key,
      { origin: product.origin, path: '/graphql', query, headers },
      product.process,
    );
  }
  await product.process.stop();
  own.remove();
  rmSync(folder, { recursive: true });
  return ratios;
}
