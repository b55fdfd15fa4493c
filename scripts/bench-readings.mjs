// How much recording each reading costs: node scripts/bench-readings.mjs, after npm run build. DATABASE_URL measures PostgreSQL.
// The product's own parts are not recorded, so that the same question as a service is the measure without.
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../dist/platform/clock/clock.js';
import { keyRing } from '../dist/platform/encryption/key-ring.js';
import { inProcessExecutor } from '../dist/platform/graphql/execute.js';
import { signingKey } from '../dist/platform/identity/signing-key.js';
import { signToken, tokenVerifier } from '../dist/platform/identity/tokens.js';
import { createLog } from '../dist/platform/log/log.js';
import { memberStates } from '../dist/platform/states/states.js';
import { openDirectory } from '../dist/subgraphs/directory/schema.js';

const folder = mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));
const keys = keyRing([randomBytes(32)]);
const url = process.env.DATABASE_URL;
const storage = url ? { kind: 'postgres', url, keys } : { kind: 'sqlite', folder, keys };
const key = await signingKey(folder);
const log = createLog('silent');
const directory = await openDirectory({
  storage,
  clock: systemClock,
  log,
  tokens: tokenVerifier(key, systemClock),
  adapters: [],
});
const execute = inProcessExecutor(directory, log);

async function asker(caller) {
  const authorization = `Bearer ${await signToken(key, caller, systemClock, 3600)}`;
  return async (query, variables) => {
    const answer = await execute({ query, variables }, { authorization, requestId: 'bench' });
    if (answer.errors) throw answer.errors[0];
    return answer.data;
  };
}

const states = memberStates.slice(0, 50).map(({ iso3 }) => iso3);
for (const state of states) {
  const ask = await asker({ role: 'state', subject: 'bench', state });
  for (const number of [1, 2, 3, 4])
    await ask(
      'mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id } }',
      {
        state,
        input: {
          function: 'TECHNICAL',
          kind: 'OFFICE',
          entity: `CERT ${number}`,
          emails: [`cert${number}@${state.toLowerCase()}.example`],
        },
      },
    );
}

async function perSecond(ask, query, atOnce, milliseconds = 3000) {
  const end = performance.now() + milliseconds;
  let done = 0;
  const one = async (offset) => {
    for (let round = offset; performance.now() < end; round++) {
      await ask(query, { iso3: states[round % states.length] });
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, (_, offset) => one(offset)));
  return (done * 1000) / milliseconds;
}

const details = 'id name title entity emails phones languages';
const questions = {
  'one state (4 contacts)': `query ($iso3: ID!) { state(iso3: $iso3) { contacts { ${details} } } }`,
  'all states (200 contacts)': `{ states { contacts { ${details} } } }`,
};
const recorded = await asker({ role: 'custodian', subject: 'bench' });
const unrecorded = await asker({ role: 'service', subject: 'bench' });
for (const [name, query] of Object.entries(questions)) {
  for (const atOnce of [1, 32]) {
    await perSecond(recorded, query, atOnce, 500);
    const without = await perSecond(unrecorded, query, atOnce);
    const withThem = await perSecond(recorded, query, atOnce);
    const ratio = (withThem / without).toFixed(2);
    process.stdout.write(
      `${storage.kind}, ${name}, ${atOnce} at once: ${without.toFixed(0)} reads/s without, ${withThem.toFixed(0)} with recording, ratio ${ratio}\n`,
    );
  }
}
await directory.close();
rmSync(folder, { recursive: true, force: true });
