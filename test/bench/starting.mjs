// How long the product takes to start again and how much memory it then has, beside plain Apollo over its composed graph.
import { fileURLToPath } from 'node:url';
import { startServer } from './children.mjs';
import { middle } from './measure.mjs';
import { makeFolder, startProduct } from './product-process.mjs';

const composed = fileURLToPath(new URL('../../dist/supergraph.graphql', import.meta.url));
const times = 5;

/** @param {{ say: (line: string) => void }} options @returns of the product to plain Apollo: less is better */
export async function starting({ say }) {
  const own = await makeFolder();
  const first = await startProduct(own.folder);
  await first.process.stop();
  const found = [];
  for (let time = 0; time < times; time++) {
    const began = performance.now();
    const apollo = await startServer('gateways/plain-apollo.mjs', { env: { BENCH_SUPERGRAPH: composed } });
    const theirs = { milliseconds: performance.now() - began, ...(await apollo.process.usage()) };
    await apollo.process.stop();
    const product = await startProduct(own.folder);
    const ours = { milliseconds: product.milliseconds, ...(await product.process.usage()) };
    await product.process.stop();
    found.push({ ours, theirs });
  }
  own.remove();
  const of = (whose, field) => middle(found.map((each) => each[whose][field]));
  const ratio = (field) => middle(found.map(({ ours, theirs }) => ours[field] / theirs[field]));
  say(
    `ready after ${Math.round(of('ours', 'milliseconds'))} ms (${Math.round(of('ours', 'microseconds') / 1_000)} ms of processor time), plain Apollo after ${Math.round(of('theirs', 'milliseconds'))} ms`,
  );
  say(
    `${Math.round(of('ours', 'megabytes'))} MB when ready, plain Apollo ${Math.round(of('theirs', 'megabytes'))} MB`,
  );
  return { 'processor time to ready': ratio('microseconds'), 'memory when ready': ratio('megabytes') };
}
