/** Why a request is run by Apollo and not by the hot path; stands in the metrics. */
export const reasons = [
  'first sight',
  'not covered',
  'variables',
  'null or wrong type',
  'errors',
  'unexpected answer',
  'unreachable',
  'took too long',
  'cacheable',
] as const;
export type Reason = (typeof reasons)[number];

/** Something the hot path does not cover exactly: Apollo runs the whole request instead. */
export class Irregular extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

export function irregular(reason: Reason): never {
  throw new Irregular(reason);
}
