import type { EntryContent, SetAside } from '../contract.ts';

/** What a read says about one entry in the end. */
export type LastWord =
  | { readonly kind: 'entry'; readonly state: EntryState }
  /** `state`: what the same read said of it before it removed it. */
  | { readonly kind: 'removal'; readonly state: EntryState | null };

export interface EntryState {
  readonly content: EntryContent;
  /** The source record, with what it withholds carried over. */
  readonly source: unknown;
}

/** A whole read, understood. */
export interface Interpretation {
  /** By source key, in the order of the source. */
  readonly words: ReadonlyMap<string, LastWord>;
  /** Keys whose record could not be used: they were seen, and what was known of them stays. */
  readonly seen: ReadonlySet<string>;
  readonly setAside: readonly SetAside[];
}
