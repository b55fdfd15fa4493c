// npm run bench [-- part …] [--seconds N] [--sizes N,N] [--store]: measures, prints ratios, and fails where one is more than 15 %
// worse than the stored one. Figures are of one machine and one moment; ratios are what is compared. --store writes the new ones.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { stopAll } from './children.mjs';
import { gateways } from './gateways.mjs';
import { keptAnswers } from './kept-answers.mjs';
import { population } from './population/population.mjs';
import { product } from './product.mjs';
import { readings } from './readings.mjs';
import { starting } from './starting.mjs';

const parts = {
  gateways: {
    measure: gateways,
    better: 'more',
    told: 'answers for the same processor time, beside plain Apollo, nothing kept',
  },
  'kept-answers': { measure: keptAnswers, better: 'more', told: 'rate of kept answers, of a bare server’s' },
  product: {
    measure: product,
    better: 'more',
    told: 'the product signed in on SQLite, nothing kept, beside plain Apollo over its subgraphs',
  },
  readings: { measure: readings, better: 'more', told: 'reads with each recorded, of those without' },
  starting: { measure: starting, better: 'less', told: 'starting again, beside plain Apollo' },
  population: { measure: population, better: 'less', told: 'taking in a directory, and following it' },
};
const allowed = 0.15;
const file = new URL('./ratios.json', import.meta.url);

const { values, positionals } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3' },
    sizes: { type: 'string', default: '1000,10000,100000' },
    store: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
const sizes = values.sizes.split(',').map(Number);
const unknown = positionals.filter((name) => !(name in parts));
if (unknown.length > 0 || !(seconds > 0) || !sizes.every((size) => size > 0)) {
  process.stderr.write(
    `The parts are ${Object.keys(parts).join(', ')}; --seconds is a number, e.g. 3; --sizes are numbers of entries, e.g. 1000,10000.\n`,
  );
  process.exit(2);
}

const stored = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
const worse = [];
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(parts)) {
    const { measure, better, told } = parts[name];
    process.stdout.write(`${name}: ${told}\n`);
    const ratios = await measure({ seconds, sizes, say: (line) => process.stdout.write(`  ${line}\n`) });
    for (const [what, ratio] of Object.entries(ratios)) {
      const known = stored[name]?.[what];
      const change = known === undefined ? 0 : better === 'more' ? known / ratio - 1 : ratio / known - 1;
      if (change > allowed) worse.push(`${name}: ${what} is ${ratio.toFixed(2)}, and was ${known}`);
    }
    const rounded = Object.entries(ratios).map(([what, ratio]) => [what, Number(ratio.toPrecision(3))]);
    if (values.store) stored[name] = Object.fromEntries(rounded);
  }
} finally {
  await stopAll();
}
if (values.store) writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`);
else if (worse.length > 0) {
  process.stdout.write(
    `More than ${allowed * 100} % worse than stored:\n${worse.map((line) => `  ${line}\n`).join('')}`,
  );
  process.exitCode = 1;
}
