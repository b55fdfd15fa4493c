import { badInput } from '../../../platform/errors/problem.ts';
import type { Page } from '../paging.ts';
import type { DirectoryParts } from '../parts.ts';
import { type EntryOutcome, entryOutcomes, orderOf } from './entry-outcomes.ts';
import { type EntryOutcomeKind, kindOf } from './outcome.ts';

export interface OutcomesQuery {
  readonly directory: string;
  /** Null: of every state. */
  readonly iso3: string | null;
  /** Null: of every kind. */
  readonly outcome: EntryOutcomeKind | null;
  readonly first: number;
  readonly after: string | null;
}

export type OutcomePage = Page<EntryOutcome>;

/** Entries by their key, then the records that were set aside in the order of the source. */
export async function outcomePage(parts: DirectoryParts, query: OutcomesQuery): Promise<OutcomePage> {
  const all = await entryOutcomes(parts, query.directory, query.iso3);
  const wanted =
    query.outcome === null ? all : all.filter(({ outcome }) => kindOf(outcome.cause) === query.outcome);
  const marks = marksOf(wanted);
  const after = query.after === null ? null : decodeCursor(query.after);
  const from = after === null ? 0 : marks.filter((mark) => mark <= after).length;
  const nodes = wanted.slice(from, from + query.first);
  const last = nodes.length === 0 ? undefined : marks[from + nodes.length - 1];
  return {
    nodes,
    totalCount: wanted.length,
    pageInfo: {
      hasNextPage: wanted.length > from + nodes.length,
      endCursor: last === undefined ? null : Buffer.from(last).toString('base64url'),
    },
  };
}

/** A text for each, that rises: an entry's stays its own, also where others come or go between two pages. */
function marksOf(outcomes: readonly EntryOutcome[]): string[] {
  let setAside = 0;
  return outcomes.map((outcome) => {
    if (outcome.sourceKey !== null) return `0 ${orderOf(outcome)}`;
    setAside += 1;
    return `1 ${String(setAside).padStart(9, '0')}`;
  });
}

function decodeCursor(cursor: string): string {
  const mark = Buffer.from(cursor, 'base64url').toString('utf8');
  if (/^[01] /.test(mark)) return mark;
  throw badInput('after', 'This is no cursor of a list of outcomes. Use the endCursor of the page before.');
}
