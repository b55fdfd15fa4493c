import type { Instant } from '../../platform/clock/clock.ts';
import type { EntryStatus } from '../../platform/vocabulary/terms.ts';

/** A PRESENT entry was seen by every successful pull since it was last written, unless its source no longer lists it. */
export function lastSighting(
  entry: {
    readonly status: EntryStatus;
    readonly lastSeenAt: Instant;
    readonly unlistedSince: Instant | null;
  },
  lastSuccessAt: Instant | null,
): Instant {
  const isListed = entry.status === 'PRESENT' && entry.unlistedSince === null;
  const seenSince = isListed && lastSuccessAt !== null && lastSuccessAt > entry.lastSeenAt;
  return seenSince ? lastSuccessAt : entry.lastSeenAt;
}
