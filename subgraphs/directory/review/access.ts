import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { ContactSight } from '../opening/access.ts';
import type { ReviewOperations } from './operations.ts';

/**
 * Who may do what of reviews and notices:
 *
 * |                                        | custodian | state   | contact | service | others |
 * | when a contact was confirmed and is due | yes      | yes     | yes     | yes     | no     |
 * | a state's interval                      | yes      | its own | its own | yes     | no     |
 * | set the interval, confirm               | no       | its own | no      | no      | no     |
 * | what is overdue, what was notified late | yes      | its own | no      | no      | no     |
 * | notices of a contact                    | yes      | its own | its own | yes     | no     |
 * | statistics                              | yes      | yes     | no      | no      | no     |
 * | a review link, by its secret            | no       | no      | no      | yes     | no     |
 *
 * A review link is opened by the product's own page, for whoever has its secret.
 *
 * @param ownContact the id to act on, as for every act on a contact
 */
export function guardedReviews(
  operations: ReviewOperations,
  caller: Caller | null,
  sight: ContactSight,
  ownContact: (id: string) => Promise<string>,
): ReviewOperations {
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    if (!roles.includes(caller.role)) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  const isForeign = (who: Caller, iso3: string) => 'state' in who && who.state !== iso3;
  const ownState = (given: string, may: string) => {
    const who = oneOf(['state'], may);
    const iso3 = given.trim().toUpperCase();
    // A code that is no state's belongs to nobody: the operation says what is wrong with it.
    if (isForeign(who, iso3) && memberState(iso3)) throw forbidden(may);
  };
  const confirms = 'Only the state itself, by its designated authority, confirms its points of contact.';
  const linkIsFor = 'A review link is opened by its own page. Use confirmContact.';
  /** What a list is of: everybody's for the custodian, a state's own for the state. */
  const listed = <Q extends { readonly iso3: string | null }>(query: Q, may: string): Q => {
    const who = oneOf(['custodian', 'state'], may);
    if (who.role !== 'state') return query;
    if (query.iso3 !== null && query.iso3 !== who.state) throw forbidden(may);
    return { ...query, iso3: who.state };
  };
  const counts = 'Statistics are shown to states and to the custodian.';
  return {
    reviewOf: async (contact) => {
      sight.whole();
      return operations.reviewOf(contact);
    },
    reviewIntervalOf: async (iso3) => {
      const may = 'How often a state looks at its contacts is shown to itself and to the custodian.';
      const who = oneOf(['custodian', 'state', 'contact', 'service'], may);
      if (isForeign(who, iso3)) throw forbidden(may);
      return operations.reviewIntervalOf(iso3);
    },
    setReviewInterval: async (setting) => {
      ownState(setting.state, 'Only the state itself, by its designated authority, says how often it looks.');
      return operations.setReviewInterval(setting);
    },
    confirmContact: async (seen) => operations.confirmContact({ ...seen, id: await ownContact(seen.id) }),
    confirmAllContacts: async (state) => {
      ownState(state, confirms);
      return operations.confirmAllContacts(state);
    },
    overdueReviews: async (query) =>
      operations.overdueReviews(
        listed(query, 'What is overdue is listed for the state itself and for the custodian.'),
      ),
    reviewLink: async (secret) => {
      oneOf(['service'], linkIsFor);
      return operations.reviewLink(secret);
    },
    confirmByReviewLink: async (secret, shown) => {
      oneOf(['service'], linkIsFor);
      return operations.confirmByReviewLink(secret, shown);
    },
    reviewStatistics: async () => {
      oneOf(['custodian', 'state'], counts);
      return operations.reviewStatistics();
    },
    noticesOf: async (contact) => {
      if (isForeign(sight.whole(), contact.iso3))
        throw forbidden('When changes were notified is shown to the state itself and to the custodian.');
      return operations.noticesOf(contact);
    },
    lateNotices: async (query) =>
      operations.lateNotices(
        listed(query, 'What was notified late is listed for the state itself and for the custodian.'),
      ),
    noticeStatistics: async (period) => {
      oneOf(['custodian', 'state'], counts);
      return operations.noticeStatistics(period);
    },
  };
}
