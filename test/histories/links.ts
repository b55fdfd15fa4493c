import type { Listed } from '../directory/scripted-adapter.ts';
import type { Terms } from './history.ts';
import type { Sight } from './sight.ts';
import { type Directory, textFields } from './universe.ts';
import { fieldText, textIn } from './values.ts';

/** A consent in force. */
export interface Consent {
  readonly terms: Terms;
  readonly validUntil: string | null;
  /** The feed's length when its directory was read for it. */
  readonly position: number;
}

/** What an entry said while a consent covered it, as what. */
export interface Knowledge {
  readonly field: string;
  readonly text: string;
  /** Null where nobody had said yet what its level stands for. */
  readonly purpose: string | null;
}

/** One entry, as one state's consent lets the directory know it. It begins and ends with the consent, or a chain of them. */
export interface Link {
  readonly state: string;
  readonly directory: Directory;
  readonly key: string;
  /** As last read. */
  seen: { readonly listed: Listed; readonly status: 'PRESENT' | 'ABSENT' } | 'GONE';
  /** Whether there is a copy: what the rules say; of an entry that is gone, what was seen. */
  isCopied: boolean;
  /** All that may be known of it. */
  readonly known: Knowledge[];
  /** By field, what the state has let in by its yes, or by a consent without review. */
  readonly allowed: Record<string, string[]>;
  isRefused: boolean;
  /** The content that the state said no to, by field. */
  rejected: Readonly<Record<string, string>> | null;
  /** Whether it was gone since. */
  wasGone: boolean;
  answer: string | null;
  isKept: boolean;
}

export const newLink = (state: string, directory: Directory, key: string): Link => ({
  state,
  directory,
  key,
  seen: 'GONE',
  isCopied: false,
  known: [],
  allowed: {},
  isRefused: false,
  rejected: null,
  wasGone: false,
  answer: null,
  isKept: false,
});

export function allow(link: Link, field: string, text: string): void {
  link.allowed[field] = [...new Set([...(link.allowed[field] ?? []), text])];
}

export const copiesOf = ({ stored }: Sight, contactId: string) =>
  stored.sources.filter(({ contact_id }) => contact_id === contactId);

export const rowOf = (
  { stored }: Sight,
  { state, directory, key }: Pick<Link, 'state' | 'directory' | 'key'>,
) =>
  stored.sources.find((row) => row.iso3 === state && row.directory === directory && row.source_key === key);

export const isContentRefused = ({ stored }: Sight, { state, directory, key }: Link) =>
  stored.decisions.some(
    (row) =>
      row.iso3 === state &&
      row.directory === directory &&
      row.source_key === key &&
      row.refusal === 'CONTENT',
  );

/** What the entry is for, as far as anybody said; null where nobody did. */
export function purposeOf(link: Link, terms: Terms): string | null {
  if (link.seen === 'GONE') return null;
  const { listed } = link.seen;
  return listed.function ?? terms.levels.find(({ level }) => level === listed.level)?.function ?? link.answer;
}

/** Whether an entry says, within a consent, just what the state said no to. A consent that covers more asks for more. */
export function isAsRejected(link: Link, terms: Terms): boolean {
  const { rejected, seen } = link;
  if (!rejected || seen === 'GONE') return false;
  const isSame = textFields.every(
    (field) => !covers(terms, field) || rejected[field] === fieldText(seen.listed[field]),
  );
  const purpose = purposeOf(link, terms);
  // Less of the same is no other content, also where its function is to be said anew.
  const isSamePurpose = purpose === null || rejected.function === purpose;
  const isSameKind = rejected.kind === seen.listed.kind && rejected.level === fieldText(seen.listed.level);
  return isSame && isSamePurpose && isSameKind;
}

/** Whether an entry that is listed says itself that it is for something else than it is copied as. */
export function isForAnotherFunction(
  { seen }: Link,
  { claims }: { readonly claims: Sight['stored']['sources'][number]['claims'] },
): boolean {
  if (seen === 'GONE') return false;
  const { function: said, level } = seen.listed;
  return said === null ? level !== (claims.level?.value ?? null) : said !== claims.function?.value;
}

/** Whether a copy stays for the function it had, because nobody else is left for it. */
export function isHeldBack(sight: Sight, link: Link): boolean {
  const row = rowOf(sight, link);
  return row !== undefined && !row.present && isForAnotherFunction(link, row);
}

/** Whether what is covered says who it is or how to reach it: of anything else no contact is made. */
export const isTelling = (said: object, terms: Pick<Terms, 'fields'>) =>
  ['name', 'entity', 'emails', 'phones'].some((field) => covers(terms, field) && textIn(said, field) !== '');

export function saysNothing(sight: Sight, link: Link): boolean {
  const row = rowOf(sight, link);
  return row !== undefined && !isTelling(row.claims, { fields: null });
}

export const coversPurpose = (terms: Terms, purpose: string) =>
  terms.functions === null || terms.functions.some((one) => one === purpose);
export const covers = (terms: Pick<Terms, 'fields'>, field: string) =>
  terms.fields === null || terms.fields.some((one) => one === field);
