// The product as its users run it, on SQLite with its built-in samples and four contacts of each Member State.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.mjs';
import { freePort, start } from './children.mjs';

const main = '../../dist/gateway/main.js';

const contacts = 'contacts { id function kind name title entity emails phones languages }';
const entries = 'osceEntries { sourceKey name emails } arfEntries { sourceKey name emails }';
export const productQueries = {
  Q1: `{ state(iso3: "EST") { iso3 name ${contacts} } }`,
  Q2: `{ state(iso3: "EST") { iso3 name ${contacts} ${entries} } }`,
  Q3: `{ states { iso3 name ${contacts} ${entries} } }`,
  Q4: '{ __typename }',
};

/** Each state's own contacts; only the custodian reads what all regions list. */
export const productCallers = {
  Q1: { role: 'state', subject: 'bench', state: 'EST' },
  Q2: { role: 'state', subject: 'bench', state: 'EST' },
  Q3: { role: 'custodian', subject: 'bench' },
  Q4: { role: 'state', subject: 'bench', state: 'EST' },
};

async function ready(origin, process) {
  for (;;) {
    if (process.status !== null) throw new Error(`The product ended with ${process.status}.`);
    const answer = await fetch(`${origin}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const common = (folder) => ({
  DATA_DIR: folder,
  LOG_LEVEL: 'fatal',
  NODE_ENV: 'development',
  RATE_LIMIT_ACCOUNT: '1000000',
  RATE_LIMIT_ADDRESS: '1000000',
  RATE_LIMIT_ANONYMOUS: '1000000',
});

async function inFolder(folder) {
  const { signingKey } = await built('platform/identity/signing-key.js');
  const { signToken } = await built('platform/identity/tokens.js');
  const { systemClock } = await built('platform/clock/clock.js');
  const bearer = async (caller) => ({
    authorization: `Bearer ${await signToken(await signingKey(folder), caller, systemClock, 3_600)}`,
  });
  return { folder, bearer, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

const temporary = () => mkdtempSync(join(tmpdir(), 'crosspoint-bench-'));

/** @returns a folder for one product, how to sign in there, and how to take it away */
export const makeFolder = () => inFolder(temporary());

/** The same, of a product that was stopped, as it stands. */
export function copyOf({ folder }) {
  const copy = temporary();
  cpSync(folder, copy, { recursive: true });
  return inFolder(copy);
}

/** All parts in one process. @param env beside what each has */
export async function startProduct(folder, env = {}) {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const began = performance.now();
  const process = start(main, { env: { ...common(folder), PORT: String(port), ...env } });
  await ready(origin, process);
  return { origin, process, milliseconds: performance.now() - began };
}

/** The directory and the adapters in processes of their own. @returns their processes, and their addresses by name */
export async function startParts(folder) {
  const { partNames } = await built('gateway/parts.js');
  const ports = Object.fromEntries(
    await Promise.all(partNames.map(async (name) => [name, await freePort()])),
  );
  const urls = Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}/graphql`]),
  );
  const located = Object.fromEntries(
    Object.entries(urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url]),
  );
  const processes = [];
  for (const [name, port] of Object.entries(ports)) {
    const process = start(main, { args: [name], env: { ...common(folder), ...located, PORT: String(port) } });
    processes.push(process);
    await ready(`http://127.0.0.1:${port}`, process);
  }
  return { urls, processes };
}

async function ask(origin, headers, query, variables) {
  const answer = await fetch(`${origin}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  if (errors) throw new Error(JSON.stringify(errors).slice(0, 400));
  return data;
}

/** A folder with four contacts of each Member State, entered by itself. */
export async function makeFilledFolder() {
  const made = await makeFolder();
  const { origin, process } = await startProduct(made.folder);
  await fill(origin, made);
  await process.stop();
  return made;
}

async function fill(origin, { bearer }) {
  const { memberStates } = await built('platform/states/states.js');
  const mutation =
    'mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id } }';
  for (const { iso3: state } of memberStates) {
    const headers = await bearer({ role: 'state', subject: 'bench', state });
    for (const [index, purpose] of ['DIPLOMATIC', 'TECHNICAL', 'TECHNICAL', 'LEGAL'].entries())
      await ask(origin, headers, mutation, {
        state,
        input: {
          function: purpose,
          kind: 'OFFICE',
          entity: `Duty desk ${index + 1}`,
          emails: [`desk${index + 1}@${state.toLowerCase()}.example`],
          phones: [`+44163296${String(index).padStart(4, '0')}`],
        },
      });
  }
}
