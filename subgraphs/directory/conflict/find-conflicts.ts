import { type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import { badInput } from '../../../platform/errors/problem.ts';
import { ConflictRow, type ConflictStatus } from '../storage/conflict-row.ts';

export interface ConflictsQuery {
  /** Null: of every state. */
  readonly iso3: string | null;
  /** Null: of every status. */
  readonly status: ConflictStatus | null;
  readonly first: number;
  readonly after: string | null;
}

export interface ConflictPage {
  readonly nodes: ConflictRow[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const Cursor = z.tuple([z.string(), z.string()]);

/** Conflicts in the order they opened. @throws Problem BAD_USER_INPUT where `after` is no cursor of ours */
export async function findConflicts(
  manager: EntityManager,
  { iso3, status, first, after }: ConflictsQuery,
): Promise<ConflictPage> {
  const wanted = { ...(iso3 === null ? {} : { iso3 }), ...(status === null ? {} : { status }) };
  const from = after === null ? null : decodeCursor(after);
  const found = await manager.find(ConflictRow, {
    where: from
      ? [
          { ...wanted, opened_at: MoreThan(from.openedAt) },
          { ...wanted, opened_at: from.openedAt, id: MoreThan(from.id) },
        ]
      : wanted,
    order: { opened_at: 'ASC', id: 'ASC' },
    take: first + 1,
  });
  const nodes = found.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    totalCount: await manager.countBy(ConflictRow, wanted),
    pageInfo: { hasNextPage: found.length > first, endCursor: last ? encodeCursor(last) : null },
  };
}

const encodeCursor = ({ opened_at, id }: ConflictRow) =>
  Buffer.from(JSON.stringify([opened_at, id])).toString('base64url');

function decodeCursor(cursor: string): { openedAt: string; id: string } {
  try {
    const [openedAt, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { openedAt, id };
  } catch {
    throw badInput(
      'after',
      'This is no cursor of a list of conflicts. Use the endCursor of the page before.',
    );
  }
}
