import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { ConflictRow } from '../../subgraphs/directory/storage/conflict-row.ts';
import { ConsentRow } from '../../subgraphs/directory/storage/consent-row.ts';
import { ContactRevisionRow } from '../../subgraphs/directory/storage/contact-revision-row.ts';
import { ContactRow } from '../../subgraphs/directory/storage/contact-row.ts';
import { CopySourceRow } from '../../subgraphs/directory/storage/copy-source-row.ts';
import { EntryDecisionRow } from '../../subgraphs/directory/storage/entry-decision-row.ts';
import {
  EntryOutcomeEventRow,
  EntryOutcomeRow,
} from '../../subgraphs/directory/storage/entry-outcome-row.ts';
import { PairDecisionRow } from '../../subgraphs/directory/storage/pair-decision-row.ts';
import { PrecedenceRow } from '../../subgraphs/directory/storage/precedence-row.ts';
import { ProposalRow } from '../../subgraphs/directory/storage/proposal-row.ts';
import { RegionalDirectoryRow } from '../../subgraphs/directory/storage/regional-directory-row.ts';
import { authority } from '../directory/directory-world.ts';
import type { HistoryDirectory } from './history-directory.ts';
import { type State, states } from './universe.ts';

const FieldChange = z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) });

const Contact = z.object({
  id: z.string(),
  function: z.string(),
  level: z.string().nullable(),
  kind: z.string(),
  name: z.string().nullable(),
  title: z.string().nullable(),
  entity: z.string().nullable(),
  webPage: z.string().nullable(),
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
    z.object({
      directory: z.string(),
      sourceKey: z.string(),
      consentId: z.string(),
      present: z.boolean(),
    }),
  ),
});
export type ShownContact = z.infer<typeof Contact>;

const Consent = z.object({
  id: z.string(),
  directory: z.string(),
  mode: z.enum(['AUTOMATIC', 'REVIEW']),
  status: z.enum(['ACTIVE', 'WITHDRAWN', 'EXPIRED']),
  functions: z.array(z.string()).nullable(),
  fields: z.array(z.string()).nullable(),
  validUntil: z.string().nullable(),
  refusedEntries: z.array(z.object({ sourceKey: z.string(), refusal: z.string() })),
});

const Proposal = z.object({
  id: z.string(),
  directory: z.string(),
  sourceKey: z.string(),
  kind: z.string(),
  reason: z.string(),
  status: z.string(),
  changes: z.array(FieldChange),
  contact: z.object({ id: z.string() }).nullable(),
});
export type ShownProposal = z.infer<typeof Proposal>;

const Conflict = z.object({
  id: z.string(),
  contact: z.object({ id: z.string() }),
  field: z.string(),
  status: z.string(),
  claims: z.array(z.object({ origin: z.string(), value: z.array(z.string()) })),
});
export type ShownConflict = z.infer<typeof Conflict>;

const Shown = z.object({
  state: z.object({ contacts: z.array(Contact), consents: z.array(Consent) }),
  proposals: z.object({ nodes: z.array(Proposal), totalCount: z.number() }),
  conflicts: z.object({ nodes: z.array(Conflict), totalCount: z.number() }),
});
export type Shown = z.infer<typeof Shown>;

const query = `query ($iso3: ID!) {
  state(iso3: $iso3) {
    contacts { id function level kind name title entity webPage emails phones languages revision
      provenance { field origin directory sourceKey consentId } copiedFrom { directory sourceKey consentId present } }
    consents(includeEnded: true) { id directory mode status functions fields validUntil refusedEntries { sourceKey refusal } }
  }
  proposals(status: WAITING, first: 200) { totalCount nodes {
    id directory sourceKey kind reason status changes { field before after } contact { id } } }
  conflicts(status: null, first: 200) { totalCount nodes {
    id contact { id } field status claims { origin value } } }
}`;

/** What storage holds, row by row. */
export interface Stored {
  readonly contacts: readonly ContactRow[];
  readonly sources: readonly CopySourceRow[];
  readonly proposals: readonly ProposalRow[];
  readonly conflicts: readonly ConflictRow[];
  readonly consents: readonly ConsentRow[];
  readonly decisions: readonly EntryDecisionRow[];
  readonly pairs: readonly PairDecisionRow[];
  readonly precedences: readonly PrecedenceRow[];
  readonly revisions: readonly ContactRevisionRow[];
  readonly outcomes: readonly EntryOutcomeRow[];
  readonly events: readonly EntryOutcomeEventRow[];
  readonly directories: readonly RegionalDirectoryRow[];
}

/** The directory after a step: as its states see it, and as it is stored. */
export interface Sight {
  readonly revision: number;
  readonly shown: Readonly<Record<State, Shown>>;
  readonly stored: Stored;
}

/** @param before what was seen last: where nothing stored differs, its states see the same, and are not asked again */
export async function look(
  directory: HistoryDirectory,
  instance: number,
  before: Sight | null = null,
): Promise<Sight> {
  const revision = await revisionShown(directory, instance);
  const stored = await storedIn(directory);
  if (before && isDeepStrictEqual(stored, before.stored)) return { revision, shown: before.shown, stored };
  const [first, second] = states;
  const shown = {
    [first]: await shownTo(directory, instance, first),
    [second]: await shownTo(directory, instance, second),
  } as Record<State, Shown>;
  return { revision, shown, stored };
}

/** Any request at all ends the consents whose time has come. */
async function revisionShown(directory: HistoryDirectory, instance: number): Promise<number> {
  const { data, error } = await directory.ask(instance, authority(states[0]), '{ directoryRevision }');
  if (error) throw new Error(`Looking failed: ${error.message}`);
  return z.object({ directoryRevision: z.number() }).parse(data).directoryRevision;
}

async function shownTo(directory: HistoryDirectory, instance: number, iso3: State): Promise<Shown> {
  const { data, error } = await directory.ask(instance, authority(iso3), query, { iso3 });
  if (error) throw new Error(`Looking failed: ${error.message}`);
  return Shown.parse(data);
}

export function storedIn({ database }: HistoryDirectory): Promise<Stored> {
  return database.read(async (manager) => ({
    contacts: await manager.find(ContactRow),
    sources: await manager.find(CopySourceRow),
    proposals: await manager.find(ProposalRow),
    conflicts: await manager.find(ConflictRow),
    consents: await manager.find(ConsentRow),
    decisions: await manager.find(EntryDecisionRow),
    pairs: await manager.find(PairDecisionRow),
    precedences: await manager.find(PrecedenceRow),
    revisions: await manager.find(ContactRevisionRow, { order: { contact_id: 'ASC', revision: 'ASC' } }),
    outcomes: await manager.find(EntryOutcomeRow),
    events: await manager.find(EntryOutcomeEventRow, { order: { directory: 'ASC', seq: 'ASC' } }),
    directories: await manager.find(RegionalDirectoryRow),
  }));
}
