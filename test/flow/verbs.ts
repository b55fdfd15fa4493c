import { z } from 'zod';
import { HeldPullShape, heldPullFields } from '../support/held-pulls.ts';
import type { Asker, World } from '../support/world.ts';

// What users do, in their words.

const ContactShape = z.object({
  id: z.string(),
  function: z.string(),
  kind: z.string(),
  level: z.string().nullable(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  entity: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  languages: z.array(z.string()),
  revision: z.number(),
  provenance: z.array(
    z.object({
      field: z.string(),
      origin: z.enum(['DIRECT', 'COPIED']),
      directory: z.string().nullable(),
      sourceKey: z.string().nullable(),
      consentId: z.string().nullable(),
    }),
  ),
  copiedFrom: z.array(
    z.object({ directory: z.string(), sourceKey: z.string(), consentId: z.string(), present: z.boolean() }),
  ),
});
export type ContactShape = z.infer<typeof ContactShape>;

const contactFields = `id function kind level name title entity emails phones languages revision
  provenance { field origin directory sourceKey consentId } copiedFrom { directory sourceKey consentId present }`;

/** Looks a state's contacts up in the global directory. */
export async function contactsOf(asker: Asker, state: string): Promise<ContactShape[]> {
  const shape = z.object({ state: z.object({ contacts: z.array(ContactShape) }) });
  const { state: found } = await asker.get(
    `query ($state: ID!) { state(iso3: $state) { contacts { ${contactFields} } } }`,
    shape,
    { state },
  );
  return found.contacts;
}

export interface Terms {
  readonly mode?: 'AUTOMATIC' | 'REVIEW';
  readonly functions?: readonly string[];
  readonly fields?: readonly string[];
  readonly levels?: readonly { readonly level: string; readonly function: string }[];
  readonly validUntil?: string;
  readonly instrument?: string;
}

export const grantConsent = `mutation ($input: GrantConsentInput!) {
  grantConsent(input: $input) { consent { id status directory mode grantedBy } contacts { ${contactFields} } }
}`;

/** A state gives consent. @returns the consent's id and what was copied at once */
export async function consents(world: World, state: string, directory: string, terms: Terms = {}) {
  const shape = z.object({
    grantConsent: z.object({
      consent: z.object({ id: z.string(), status: z.literal('ACTIVE') }),
      contacts: z.array(ContactShape),
    }),
  });
  const { grantConsent: granted } = await world.state(state).get(grantConsent, shape, {
    input: { state, directory, ...terms },
  });
  return { id: granted.consent.id, contacts: granted.contacts };
}

/** A state withdraws its consent. @returns how many contacts that concerned */
export async function withdraws(world: World, state: string, consentId: string, copies: 'WITHDRAW' | 'KEEP') {
  const shape = z.object({
    withdrawConsent: z.object({
      consent: z.object({ status: z.literal('WITHDRAWN') }),
      affected: z.number(),
    }),
  });
  const { withdrawConsent } = await world
    .state(state)
    .get(
      `mutation ($input: WithdrawConsentInput!) { withdrawConsent(input: $input) { consent { status } affected } }`,
      shape,
      { input: { consentId, copies } },
    );
  return withdrawConsent.affected;
}

const PullShape = z.object({
  outcome: z.string(),
  read: z.number(),
  added: z.number(),
  changed: z.number(),
  removed: z.number(),
  setAside: z.number(),
  problem: z.string().nullable(),
});
export type PullShape = z.infer<typeof PullShape>;

/** The custodian pulls a directory now. */
export async function pulls(world: World, directory: string): Promise<PullShape> {
  const { pullDirectory } = await world.custodian.get(
    `mutation ($directory: ID!) { pullDirectory(directory: $directory) { outcome read added changed removed setAside problem } }`,
    z.object({ pullDirectory: PullShape }),
    { directory },
  );
  return pullDirectory;
}

const EntryShape = z.object({
  sourceKey: z.string(),
  participant: z.string(),
  eligible: z.boolean(),
  function: z.string().nullable(),
  level: z.string().nullable(),
  name: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(z.string()),
  status: z.string(),
});
export type EntryShape = z.infer<typeof EntryShape>;
const entryFields = 'sourceKey participant eligible function level name emails phones status';

/** What a regional directory has of a state, as its adapter gives it. */
export async function entriesOf(asker: Asker, state: string, directory: string): Promise<EntryShape[]> {
  const field = `${directory.toLowerCase()}Entries`;
  const shape = z.object({ state: z.record(z.string(), z.array(EntryShape)) });
  const { state: found } = await asker.get(
    `query ($state: ID!) { state(iso3: $state) { ${field} { ${entryFields} } } }`,
    shape,
    { state },
  );
  return found[field] ?? [];
}

/** Every entry of a regional directory, page after page. */
export async function allEntriesOf(
  asker: Asker,
  directory: string,
): Promise<(EntryShape & { state: string | null })[]> {
  const root = directory.toLowerCase();
  const Entry = EntryShape.extend({ state: z.object({ iso3: z.string() }).nullable() });
  const shape = z.record(
    z.string(),
    z.object({
      entries: z.object({
        nodes: z.array(Entry),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      }),
    }),
  );
  const entries: (EntryShape & { state: string | null })[] = [];
  let after: string | null = null;
  do {
    const data: z.infer<typeof shape> = await asker.get(
      `query ($after: String) { ${root} { entries(first: 50, after: $after) {
        nodes { ${entryFields} state { iso3 } } pageInfo { hasNextPage endCursor } } } }`,
      shape,
      { after },
    );
    const page = data[root]?.entries;
    if (!page) throw new Error(`no ${root}`);
    entries.push(...page.nodes.map((entry) => ({ ...entry, state: entry.state?.iso3 ?? null })));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  return entries;
}

/** The custodian looks at the dashboard for pulls of a directory that are held. */
export async function heldPulls(world: World, directory: string): Promise<HeldPullShape[]> {
  const Status = z.object({ directory: z.object({ code: z.string() }), heldPulls: z.array(HeldPullShape) });
  const { syncDashboard } = await world.custodian.get(
    `{ syncDashboard { directories { directory { code } heldPulls { ${heldPullFields} } } } }`,
    z.object({ syncDashboard: z.object({ directories: z.array(Status) }) }),
  );
  return syncDashboard.directories.find((status) => status.directory.code === directory)?.heldPulls ?? [];
}

/** The last pulls of a directory, the newest first. */
export async function lastPulls(world: World, directory: string): Promise<HeldPullShape[]> {
  const { regionalDirectories } = await world.custodian.get(
    `{ regionalDirectories { code pulls { ${heldPullFields} } } }`,
    z.object({
      regionalDirectories: z.array(z.object({ code: z.string(), pulls: z.array(HeldPullShape) })),
    }),
  );
  return regionalDirectories.find(({ code }) => code === directory)?.pulls ?? [];
}

export const decidePull = (decision: 'approve' | 'reject') =>
  `mutation ($id: ID!, $reason: String!) { pull: ${decision}Pull(id: $id, reason: $reason) { ${heldPullFields} } }`;

/** The custodian approves or rejects a held pull. */
export async function decides(
  world: World,
  decision: 'approve' | 'reject',
  id: string,
  reason: string,
): Promise<HeldPullShape> {
  const { pull } = await world.custodian.get(decidePull(decision), z.object({ pull: HeldPullShape }), {
    id,
    reason,
  });
  return pull;
}

const HeldPreviewShape = z.object({
  entriesGoing: z.number(),
  entriesLosing: z.number(),
  entries: z.array(
    z.object({
      sourceKey: z.string(),
      state: z.object({ iso3: z.string() }).nullable(),
      becomes: z.string(),
      changes: z.array(
        z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) }),
      ),
    }),
  ),
  remove: z.number(),
  change: z.number(),
  wait: z.number(),
  mark: z.number(),
  effects: z.array(
    z.object({
      contactId: z.string(),
      contact: z.object({ id: z.string() }).nullable(),
      kind: z.string(),
      waits: z.boolean(),
      changes: z.array(
        z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) }),
      ),
    }),
  ),
});

export const previewHeldPull = `query ($id: ID!) { previewHeldPull(id: $id) {
  entriesGoing entriesLosing entries { sourceKey state { iso3 } becomes changes { field before after } }
  remove change wait mark effects { contactId contact { id } kind waits changes { field before after } } } }`;

/** The custodian asks what approving a held pull would do. */
export async function previewsHeldPull(world: World, id: string): Promise<z.infer<typeof HeldPreviewShape>> {
  const shape = z.object({ previewHeldPull: HeldPreviewShape });
  return (await world.custodian.get(previewHeldPull, shape, { id })).previewHeldPull;
}
