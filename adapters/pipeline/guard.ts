import type { ContactField } from '../../platform/vocabulary/terms.ts';

/**
 * The guard against a source that loses too much at once (E5). What goes is counted against what was last accepted: the
 * entries that were listed before this read, never this read's own number, which a half-read source makes small.
 *
 * Two limits, by default a fifth of what was accepted and 3, and the smaller applies. A read that takes away more is held.
 *
 * | accepted | a fifth | goes without asking | held from |
 * |---------:|--------:|--------------------:|----------:|
 * |        2 |     0.4 |                   1 |         2 |
 * |        5 |     1   |                   1 |         2 |
 * |       10 |     2   |                   2 |         3 |
 * |       15 |     3   |                   3 |         4 |
 * |      113 |    22.6 |                   3 |         4 |
 *
 * The share never makes one alone too much: a single removal is an ordinary edit, however small the directory, and in one
 * of fewer than five every edit would wait. The last contact of a state is kept by its own rule, in the global directory.
 * A limit of 0 says that each removal waits.
 *
 * What an entry loses while it stays (a field; its state or its function, when its record now names another) is counted the same way, over the
 * entries that had it.
 */
export interface GuardLimits {
  /** Per cent of what was last accepted: 0 to 100. */
  readonly share: number;
  readonly count: number;
}

/** Until a source of movements was read to its end once: what its history takes away again, nobody had accepted. */
export const noGuard: GuardLimits = { share: 100, count: Number.MAX_SAFE_INTEGER };

export const defaultGuard: GuardLimits = { share: 20, count: 3 };

/** What an entry can lose: itself, the state it belongs to, the function it is for, or the value of a field. */
export type HeldSubject = 'ENTRY' | 'STATE' | 'FUNCTION' | ContactField;

/** What one read takes away of one kind. */
export interface Going {
  readonly subject: HeldSubject;
  readonly keys: ReadonlySet<string>;
  /** How many had it when the last read was accepted. */
  readonly accepted: number;
}

/** How a read was judged, kept with a held pull as its evidence. */
export interface Evidence {
  readonly subject: HeldSubject;
  readonly going: number;
  readonly accepted: number;
  /** The most that would have gone without asking. */
  readonly limit: number;
}

/** The most that goes without asking. */
export function mostAtOnce({ share, count }: GuardLimits, accepted: number): number {
  if (share === 0) return 0;
  return Math.min(Math.max(1, Math.floor((accepted * share) / 100)), count);
}

/**
 * Null where what goes may go. What is held already is counted, since the read takes it away as well, and is no reason by
 * itself to hold once more.
 */
export function judge(
  { subject, keys, accepted }: Going,
  heldAlready: ReadonlySet<string>,
  limits: GuardLimits,
): Evidence | null {
  const limit = mostAtOnce(limits, accepted);
  const isNew = [...keys].some((key) => !heldAlready.has(key));
  return isNew && keys.size > limit ? { subject, going: keys.size, accepted, limit } : null;
}
