import type { Model } from '../model.ts';
import type { Sight } from '../sight.ts';

/** A moment of a history: what should be, what was seen before the last step, and what is seen now. */
export interface Moment {
  readonly model: Model;
  readonly before: Sight;
  readonly now: Sight;
  readonly time: string;
  /** Whether there was no moment between `before` and `now` that nobody saw. */
  readonly isOneAct: boolean;
  /** The feed's length in each directory. */
  readonly feeds: Readonly<Record<string, number>>;
}

/** What always holds. @returns a sentence for each place where it does not */
export type Rule = (moment: Moment) => string[];

/** Everything a rule has to say, gathered. */
export class Findings {
  readonly found: string[] = [];
  expect(holds: boolean, otherwise: () => string): void {
    if (!holds) this.found.push(otherwise());
  }
}

export const entryName = (of: { iso3: string; directory: string; source_key: string }) =>
  `${of.directory} ${of.source_key} of ${of.iso3}`;
