import type { Caller, Role } from '../../../platform/identity/caller.ts';
import type { CalendarOperations } from './operations.ts';

/**
 * Calendar links are opened, seen and revoked by the authority of their state alone. What is behind one is read by the product's own
 * route, for whoever has its secret.
 *
 * @param oneOf refuses everybody but those roles
 * @param ownState refuses everybody but the state's own authority
 */
export function guardedCalendar(
  operations: CalendarOperations,
  oneOf: (roles: readonly Role[], may: string) => Caller,
  ownState: (given: string, may: string) => void,
): CalendarOperations {
  const own = 'Calendar links are for the authority of their own state.';
  return {
    calendarFeedsOf: async (iso3) => {
      ownState(iso3, own);
      return operations.calendarFeedsOf(iso3);
    },
    createCalendarFeed: async (feed) => {
      ownState(feed.state, own);
      return operations.createCalendarFeed(feed);
    },
    revokeCalendarFeed: async ({ id }) => {
      const who = oneOf(['state'], own);
      return operations.revokeCalendarFeed({ id, iso3: 'state' in who ? who.state : null });
    },
    reviewCalendar: async (secret) => {
      oneOf(['service'], 'A calendar is read at the address of its link.');
      return operations.reviewCalendar(secret);
    },
  };
}
