const second = 1000;
const firstDelay = 30 * second;
const longestDelay = 12 * 3600 * second;

/** After so many failed attempts, spread over about a day, a delivery is given up: a dead letter. */
export const mostAttempts = 8;

/**
 * How long to wait after a failed attempt: half a minute, then four times as long each time, never more than twelve hours; a
 * fifth more or less by chance, so that those who failed together do not come back together.
 * @param failed how many attempts have failed, from 1
 * @param chance from 0 to 1
 * @returns milliseconds, or null where that was the last attempt
 */
export function delayAfter(failed: number, chance: number): number | null {
  if (failed >= mostAttempts) return null;
  const delay = Math.min(firstDelay * 4 ** (failed - 1), longestDelay);
  return Math.round(delay * (0.8 + 0.4 * chance));
}
