import {
  type ContactFunction,
  contactFunctions,
  type RegionalGroup,
  regionalGroups,
} from '../../../platform/vocabulary/terms.ts';

/** One observation of a state: how many days, and whether that is too many. */
export interface Observed {
  readonly iso3: string;
  readonly function: ContactFunction;
  readonly regionalGroup: RegionalGroup;
  readonly days: number;
  readonly isLate: boolean;
}

/** What is so of all observations of one function in one regional group. */
export interface Share {
  readonly function: ContactFunction;
  readonly regionalGroup: RegionalGroup;
  /** How many there are; null, like the others, where they are of so few states that they would tell of one. */
  readonly count: number | null;
  /** Of them too late, from 0 to 1. */
  readonly lateShare: number | null;
  /** As many took longer as took less. */
  readonly medianDays: number | null;
}

/** Fewer states than this are not told of together: each would know, or guess, which of the others it is (¶18). */
export const fewestStates = 3;

/** By function and regional group, in the order in which the terms stand, whatever the values are. */
export function sharesOf(observed: readonly Observed[]): Share[] {
  return contactFunctions.flatMap((contactFunction) =>
    regionalGroups.flatMap((regionalGroup): Share[] => {
      const own = observed.filter(
        (one) => one.function === contactFunction && one.regionalGroup === regionalGroup,
      );
      if (own.length === 0) return [];
      const place = { function: contactFunction, regionalGroup };
      if (new Set(own.map(({ iso3 }) => iso3)).size < fewestStates)
        return [{ ...place, count: null, lateShare: null, medianDays: null }];
      const late = own.filter(({ isLate }) => isLate).length;
      const medianDays = medianOf(own.map(({ days }) => days));
      return [{ ...place, count: own.length, lateShare: late / own.length, medianDays }];
    }),
  );
}

export function medianOf(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
