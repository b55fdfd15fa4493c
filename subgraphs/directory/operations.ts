import DataLoader from 'dataloader';
import { instant } from '../../platform/clock/clock.ts';
import { badInput } from '../../platform/errors/problem.ts';
import { givenDate } from '../../platform/graphql/scalars.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { SignedRecord } from '../../platform/ledger/signed-record.ts';
import { type MemberState, memberState, memberStates } from '../../platform/states/states.ts';
import type { ContactFunction } from '../../platform/vocabulary/terms.ts';
import { type CalendarOperations, calendarOperations } from './calendar/operations.ts';
import { type ConflictOperations, conflictOperations } from './conflict/operations.ts';
import { draftConsent, type Granted, grantConsent } from './consent/grant.ts';
import { type LinkOperations, linkOperations } from './consent/link-operations.ts';
import { consentReceipts } from './consent/receipt.ts';
import type { ConsentRequest } from './consent/terms.ts';
import { type Withdrawal, type Withdrawn, withdrawConsent } from './consent/withdraw.ts';
import { createContact } from './contacts/direct-create.ts';
import { releaseField } from './contacts/direct-release.ts';
import { type Removal, removeContact } from './contacts/direct-remove.ts';
import type { ContactRequest } from './contacts/direct-statement.ts';
import { type Update, updateContact } from './contacts/direct-update.ts';
import { contactAsOf, isPast, type PastContact } from './contacts/history.ts';
import { type DirectoryView, pullsOf, regionalDirectories } from './dashboard/regional-directories.ts';
import { type SyncDashboard, syncDashboard } from './dashboard/sync-dashboard.ts';
import { type ExportOperations, exportOperations } from './export/operations.ts';
import { decidePull, type PullDecision } from './held-pulls/decide.ts';
import { type HeldPullPreview, previewHeldPull } from './held-pulls/preview.ts';
import { type ImportOperations, importOperations } from './import/operations.ts';
import type { Loaders } from './loaders.ts';
import { type MessageOperations, messageOperations } from './messages/operations.ts';
import { type NominationOperations, nominationOperations } from './nomination/operations.ts';
import { type OpeningOperations, openingOperations } from './opening/operations.ts';
import { type OrganisationOperations, organisationOperations } from './organisations/operations.ts';
import { type ParticipationOperations, participationOperations } from './participation/operations.ts';
import type { DirectoryParts } from './parts.ts';
import type { Draft } from './population/draft.ts';
import { pullDirectory } from './population/pull.ts';
import type { PullFacts } from './population/source-facts.ts';
import { type Acceptance, acceptProposals, type Rejection, rejectProposals } from './proposals/decide.ts';
import { findProposals, type ProposalPage, type ProposalsQuery } from './proposals/find-proposals.ts';
import { type RefusedEntry, releaseEntry } from './proposals/release-entry.ts';
import { type LedgerOperations, ledgerOperations } from './readings/operations.ts';
import { type ReviewOperations, reviewOperations } from './review/operations.ts';
import { type SearchOperations, searchOperations } from './search/operations.ts';
import { ConsentRow } from './storage/consent-row.ts';
import type { ContactRevisionRow } from './storage/contact-revision-row.ts';
import { ContactRow } from './storage/contact-row.ts';
import type { CopySourceRow } from './storage/copy-source-row.ts';
import { currentRevision } from './storage/directory-revision.ts';
import type { EntryDecisionRow } from './storage/entry-decision-row.ts';
import type { ProposalRow } from './storage/proposal-row.ts';
import { type SubmissionOperations, submissionOperations } from './submissions/operations.ts';

/** A step of a contact's history, with the document behind it: of its consent, or the note verbale it was sent in. */
export type HistoryStep = ContactRevisionRow & { readonly instrument: string | null };

/** What stands behind a contact's values: where each of them is from, how often and when it changed, what it was before. */
export type ContactRecord = Pick<
  ContactRow,
  'revision' | 'updated_at' | 'provenance' | 'direct' | 'former_ids' | 'merged_into'
>;

