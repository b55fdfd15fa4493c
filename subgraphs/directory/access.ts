import { forbidden, unauthenticated } from '../../platform/errors/problem.ts';
import type { Caller, Role } from '../../platform/identity/caller.ts';
import { memberState } from '../../platform/states/states.ts';
import { guardedCalendar } from './calendar/access.ts';
import { guardedConflicts } from './conflict/access.ts';
import { pastForOthers } from './contacts/history-for-others.ts';
import { guardedExport } from './export/access.ts';
import { hiddenId } from './hidden-id.ts';
import { guardedImport } from './import/access.ts';
import { guardedMessages } from './messages/access.ts';
import { guardedNomination } from './nomination/access.ts';
import { contactSight, guardedOpening } from './opening/access.ts';
import type { DirectoryOperations } from './operations.ts';
import { guardedOrganisations } from './organisations/access.ts';
import { guardedParticipation, hiddenStates, isInView } from './participation/access.ts';
import { guardedLedgers } from './readings/access.ts';
import { guardedReviews } from './review/access.ts';
import { guardedSearch } from './search/access.ts';
import { guardedSubmissions } from './submissions/access.ts';

// Who may do what, in one place: the same operations, each with its rule before it. `service` is the product itself.
// What a caller may not see at all is answered as what there is not, by the operation itself, so that nothing tells the two apart.

