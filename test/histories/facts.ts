import type { Listed } from '../directory/scripted-adapter.ts';
import type { Terms } from './history.ts';
import type { Consent, Link } from './links.ts';
import type { Apart } from './pairs.ts';
import type { Directory } from './universe.ts';
import { fieldText } from './values.ts';

/** What a state wrote of a contact, by field; `isKept` where it merely kept what was copied. */
export type Own = Record<string, { readonly text: string; readonly isKept: boolean }>;

export interface Facts {
  readonly feeds: Record<
    Directory,
    { readonly key: string; readonly listed: Listed; readonly status: string }[]
  >;
  readonly regions: Record<Directory, Map<string, { listed: Listed; status: string }>>;
  readonly cursors: Record<Directory, number>;
  readonly consents: Map<string, Consent>;
  readonly links: Map<string, Link>;
  readonly own: Map<string, Own>;
  /** Whose contact it is. */
  readonly ownerOf: Map<string, string>;
  /** By state, each value it ever wrote itself; and each it wrote or that a consent ever covered. */
  readonly everWritten: Map<string, readonly string[]>;
  readonly everKnown: Map<string, readonly string[]>;
  readonly keptFrom: Map<string, { readonly directory: string; readonly key: string }[]>;
  /** What a state chose for one field of one contact. */
  readonly chosen: Map<string, string>;
  /** By state and function, or state and field. */
  readonly precedences: Map<string, readonly string[]>;
  /** States that said of two entries whether they are one. */
  readonly saidOfPairs: Set<string>;
  /** Entries of which their state said that they are two. */
  readonly apart: Map<string, Apart>;
}

export const pairKey = (...parts: readonly string[]) => parts.join(' ');

export const nothing = (): Facts => ({
  feeds: { ARF: [], OAS: [], OSCE: [] },
  regions: { ARF: new Map(), OAS: new Map(), OSCE: new Map() },
  cursors: { ARF: 0, OAS: 0, OSCE: 0 },
  consents: new Map(),
  links: new Map(),
  own: new Map(),
  ownerOf: new Map(),
  everWritten: new Map(),
  everKnown: new Map(),
  keptFrom: new Map(),
  chosen: new Map(),
  precedences: new Map(),
  saidOfPairs: new Set(),
  apart: new Map(),
});

/** Function and kind of the state's own keep a contact without any source. */
export const standsAlone = (own: Own) => own.function !== undefined && own.kind !== undefined;

export const isMerelyKept = ({ function: purpose, kind }: Own) => Boolean(purpose?.isKept || kind?.isKept);

export const ownOf = (written: Readonly<Record<string, unknown>>, isKept: boolean): Own =>
  Object.fromEntries(
    Object.entries(written).map(([field, value]) => [field, { text: fieldText(value), isKept }]),
  );

export const sameTerms = ({ terms, validUntil }: Consent, other: Terms, otherEnd: string | null) =>
  validUntil === otherEnd &&
  JSON.stringify({ ...terms, hours: 0 }) === JSON.stringify({ ...other, hours: 0 });