/** All that can be asked of the directory. Who may ask is decided around it, in access.ts, and nowhere else. */
export interface DirectoryOperations
  extends OrganisationOperations,
    ConflictOperations,
    OpeningOperations,
    SearchOperations,
    CalendarOperations,
    ExportOperations,
    ImportOperations,
    ReviewOperations,
    MessageOperations,
    ParticipationOperations,
    NominationOperations,
    LinkOperations,
    SubmissionOperations,
    LedgerOperations {
  /** Null for a code that is no Member State's. */
  state(iso3: string): Promise<MemberState | null>;
  states(participating: boolean | null): Promise<readonly MemberState[]>;
  isParticipating(iso3: string): Promise<boolean>;
  revision(): Promise<number>;

  contact(id: string): Promise<ContactRow | null>;
  contactsOf(iso3: string, contactFunction: ContactFunction | null): Promise<readonly ContactRow[]>;
  /** What stands behind its values. */
  recordOf(contact: ContactRow): Promise<ContactRecord>;
  sourcesOf(contact: ContactRow): Promise<readonly CopySourceRow[]>;
  /** @param former one of its former ids; null: its own history */
  historyOf(contact: ContactRow, former: string | null): Promise<readonly HistoryStep[]>;
  /** Contacts as they stood at a time, also those that were removed since. */
  pastContact(id: string, asOf: Date): Promise<PastContact | null>;
  pastContactsOf(
    iso3: string,
    contactFunction: ContactFunction | null,
    asOf: Date,
  ): Promise<readonly PastContact[]>;

  /** Whose contact it is or was; null where there never was one. */
  stateOfContact(id: string): Promise<string | null>;
  createContact(state: string, input: ContactRequest): Promise<ContactRow>;
  updateContact(update: Update): Promise<ContactRow>;
  removeContact(removal: Removal): Promise<boolean>;
  releaseField(field: { readonly id: string; readonly field: string }): Promise<ContactRow>;

  consent(id: string): Promise<ConsentRow | null>;
  consentsOf(iso3: string, includeEnded: boolean): Promise<readonly ConsentRow[]>;
  /** Signed, and verifiable by whoever has the ledgers' public key. */
  receiptOf(consent: ConsentRow): Promise<SignedRecord>;
  grantConsent(request: ConsentRequest): Promise<Granted>;
  previewConsent(request: ConsentRequest): Promise<Draft>;
  withdrawConsent(withdrawal: Withdrawal): Promise<Withdrawn>;
  proposals(query: ProposalsQuery): Promise<ProposalPage>;
  acceptProposals(acceptance: Acceptance): Promise<readonly ProposalRow[]>;
  rejectProposals(rejection: Rejection): Promise<readonly ProposalRow[]>;
  /** The entries of a consent's directory that the state refused. */
  refusedEntriesOf(consent: ConsentRow): Promise<readonly EntryDecisionRow[]>;
  releaseEntry(refused: RefusedEntry): Promise<ConsentRow>;

  regionalDirectories(): Promise<readonly DirectoryView[]>;
  participantCountOf(view: DirectoryView): Promise<number>;
  entryCountOf(view: DirectoryView): Promise<number>;
  pullsOf(view: DirectoryView, first: number): Promise<readonly PullFacts[]>;
  syncDashboard(): Promise<SyncDashboard>;
  pullDirectory(directory: string): Promise<PullFacts>;
  previewHeldPull(id: string): Promise<HeldPullPreview>;
  approvePull(decision: PullDecision): Promise<PullFacts>;
  rejectPull(decision: PullDecision): Promise<PullFacts>;
}

const mostAtOnce = 200;

function bounded(first: number): number {
  if (first < 1 || first > mostAtOnce)
    throw badInput('first', `Ask for 1 to ${mostAtOnce} at once, and for the rest by "after".`);
  return first;
}

function notToCome(asOf: Date, now: Date): Date {
  if (givenDate('asOf', asOf) > now)
    throw badInput('asOf', 'This time has not come yet. Leave "asOf" out for how things stand now.');
  return asOf;
}

