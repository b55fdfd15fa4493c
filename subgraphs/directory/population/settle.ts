import { originsAmong } from '../contacts/origins.ts';
import { proposeMerges } from '../matching/propose-merges.ts';
import { regroup } from '../matching/regroup.ts';
import type { Draft } from './draft.ts';
import type { Act } from './draft-terms.ts';
import { settleWaitingRemovals } from './last-contact.ts';
import { refreshReviews } from './review.ts';

/**
 * Brings a state's contacts to rest after any change of them: who is one with whom, which removals need no yes any more, and
 * what its states are asked. Every change of a draft ends with it, once for each state.
 */
export function settle(draft: Draft, iso3: string, act: Act): void {
  // What went, or followed unseen, may have stood in the way of a match. Each time round, something waits no longer.
  do regroup(draft, iso3, act);
  while (settleWaitingRemovals(draft, iso3, act) || refreshReviews(draft, iso3, act));
  draft.conflicts.endChoices(iso3, (id) => originsAmong(draft.sourcesOf(id)));
  proposeMerges(draft, iso3);
}