export function guardedOperations(
  operations: DirectoryOperations,
  caller: Caller | null,
): DirectoryOperations {
  const signedIn = (): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    return caller;
  };
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    const who = signedIn();
    if (!roles.includes(who.role)) throw forbidden(`${may} Your role is ${who.role}.`);
    return who;
  };
  const sight = contactSight(operations, caller);
  const hidden = () => hiddenStates(operations, caller);
  const takingPart = 'Who takes part is shown to states and to the custodian only.';
  const ownDirectory = (code: string, may: string) => {
    const who = oneOf(['custodian', 'organisation', 'service'], may);
    if (who.role === 'organisation' && who.directory !== code) throw forbidden(may);
  };
  const ownState = (given: string, may: string) => {
    const who = oneOf(['state'], may);
    const iso3 = given.trim().toUpperCase();
    // A code that is no state's belongs to nobody: the operation says what is wrong with it.
    if (who.role === 'state' && who.state !== iso3 && memberState(iso3)) throw forbidden(may);
  };
  const isForeign = (who: Caller, iso3: string) => 'state' in who && who.state !== iso3;
  const edits = 'Only the state itself, by its designated authority, writes its own points of contact.';
  /** The id to act on. Others' contacts are known, so their ids are no secret; one that was removed is. */
  const ownContact = async (id: string): Promise<string> => {
    const who = oneOf(['state'], edits);
    const iso3 = await operations.stateOfContact(id);
    if (iso3 === null || !isForeign(who, iso3)) return id;
    if ((await operations.contact(id)) && (await isInView(operations, who, iso3))) throw forbidden(edits);
    return hiddenId;
  };
  const decides = 'Only the state concerned, by its designated authority, decides what waits for its yes.';
  const deciding = (): string | null => {
    const who = oneOf(['state'], decides);
    return 'state' in who ? who.state : null;
  };
  const grants = 'Only the state itself, by its designated authority, gives or withdraws its consent.';
  const decidesPulls = 'Only the custodian decides on held pulls.';
  const pulls =
    "A directory's counts, entries and pulls are shown to its own organisation and to the custodian only.";

  return {
    state: async (iso3) => {
      await sight.states();
      return operations.state(iso3);
    },
    states: async (participating) => {
      await sight.states();
      if (participating !== null) sight.whole(takingPart);
      return operations.states(participating);
    },
    isParticipating: async (iso3) => {
      sight.whole(takingPart);
      return operations.isParticipating(iso3);
    },
    revision: async () => {
      sight.whole('When the directory changes is shown to states and to the custodian only.');
      return operations.revision();
    },

    contact: async (id) => {
      const [contact] = await sight.shown(async () => {
        const found = await operations.contact(id);
        return found ? [found] : [];
      });
      return contact ?? null;
    },
    contactsOf: (iso3, contactFunction) => sight.shown(() => operations.contactsOf(iso3, contactFunction)),
    recordOf: async (contact) => {
      sight.whole();
      return operations.recordOf(contact);
    },
    sourcesOf: async (contact) => {
      sight.whole();
      return operations.sourcesOf(contact);
    },
    linkageOf: async (contact) => {
      sight.whole();
      return operations.linkageOf(contact);
    },
    historyOf: async (contact, former) => {
      if (isForeign(sight.whole(), contact.iso3))
        throw forbidden('The history of a contact is shown to its own state and the custodian only.');
      return operations.historyOf(contact, former);
    },
    pastContact: async (id, asOf) => {
      const who = sight.whole();
      const past = await operations.pastContact(id, asOf);
      if (!past || !isForeign(who, past.iso3)) return past;
      // Its own state and the custodian alone know of a contact that was removed.
      if (past.removed_at !== null || !(await isInView(operations, who, past.iso3))) return null;
      return pastForOthers(past, await operations.consentsOf(past.iso3, false));
    },
    pastContactsOf: async (iso3, contactFunction, asOf) => {
      const who = sight.whole();
      const past = await operations.pastContactsOf(iso3, contactFunction, asOf);
      if (!isForeign(who, iso3)) return past;
      if (!(await isInView(operations, who, iso3))) return [];
      const consents = await operations.consentsOf(iso3, false);
      return past.map((contact) => pastForOthers(contact, consents)).filter((contact) => contact !== null);
    },

    stateOfContact: async (id) => {
      oneOf(['custodian', 'service'], 'Ask for contacts by their state.');
      return operations.stateOfContact(id);
    },
    createContact: async (state, input) => {
      ownState(state, edits);
      return operations.createContact(state, input);
    },
    updateContact: async (update) => {
      return operations.updateContact({ ...update, id: await ownContact(update.id) });
    },
    removeContact: async (removal) => {
      return operations.removeContact({ ...removal, id: await ownContact(removal.id) });
    },
    releaseField: async (field) => {
      return operations.releaseField({ ...field, id: await ownContact(field.id) });
    },

    consent: async (id) => {
      oneOf(['custodian', 'service'], 'Ask for consents by their state.');
      return operations.consent(id);
    },
    consentsOf: async (iso3, includeEnded) => {
      const may =
        'Consents are shown to their own state, to the organisation concerned and to the custodian.';
      const who = oneOf(['custodian', 'state', 'organisation', 'service'], may);
      if (who.role === 'state' && who.state !== iso3) throw forbidden(may);
      const consents = await operations.consentsOf(iso3, includeEnded);
      return who.role === 'organisation'
        ? consents.filter(({ directory }) => directory === who.directory)
        : consents;
    },
    receiptOf: async (consent) => {
      const may = 'A receipt is given to the authority of the state that consented, and to nobody else.';
      const who = oneOf(['state'], may);
      if (isForeign(who, consent.iso3)) throw forbidden(may);
      return operations.receiptOf(consent);
    },
    grantConsent: async (request) => {
      ownState(request.state, grants);
      return operations.grantConsent(request);
    },
    previewConsent: async (request) => {
      ownState(request.state, grants);
      return operations.previewConsent(request);
    },
    sameAsRegion: async (request) => {
      ownState(request.state, grants);
      return operations.sameAsRegion(request);
    },
    previewSameAsRegion: async (request) => {
      ownState(request.state, grants);
      return operations.previewSameAsRegion(request);
    },
    endSameAsRegion: async (end) => {
      ownState(end.state, grants);
      return operations.endSameAsRegion(end);
    },
    withdrawConsent: async (withdrawal) => {
      oneOf(['state'], grants);
      // The id of a consent is no secret: provenance names it to every state.
      const consent = await operations.consent(withdrawal.consentId);
      if (consent) ownState(consent.iso3, grants);
      return operations.withdrawConsent(withdrawal);
    },
    proposals: async (query) => {
      const may = 'Proposals are for the state concerned to see and decide.';
      const who = oneOf(['state', 'service'], may);
      if (who.role === 'state' && query.iso3 !== null && query.iso3 !== who.state) throw forbidden(may);
      const shown = { ...query, except: await hidden() };
      return operations.proposals(who.role === 'state' ? { ...shown, iso3: who.state } : shown);
    },
    acceptProposals: async (acceptance) => operations.acceptProposals({ ...acceptance, iso3: deciding() }),
    rejectProposals: async (rejection) => operations.rejectProposals({ ...rejection, iso3: deciding() }),
    refusedEntriesOf: async (consent) => {
      const who = signedIn();
      const isOwn = who.role === 'state' && who.state === consent.iso3;
      const isConcerned = who.role === 'organisation' && who.directory === consent.directory;
      if (!isOwn && !isConcerned && who.role !== 'custodian' && who.role !== 'service')
        throw forbidden(
          'What a state refused is shown to itself, to the organisation concerned and to the custodian.',
        );
      const refused = await operations.refusedEntriesOf(consent);
      // What a state says of its reasons it says to itself and to the custodian.
      return isConcerned ? refused.map((row) => ({ ...row, reason: null })) : refused;
    },
    releaseEntry: async (refused) => {
      ownState(refused.state, decides);
      return operations.releaseEntry(refused);
    },

    ...guardedOrganisations(operations, caller),
    ...guardedLedgers(operations, caller),
    ...guardedOpening(operations, caller),
    ...guardedMessages(operations, caller),
    ...guardedSearch(operations, sight),
    ...guardedExport((iso3) => operations.contactsOf(iso3, null), sight),
    ...guardedImport(operations, (given) => ownState(given, edits)),
    ...guardedCalendar(operations, oneOf, ownState),
    ...guardedReviews(operations, caller, sight, ownContact),
    ...guardedConflicts(operations, caller, ownContact, hidden),
    ...guardedParticipation(operations, caller),
    ...guardedSubmissions(operations, caller),
    ...guardedNomination(
      operations,
      sight,
      (given) => ownState(given, edits),
      ownContact,
      (iso3) => isInView(operations, caller, iso3),
    ),

    regionalDirectories: async () => {
      const who = oneOf(
        ['custodian', 'state', 'contact', 'organisation', 'service'],
        'Regional directories are shown to states, to their organisations and to the custodian only.',
      );
      const views = await operations.regionalDirectories();
      return who.role === 'organisation' ? views.filter(({ code }) => code === who.directory) : views;
    },
    participantCountOf: async (view) => {
      ownDirectory(view.code, pulls);
      return operations.participantCountOf(view);
    },
    entryCountOf: async (view) => {
      ownDirectory(view.code, pulls);
      return operations.entryCountOf(view);
    },
    pullsOf: async (view, first) => {
      ownDirectory(view.code, pulls);
      return operations.pullsOf(view, first);
    },
    syncDashboard: async () => {
      oneOf(['custodian'], 'The synchronisation dashboard is for the custodian.');
      return operations.syncDashboard();
    },
    pullDirectory: async (directory) => {
      const may = 'Only the custodian, or the organisation for its own directory, can pull it.';
      const who = oneOf(['custodian', 'organisation', 'service'], may);
      if (who.role === 'organisation' && who.directory !== directory.trim().toUpperCase())
        throw forbidden(may);
      return operations.pullDirectory(directory);
    },
    previewHeldPull: async (id) => {
      oneOf(['custodian'], decidesPulls);
      return operations.previewHeldPull(id);
    },
    approvePull: async (decision) => {
      oneOf(['custodian'], decidesPulls);
      return operations.approvePull(decision);
    },
    rejectPull: async (decision) => {
      oneOf(['custodian'], decidesPulls);
      return operations.rejectPull(decision);
    },
  };
}
