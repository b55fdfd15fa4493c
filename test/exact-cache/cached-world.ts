import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock, systemClock } from '../../platform/clock/clock.ts';
import type { databases } from '../support/databases.ts';
import { type Arrangement, type Asker, World } from '../support/world.ts';

type Make = (typeof databases)[number]['make'];

/** What came of questions so far, by the metrics page of an instance. */
export async function outcomes(world: World): Promise<Readonly<Record<string, number>>> {
  const page = await (await fetch(`${world.url}/metrics`)).text();
  const lines = page.matchAll(/^exact_cache_queries_total\{outcome="(.+?)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, outcome = '', count]) => [outcome, Number(count)]));
}

/** Two instances of the product on the same data, each a gateway with all parts in its process. */
export async function twoInstances(
  make: Make,
  arrangement: Arrangement = 'one process',
  clock: Clock = systemClock,
): Promise<{ readonly instances: readonly [World, World]; stop(): Promise<void> }> {
  const storage = await make();
  const ledger = mkdtempSync(join(tmpdir(), 'crosspoint-ledger-'));
  const shared = async () => ({ location: storage.location, drop: async () => undefined });
  const settings = { LEDGER_DIR: ledger };
  const one = await World.start(shared, arrangement, clock, settings);
  const other = await World.start(shared, arrangement, clock, settings);
  return {
    instances: [one, other],
    stop: async () => {
      await one.stop();
      await other.stop();
      await storage.drop();
      rmSync(ledger, { recursive: true, force: true });
    },
  };
}

const Created = z.object({ createContact: z.object({ id: z.string() }) });

/** A state lists an office. @returns its id */
export async function lists(asker: Asker, state: string, given: Readonly<Record<string, unknown>> = {}) {
  const mutation = `mutation ($state: ID!, $input: ContactInput!) {
    createContact(state: $state, input: $input) { id } }`;
  const input = { function: 'TECHNICAL', kind: 'OFFICE', entity: `CERT ${state}`, ...given };
  return (await asker.get(mutation, Created, { state, input })).createContact.id;
}

const Known = z.object({ contact: z.object({ revision: z.number() }).nullable() });
const Written = z.object({ updateContact: z.object({ id: z.string() }) });

/** A state writes a contact anew. */
export async function writes(
  asker: Asker,
  id: string,
  input: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { contact } = await asker.get('query ($id: ID!) { contact(id: $id) { revision } }', Known, { id });
  const mutation = `mutation ($id: ID!, $revision: Int!, $input: ContactInput!) {
    updateContact(id: $id, revision: $revision, input: $input) { id } }`;
  await asker.get(mutation, Written, { id, revision: contact?.revision, input });
}
