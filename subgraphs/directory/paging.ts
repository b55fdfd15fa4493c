import { type FindOperator, In, Not } from 'typeorm';
import type { z } from 'zod';
import { badInput } from '../../platform/errors/problem.ts';

/** A page of a list that can grow. */
export interface Page<T> {
  readonly nodes: T[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * @param found one more than the page takes, where there are more
 * @param placeOf by what the list is ordered: where the next page goes on after
 */
export function pageOf<T>(
  found: readonly T[],
  { first, totalCount }: { readonly first: number; readonly totalCount: number },
  placeOf: (node: T) => readonly (string | number)[],
): Page<T> {
  const nodes = found.slice(0, first);
  const last = nodes.at(-1);
  const endCursor =
    last === undefined ? null : Buffer.from(JSON.stringify(placeOf(last))).toString('base64url');
  return { nodes, totalCount, pageInfo: { hasNextPage: found.length > first, endCursor } };
}

/** @throws Problem BAD_USER_INPUT where a cursor is none of this list */
export function placeAfter<T>(cursor: string, place: z.ZodType<T>, list: string): T {
  try {
    return place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw badInput('after', `This is no cursor of a list of ${list}. Use the endCursor of the page before.`);
  }
}

/** Rows of one state, or of every state where it is null; and of none of the others that are named. */
export function ofStates(
  iso3: string | null,
  except: readonly string[] = [],
): { iso3?: FindOperator<string> } {
  if (iso3 !== null) return { iso3: In(except.includes(iso3) ? [] : [iso3]) };
  return except.length === 0 ? {} : { iso3: Not(In([...except])) };
}
