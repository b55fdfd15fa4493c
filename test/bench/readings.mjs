// How much recording each reading costs. The product's own parts are not recorded, so that the same question as a service is the
// measure without.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.mjs';
import { middle } from './measure.mjs';

const rounds = 5;
const details = 'id name title entity emails phones languages';
const questions = {
  'one state (4 contacts)': `query ($iso3: ID!) { state(iso3: $iso3) { contacts { ${details} } } }`,
  'all states (200 contacts)': `{ states { contacts { ${details} } } }`,
};

async function openFilledDirectory(folder) {
  await import('reflect-metadata');
  const { systemClock } = await built('platform/clock/clock.js');
  const { keyRing } = await built('platform/encryption/key-ring.js');
  const { inProcessExecutor } = await built('platform/graphql/execute.js');
  const { signingKey } = await built('platform/identity/signing-key.js');
  const { signToken, tokenVerifier } = await built('platform/identity/tokens.js');
  const { createLog } = await built('platform/log/log.js');
  const { memberStates } = await built('platform/states/states.js');
  const { openDirectory } = await built('subgraphs/directory/schema.js');
  const key = await signingKey(folder);
  const log = createLog('silent');
  const directory = await openDirectory({
    storage: { kind: 'sqlite', folder, keys: keyRing([randomBytes(32)]) },
    clock: systemClock,
    log,
    tokens: tokenVerifier(key, systemClock),
    adapters: [],
  });
  const execute = inProcessExecutor(directory, log);
  const asker = async (caller) => {
    const authorization = `Bearer ${await signToken(key, caller, systemClock, 3600)}`;
    return async (query, variables) => {
      const answer = await execute({ query, variables }, { authorization, requestId: 'bench' });
      if (answer.errors) throw answer.errors[0];
      return answer.data;
    };
  };
  const states = memberStates.slice(0, 50).map(({ iso3 }) => iso3);
  const mutation =
    'mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id } }';
  for (const state of states) {
    const ask = await asker({ role: 'state', subject: 'bench', state });
    for (const number of [1, 2, 3, 4]) {
      const emails = [`cert${number}@${state.toLowerCase()}.example`];
      const input = { function: 'TECHNICAL', kind: 'OFFICE', entity: `CERT ${number}`, emails };
      await ask(mutation, { state, input });
    }
  }
  return { asker, states, close: () => directory.close() };
}

async function perSecond(ask, query, states, atOnce, milliseconds) {
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

/** @param {{ seconds: number, say: (line: string) => void }} options @returns rates with recording, of those without */
export async function readings({ seconds, say }) {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));
  const { asker, states, close } = await openFilledDirectory(folder);
  const recorded = await asker({ role: 'custodian', subject: 'bench' });
  const unrecorded = await asker({ role: 'service', subject: 'bench' });
  const ratios = {};
  for (const [name, query] of Object.entries(questions))
    for (const atOnce of [1, 32]) {
      const rate = (ask) => perSecond(ask, query, states, atOnce, (seconds * 1_000) / rounds);
      await rate(recorded);
      const found = [];
      for (let round = 0; round < rounds; round++)
        found.push({ without: await rate(unrecorded), with: await rate(recorded) });
      const what = `${name}, ${atOnce} at once`;
      ratios[what] = middle(found.map((each) => each.with / each.without));
      const [without, with_] = ['without', 'with'].map((field) => middle(found.map((each) => each[field])));
      say(
        `${what}: ${Math.round(without)} a second without, ${Math.round(with_)} with: ${ratios[what].toFixed(2)}`,
      );
    }
  await close();
  rmSync(folder, { recursive: true, force: true });
  return ratios;
}
