import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../../platform/clock/clock.ts';
import {
  type ContactField,
  type ContactFunction,
  contactFields,
} from '../../../platform/vocabulary/terms.ts';
import {
  type ClaimedField,
  type Claims,
  claimedFields,
  isEmpty,
  structureFields,
} from '../contacts/claims.ts';
import type { RegionalEntry } from '../population/regional-entry.ts';
import type { ConsentRow } from '../storage/consent-row.ts';

/** The terms of a consent that decide what may be copied. */
export type CoverageTerms = Pick<ConsentRow, 'functions' | 'fields' | 'levels'>;

/**
 * Whether a consent covers an entry, and as a contact for what. `unanswered`: the source gives a level and no function, and
 * the state has not said which function that level stands for; nobody guesses.
 */
export type Coverage =
  | { readonly kind: 'covered'; readonly function: ContactFunction }
  | { readonly kind: 'unanswered' }
  | { readonly kind: 'outside'; readonly function: ContactFunction };

/** @param answered what the state answered for this very entry; its consent's word for the level goes first */
export function coverage(
  terms: CoverageTerms,
  entry: Pick<RegionalEntry, 'function' | 'level'>,
  answered: ContactFunction | null = null,
): Coverage {
  const ofLevel = terms.levels.find(({ level }) => level === entry.level)?.function;
  const function_ = entry.function ?? ofLevel ?? answered;
  if (function_ === null) return { kind: 'unanswered' };
  return { kind: coversFunction(terms, function_) ? 'covered' : 'outside', function: function_ };
}

export function coversFunction(terms: CoverageTerms, wanted: ContactFunction): boolean {
  return terms.functions === null || terms.functions.includes(wanted);
}

export function coveredFields(terms: CoverageTerms): readonly ContactField[] {
  return terms.fields === null
    ? contactFields
    : contactFields.filter((field) => terms.fields?.includes(field));
}

/** What was copied before, without the fields that are covered no longer. */
export function restrict(claims: Claims, terms: CoverageTerms): Claims {
  const kept: readonly ClaimedField[] = [...structureFields, ...coveredFields(terms)];
  const restricted = { ...claims };
  for (const field of claimedFields) if (!kept.includes(field)) delete restricted[field];
  return restricted;
}

/** The withheld fields that are covered: of the others the directory knows nothing, not even that they are withheld. */
export function withheldWithin(terms: CoverageTerms, withheld: readonly string[]): string[] {
  const covered: readonly string[] = coveredFields(terms);
  return withheld.filter((field) => covered.includes(field));
}

/** When and by which pull an entry's content was so. */
export interface Stamp {
  readonly at: Instant;
  readonly pull: string | null;
}

/**
 * What the directory may keep of an entry: its covered fields and its structure. A value that stays keeps its date. A field
 * the source withholds is unknown, not empty: what was known before stays.
 */
export function claimsWithin(
  terms: CoverageTerms,
  entry: RegionalEntry,
  contactFunction: ContactFunction | null,
  before: Claims,
  stamp: Stamp,
): Claims {
  const said: Claims = {
    ...(contactFunction === null ? {} : { function: { value: contactFunction, ...stamp } }),
    level: { value: entry.level, ...stamp },
    kind: { value: entry.kind, ...stamp },
    name: { value: entry.name, ...stamp },
    title: { value: entry.title, ...stamp },
    entity: { value: entry.entity, ...stamp },
    webPage: { value: entry.webPage, ...stamp },
    emails: { value: entry.emails, ...stamp },
    phones: { value: entry.telephones, ...stamp },
    languages: { value: entry.languages, ...stamp },
  };
  const merged = { ...said };
  for (const field of claimedFields) {
    const [was, is] = [before[field], said[field]];
    const isUnknown = entry.withheld.includes(field) && isEmpty(is?.value);
    const stays = was && is && isDeepStrictEqual(was.value, is.value);
    if (isUnknown) delete merged[field];
    if (isUnknown || stays) Object.assign(merged, was && { [field]: was });
  }
  return restrict(merged, terms);
}
