// The product, signed in, authorised and recorded, with nothing kept, beside plain Apollo over the product's own subgraphs. Of the
// product all that its one process does is counted; of Apollo its gateway alone, and its gateway with those subgraphs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from './children.mjs';
import { costs, middle, ratioOf } from './measure.mjs';
import {
  copyOf,
  makeFilledFolder,
  productCallers,
  productQueries,
  startParts,
  startProduct,
} from './product-process.mjs';

const composed = new URL('../../dist/supergraph.graphql', import.meta.url);

/** @param {{ seconds: number, say: (line: string) => void }} options */
export async function product({ seconds, say }) {
  say('The product starts twice: in one process, and its parts apart …');
  const own = await makeFilledFolder();
  const apart = await copyOf(own);

  const whole = await startProduct(own.folder, { CACHE_MEGABYTES: '0' });
  const { urls, processes } = await startParts(apart.folder);
  const supergraph = join(apart.folder, 'bench-supergraph.graphql');
  const located = readFileSync(composed, 'utf8').replaceAll(
    /http:\/\/(\w+)\.invalid\/graphql/g,
    (url, name) => urls[name] ?? url,
  );
  writeFileSync(supergraph, located);
  const apollo = await startServer('gateways/plain-apollo.mjs', {
    env: { BENCH_SUPERGRAPH: supergraph, BENCH_SIGNED_IN: '1' },
  });
  const ratios = {};
  for (const [key, query] of Object.entries(productQueries)) {
    const caller = productCallers[key];
    const contenders = [
      {
        name: 'Crosspoint',
        asked: { origin: whole.origin, path: '/graphql', query, headers: await own.bearer(caller) },
        counted: { '': [whole.process] },
      },
      {
        name: 'plain Apollo',
        asked: { origin: apollo.origin, path: '/', query, headers: await apart.bearer(caller) },
        counted: { 'gateway alone': [apollo.process], 'with its subgraphs': [apollo.process, ...processes] },
      },
    ];
    const found = await costs(contenders, seconds);
    const ours = found.get('Crosspoint');
    for (const kind of ['gateway alone', 'with its subgraphs']) {
      const theirs = found.get(`plain Apollo, ${kind}`);
      const ratio = ratioOf(ours, theirs);
      ratios[`against Apollo’s ${kind}, ${key}`] = ratio;
      say(
        `${key}  ${Math.round(1e6 / middle(ours))} a second against ${Math.round(1e6 / middle(theirs))}, Apollo’s ${kind}: ${ratio.toFixed(2)}×`,
      );
    }
  }
  for (const one of [whole.process, apollo.process, ...processes]) await one.stop();
  own.remove();
  apart.remove();
  return ratios;
}
