import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import { memberState } from '../../../platform/states/states.ts';
import { compareContacts } from '../contacts/order.ts';
import { isInView } from '../participation/access.ts';
import type { ParticipationOperations } from '../participation/operations.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { readerOf } from './audiences.ts';
import type { OpeningOperations } from './operations.ts';
import { releasedContact } from './released-contact.ts';

const signIn = () => unauthenticated('Sign in first: send "Authorization: Bearer <token>".');

/** What a caller gets to see of contacts: states and the custodian everything, others what is released to them. */
export interface ContactSight {
  /** Which states there are, anybody may know who is signed in. @throws Problem UNAUTHENTICATED where the public sees nothing */
  states(): Promise<void>;
  /** What of these contacts is shown. @throws Problem UNAUTHENTICATED, FORBIDDEN where the directory is not open to the caller */
  shown(contacts: () => Promise<readonly ContactRow[]>): Promise<readonly ContactRow[]>;
  /** Who reads contacts whole. @throws Problem UNAUTHENTICATED, FORBIDDEN */
  whole(may?: string): Caller;
}

const forStates = 'Points of contact are shown to states and to the custodian only.';

export function contactSight(
  operations: OpeningOperations & Pick<ParticipationOperations, 'asideOf'>,
  caller: Caller | null,
): ContactSight {
  const reader = readerOf(caller);
  const whole = (may = forStates): Caller => {
    if (!caller) throw signIn();
    if (reader) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  const readsReleased = async () => {
    if (!(await operations.isOpen())) whole();
  };
  /** Nothing of a state that stands aside. Asked after what there is, so that what was written after it left is not shown. */
  const inView = async (contacts: readonly ContactRow[]): Promise<readonly ContactRow[]> => {
    const states = [...new Set(contacts.map(({ iso3 }) => iso3))];
    const seen = await Promise.all(states.map((iso3) => isInView(operations, caller, iso3)));
    return contacts.filter(({ iso3 }) => seen[states.indexOf(iso3)]);
  };
  return {
    whole,
    states: async () => {
      if (!caller) await readsReleased();
    },
    shown: async (contacts) => {
      if (!reader) return inView(await contacts());
      await readsReleased();
      // What is released is asked after what there is: nothing that was written after a withdrawal can be shown.
      const shown = (await inView(await contacts())).map(async (contact) => {
        const release = await operations.releaseFrom(contact.iso3);
        return release && releasedContact(contact, release);
      });
      // Ordered anew: the order of all contacts would tell of names that are not shown.
      return (await Promise.all(shown)).filter((contact) => contact !== null).sort(compareContacts);
    },
  };
}

/**
 * Who may do what of opening the directory:
 *
 * |                                    | custodian | state   | contact | organisation | observer, nobody |
 * | see the stages                     | yes       | yes     | yes     | yes          | no               |
 * | open and close them                | yes       | no      | no      | no           | no               |
 * | see releases and sponsorships      | all       | its own | no      | no           | no               |
 * | release, withdraw, sponsor and end | no        | its own | no      | no           | no               |
 */
export function guardedOpening(operations: OpeningOperations, caller: Caller | null): OpeningOperations {
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    if (!caller) throw signIn();
    if (!roles.includes(caller.role)) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  const ownState = (roles: readonly Role[], given: string, may: string) => {
    const who = oneOf(roles, may);
    const iso3 = given.trim().toUpperCase();
    // A code that is no state's belongs to nobody: the operation says what is wrong with it.
    if (who.role === 'state' && who.state !== iso3 && memberState(iso3)) throw forbidden(may);
  };
  const releases =
    'Only the state itself, by its designated authority, says what it shows and whom it sponsors.';
  const sees = 'What a state releases, and whom it sponsors, is shown to itself and to the custodian.';
  return {
    openingStages: async () => {
      oneOf(
        ['custodian', 'state', 'contact', 'organisation', 'service'],
        'The stages are shown to states, to organisations and to the custodian.',
      );
      return operations.openingStages();
    },
    setOpeningStage: async (change) => {
      oneOf(['custodian'], 'Only the custodian opens and closes the directory to others.');
      return operations.setOpeningStage(change);
    },
    releasesOf: async (iso3) => {
      ownState(['custodian', 'state'], iso3, sees);
      return operations.releasesOf(iso3);
    },
    releaseContacts: async (request) => {
      ownState(['state'], request.state, releases);
      return operations.releaseContacts(request);
    },
    withdrawRelease: async (request) => {
      ownState(['state'], request.state, releases);
      return operations.withdrawRelease(request);
    },
    sponsorshipsOf: async (iso3) => {
      ownState(['custodian', 'state'], iso3, sees);
      return operations.sponsorshipsOf(iso3);
    },
    sponsorObserver: async (request) => {
      ownState(['state'], request.state, releases);
      return operations.sponsorObserver(request);
    },
    endSponsorship: async (request) => {
      ownState(['state'], request.state, releases);
      return operations.endSponsorship(request);
    },
    isOpen: () => operations.isOpen(),
    releaseFrom: (iso3) => operations.releaseFrom(iso3),
  };
}