/** The operations for one request of one caller. */
export function directoryOperations(
  parts: DirectoryParts,
  loaders: Loaders,
  caller: Caller | null,
): DirectoryOperations {
  const { database, clock } = parts;
  const subject = caller?.subject ?? '';
  /** What the same request reads after a change is read anew. */
  const changing =
    <A extends unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      const done = await act(...given);
      loaders.forget();
      return done;
    };
  const reviewing = reviewOperations(parts, subject, bounded);
  const differing = conflictOperations(parts, subject, bounded);
  const submitting = submissionOperations(parts, subject, bounded);
  const previewConsent = async (request: ConsentRequest): Promise<Draft> => {
    const draft = await draftConsent(parts, request, subject);
    for (const contact of draft.touchedContacts) {
      const now = draft.ledTo.get(contact.id) ?? contact;
      loaders.contact.prime(contact.id, now.removed_at === null ? now : null);
      loaders.sourcesOf.prime(contact, draft.sourcesOf(contact.id));
    }
    return draft;
  };
  const linking = linkOperations(parts, subject, {
    sourcesOf: async (contact) => (isPast(contact) ? contact.sourcesThen : loaders.sourcesOf.load(contact)),
    consentsOf: (iso3) => loaders.consentsOf.load(iso3),
    previewConsent,
  });
  const importing = importOperations(parts, subject);
  const receipts = new DataLoader((consents: readonly ConsentRow[]) => consentReceipts(parts, consents), {
    cache: false,
  });
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
    recordOf: async (contact) => contact,
    sourcesOf: async (contact) => (isPast(contact) ? contact.sourcesThen : loaders.sourcesOf.load(contact)),
    historyOf: async (contact, former) => {
      if (former !== null && contact.former_ids.every(({ id }) => id !== former))
        throw badInput('of', 'This is none of the former ids of this contact. See "formerIds".');
      const consents = await loaders.consentsOf.load(contact.iso3);
      const instruments = new Map(consents.map(({ id, instrument }) => [id, instrument]));
      const steps = await loaders.historyOf.load(former ?? contact.id);
      const submitted = steps.flatMap(({ submission }) => submission ?? []);
      const found = await Promise.all(submitted.map((id) => loaders.referenceOf.load(id)));
      const noted = new Map(submitted.map((id, place) => [id, found[place]]));
      return steps.map((step) => ({
        ...step,
        instrument: noted.get(step.submission ?? '') ?? instruments.get(step.authority ?? '') ?? null,
      }));
    },
    pastContact: async (id, asOf) => {
      const at = instant(notToCome(asOf, clock.now()));
      return database.read((manager) => contactAsOf(manager, id, at));
    },
    pastContactsOf: async (iso3, contactFunction, asOf) => {
      const at = instant(notToCome(asOf, clock.now()));
      const contacts = await loaders.pastContactsOf.load({ iso3, at });
      return contacts.filter(
        ({ content }) => contactFunction === null || content.function === contactFunction,
      );
    },

    stateOfContact: async (id) => {
      const contact = await database.read((manager) => manager.findOneBy(ContactRow, { id }));
      return contact?.iso3 ?? null;
    },
    createContact: changing((state: string, input: ContactRequest) =>
      createContact(parts, state, input, subject),
    ),
    updateContact: changing((update: Update) => updateContact(parts, update, subject)),
    removeContact: changing(async (removal: Removal) => {
      await removeContact(parts, removal, subject);
      return true;
    }),
    releaseField: changing((field: { readonly id: string; readonly field: string }) =>
      releaseField(parts, field, subject),
    ),

    consent: (id) => database.read((manager) => manager.findOneBy(ConsentRow, { id })),
    consentsOf: async (iso3, includeEnded) => {
      const consents = await loaders.consentsOf.load(iso3);
      return consents.filter(({ status }) => includeEnded || status === 'ACTIVE');
    },
    receiptOf: (consent) => receipts.load(consent),
    grantConsent: (request) => grantConsent(parts, request, subject),
    previewConsent,
    ...linking,
    sameAsRegion: changing(linking.sameAsRegion),
    endSameAsRegion: changing(linking.endSameAsRegion),
    withdrawConsent: (withdrawal) => withdrawConsent(parts, withdrawal, subject),
    proposals: (query) =>
      database.read((manager) => findProposals(manager, { ...query, first: bounded(query.first) })),
    acceptProposals: changing((acceptance: Acceptance) => acceptProposals(parts, acceptance, subject)),
    rejectProposals: changing((rejection: Rejection) => rejectProposals(parts, rejection, subject)),
    refusedEntriesOf: async ({ iso3, directory, status }) => {
      if (status !== 'ACTIVE') return [];
      const decisions = await loaders.decisionsOf.load(iso3);
      return decisions.filter((row) => row.directory === directory && row.refusal !== null);
    },
    releaseEntry: changing((refused: RefusedEntry) => releaseEntry(parts, refused, subject)),

    ...organisationOperations(parts, subject, bounded),
    ...ledgerOperations(parts),
    ...openingOperations(parts, caller),
    ...searchOperations(parts, loaders, bounded),
    ...exportOperations((iso3) => loaders.contactsOf.load(iso3)),
    ...importing,
    ...calendarOperations(parts, subject),
    importContacts: changing(importing.importContacts),
    ...messageOperations(parts, subject, bounded),
    ...reviewing,
    confirmContact: changing(reviewing.confirmContact),
    confirmAllContacts: changing(reviewing.confirmAllContacts),
    ...nominationOperations(parts, loaders, subject),
    ...participationOperations(parts, loaders, subject),
    ...submitting,
    confirmSubmission: changing(submitting.confirmSubmission),
    countersignSubmission: changing(submitting.countersignSubmission),
    ...differing,
    resolveConflict: changing(differing.resolveConflict),
    setPrecedence: changing(differing.setPrecedence),
    splitContact: changing(differing.splitContact),

    regionalDirectories: () => regionalDirectories(parts),
    participantCountOf: async ({ facts }) => facts.participants,
    entryCountOf: async ({ facts }) => facts.entryCount,
    pullsOf: async (view, first) => pullsOf(parts, view, bounded(first)),
    syncDashboard: () => syncDashboard(parts),
    pullDirectory: (directory) => pullDirectory(parts, directory, subject),
    previewHeldPull: (id) => previewHeldPull(parts, id),
    approvePull: changing((decision: PullDecision) => decidePull(parts, 'approve', decision, subject)),
    rejectPull: changing((decision: PullDecision) => decidePull(parts, 'reject', decision, subject)),
  };
}
