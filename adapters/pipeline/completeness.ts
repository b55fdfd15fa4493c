import type { DirectoryRules, Resume, SetAside, SourceRead } from '../contract.ts';
import type { Diff, DiffRules } from './diff.ts';
import type { Interpretation } from './interpretation.ts';

export type RecordsOf = Exclude<SourceRead<unknown>, { kind: 'unchanged' }>;

/** Whether the source has more than the read took. */
export const hasMore = (read: RecordsOf): boolean => read.kind === 'complete' && read.more === true;

/** Null for a read that is the whole; otherwise why it is not, or cannot be believed to be. */
export function whatIsMissing(
  rules: DirectoryRules,
  since: Resume | null,
  read: RecordsOf,
  { words }: Interpretation,
): string | null {
  if (read.kind === 'incomplete') return read.reason;
  if (hasMore(read) && rules.absence !== 'nothing')
    return 'The source gave a part of its edition. Only the end of its list tells what is missing: nothing was removed.';
  const mayBeEmpty = rules.absence === 'nothing' && (since !== null || hasMore(read)); // nothing has moved since
  if (words.size > 0 || mayBeEmpty) return null;
  return 'The source gave a whole edition without a single usable entry. That is taken for a fault of the source: nothing was removed, and the next pull reads it again in full.';
}

/**
 * A record without a key may be the very entry that seems to be missing: then the list is no proof that anything is gone.
 * Null where nothing would be removed, or every record has a key.
 */
export function whatMayBeNameless(
  rules: DirectoryRules,
  setAside: readonly SetAside[],
  { removed }: Diff,
): string | null {
  const nameless = setAside.filter(({ sourceKey }) => sourceKey === undefined).length;
  if (rules.absence !== 'removal' || removed === 0 || nameless === 0) return null;
  return `${removed} known ${removed === 1 ? 'entry seems' : 'entries seem'} to be missing, and ${nameless} ${nameless === 1 ? 'record has' : 'records have'} no usable id and may be ${removed === 1 ? 'it' : 'them'}: nothing was removed.`;
}

/** Only a complete read may take away. */
export function diffRules(rules: DirectoryRules, complete: boolean): DiffRules {
  const unlisted = { removal: 'REMOVED', omission: 'ABSENT', nothing: null } as const;
  return { mayRemove: complete, unlisted: complete ? unlisted[rules.absence] : null };
}

/** Where the next read goes on, once this one has taken effect. Null: in full. */
export function resumeAfter(
  rules: DirectoryRules,
  since: Resume | null,
  read: RecordsOf,
  complete: boolean,
  { removalsLeftOut }: Diff,
): Resume | null {
  if (complete) return read.resume;
  // A list that was read in part stands for no edition: "unchanged since" would be believed of what was never read.
  if (rules.absence !== 'nothing' || read.kind === 'complete') return null;
  return removalsLeftOut ? since : read.resume;
}
