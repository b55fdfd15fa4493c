import { badInput } from '../../platform/errors/problem.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { type MemberState, memberState, memberStates } from '../../platform/states/states.ts';
import type { ContactFunction } from '../../platform/vocabulary/terms.ts';
import { draftConsent, type Granted, grantConsent } from './consent/grant.ts';
import type { ConsentRequest } from './consent/terms.ts';
import { type Withdrawal, type Withdrawn, withdrawConsent } from './consent/withdraw.ts';
import { type DirectoryView, pullsOf, regionalDirectories } from './dashboard/regional-directories.ts';
import { type SyncDashboard, syncDashboard } from './dashboard/sync-dashboard.ts';
import type { Loaders } from './loaders.ts';
import type { DirectoryParts } from './parts.ts';
import type { Draft } from './population/draft.ts';
import { findProposals, type ProposalPage, type ProposalsQuery } from './population/proposals.ts';
import { pullDirectory } from './population/pull.ts';
import type { PullFacts } from './population/source-facts.ts';
import { ConsentRow } from './storage/consent-row.ts';
import type { ContactRevisionRow } from './storage/contact-revision-row.ts';
import type { ContactRow } from './storage/contact-row.ts';
import type { CopySourceRow } from './storage/copy-source-row.ts';
import { currentRevision } from './storage/directory-revision.ts';

/** All that can be asked of the directory. Who may ask is decided around it, in access.ts, and nowhere else. */
export interface DirectoryOperations {
  /** Null for a code that is no Member State's. */
  state(iso3: string): Promise<MemberState | null>;
  states(participating: boolean | null): Promise<readonly MemberState[]>;
  isParticipating(iso3: string): Promise<boolean>;
  revision(): Promise<number>;

  contact(id: string): Promise<ContactRow | null>;
  contactsOf(iso3: string, contactFunction: ContactFunction | null): Promise<readonly ContactRow[]>;
  sourcesOf(contact: ContactRow): Promise<readonly CopySourceRow[]>;
  historyOf(contact: ContactRow): Promise<readonly ContactRevisionRow[]>;

  consent(id: string): Promise<ConsentRow | null>;
  consentsOf(iso3: string, includeEnded: boolean): Promise<readonly ConsentRow[]>;
  grantConsent(request: ConsentRequest): Promise<Granted>;
  previewConsent(request: ConsentRequest): Promise<Draft>;
  withdrawConsent(withdrawal: Withdrawal): Promise<Withdrawn>;
  proposals(query: ProposalsQuery): Promise<ProposalPage>;

  regionalDirectories(): Promise<readonly DirectoryView[]>;
  entryCountOf(view: DirectoryView): Promise<number>;
  pullsOf(view: DirectoryView, first: number): Promise<readonly PullFacts[]>;
  syncDashboard(): Promise<SyncDashboard>;
  pullDirectory(directory: string): Promise<PullFacts>;
}

const mostAtOnce = 200;

function bounded(first: number): number {
  if (first < 1 || first > mostAtOnce)
    throw badInput('first', `Ask for 1 to ${mostAtOnce} at once, and for the rest by "after".`);
  return first;
}

/** The operations for one request of one caller. */
export function directoryOperations(
  parts: DirectoryParts,
  loaders: Loaders,
  caller: Caller | null,
): DirectoryOperations {
  const { database } = parts;
  const subject = caller?.subject ?? '';
  return {
    state: async (iso3) => memberState(iso3.trim().toUpperCase()) ?? null,
    states: async (participating) => {
      if (participating === null) return memberStates;
      const taking = await loaders.participating();
      return memberStates.filter(({ iso3 }) => taking.has(iso3) === participating);
    },
    isParticipating: async (iso3) => (await loaders.participating()).has(iso3),
    revision: () => database.read(currentRevision),

    contact: (id) => loaders.contact.load(id),
    contactsOf: async (iso3, contactFunction) => {
      const contacts = await loaders.contactsOf.load(iso3);
      return contacts.filter(
        ({ content }) => contactFunction === null || content.function === contactFunction,
      );
    },
    sourcesOf: (contact) => loaders.sourcesOf.load(contact),
    historyOf: (contact) => loaders.historyOf.load(contact.id),

    consent: (id) => database.read((manager) => manager.findOneBy(ConsentRow, { id })),
    consentsOf: async (iso3, includeEnded) => {
      const consents = await loaders.consentsOf.load(iso3);
      return consents.filter(({ status }) => includeEnded || status === 'ACTIVE');
    },
    grantConsent: (request) => grantConsent(parts, request, subject),
    previewConsent: async (request) => {
      const draft = await draftConsent(parts, request, subject);
      for (const contact of draft.touchedContacts)
        loaders.sourcesOf.prime(contact, draft.sourcesOf(contact.id));
      return draft;
    },
    withdrawConsent: (withdrawal) => withdrawConsent(parts, withdrawal, subject),
    proposals: (query) =>
      database.read((manager) => findProposals(manager, { ...query, first: bounded(query.first) })),

    regionalDirectories: () => regionalDirectories(parts),
    entryCountOf: async ({ facts }) => facts.entryCount,
    pullsOf: async (view, first) => pullsOf(parts, view, bounded(first)),
    syncDashboard: () => syncDashboard(parts),
    pullDirectory: (directory) => pullDirectory(parts, directory, subject),
  };
}
