// What it costs to take in a big regional directory, and to follow it, on both databases: beside a bare insert of the very rows that
// the product left, and in a big directory beside a small one. BENCH_DIR: where the databases are kept meanwhile.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { benchServer } from './postgres.mjs';

const changes = 100;
const whole = (number) => Math.round(number).toLocaleString('en');
const names = {
  pull: 'the adapter pulls all',
  copy: 'the directory copies all',
  'changed pull': `the adapter pulls ${changes} changes`,
  'changed copy': `the directory follows ${changes} changes`,
  'unchanged pull': 'the adapter pulls, nothing changed',
  'unchanged copy': 'the same through the directory',
};

function tell(say, part, { seconds, processorSeconds, statements, writes, requests, peakMegabytes, kinds }) {
  say(
    `  ${names[part].padEnd(36)} ${seconds.toFixed(2)} s, processor ${processorSeconds.toFixed(2)} s, ${whole(statements)} statements (${whole(writes)} writing), ${whole(requests)} requests, peak ${whole(peakMegabytes)} MB`,
  );
  for (const [text, count] of kinds ?? []) say(`      ${String(count).padStart(8)}  ${text}`);
}

/** One size on one database, in a process of its own. @returns figures by part */
function run(options, say) {
  const child = fork(fileURLToPath(new URL('run.mjs', import.meta.url)), [JSON.stringify(options)]);
  const figures = new Map();
  child.on('message', ({ part, figures: found }) => {
    figures.set(part, found);
    if (part in names) tell(say, part, found);
  });
  return new Promise((resolve, reject) => {
    child.on('exit', (status) =>
      status === 0 ? resolve(figures) : reject(new Error(`The run ended with ${status}.`)),
    );
  });
}

/** Processor time to have all in the adapter and on in the directory, of that for the bare rows. */
function besideBare(figures) {
  const ours = figures.get('pull').processorSeconds + figures.get('copy').processorSeconds;
  const bare = [figures.get('bare pull'), figures.get('bare copy')];
  return (ours * 1_000) / bare.reduce((sum, { processorMilliseconds }) => sum + processorMilliseconds, 0);
}

/**
 * @param {{ say: (line: string) => void, sizes: readonly number[] }} options
 * @returns ratios of processor time, that of the PostgreSQL server included: less is better
 */
export async function population({ say, sizes }) {
  const ratios = {};
  for (const kind of ['SQLite', 'PostgreSQL']) {
    const server = kind === 'PostgreSQL' ? await benchServer() : null;
    const found = new Map();
    for (const size of sizes) {
      say(`${kind}, ${whole(size)} entries`);
      const database = await server?.make();
      const { url, postmaster } = database ?? {};
      const figures = await run({ size, changes, url, postmaster }, say);
      await database?.drop();
      found.set(size, figures);
      const ratio = besideBare(figures);
      ratios[`${kind}, ${whole(size)} entries beside a bare insert`] = ratio;
      say(`  all taken in, beside the same rows inserted: ${ratio.toFixed(2)}`);
    }
    for (const size of sizes.slice(1))
      for (const part of ['changed pull', 'changed copy']) {
        const [small, big] = [found.get(sizes[0]).get(part), found.get(size).get(part)];
        const ratio = big.processorSeconds / small.processorSeconds;
        const what = `${names[part]} of ${whole(size)} entries beside ${whole(sizes[0])}`;
        ratios[`${kind}, ${what}`] = ratio;
        say(`  ${what}: ${ratio.toFixed(2)}`);
      }
    await server?.stop();
  }
  return ratios;
}
