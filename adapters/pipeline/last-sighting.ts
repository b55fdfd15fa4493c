import type { Instant } from '../../platform/clock/clock.ts';
import type { EntryStatus } from '../../platform/vocabulary/terms.ts';

/** A PRESENT entry was seen by every successful pull since it was last written. */
export function lastSighting(
  entry: { readonly status: EntryStatus; readonly lastSeenAt: Instant },
  lastSuccessAt: Instant | null,
): Instant {
  const seenSince = entry.status === 'PRESENT' && lastSuccessAt !== null && lastSuccessAt > entry.lastSeenAt;
  return seenSince ? lastSuccessAt : entry.lastSeenAt;
}
