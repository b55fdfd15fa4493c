import { type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import { badInput } from '../../../platform/errors/problem.ts';
import { ProposalRow, type ProposalStatus } from '../storage/proposal-row.ts';

export interface ProposalsQuery {
  /** Null: of every state. */
  readonly iso3: string | null;
  /** Null: of every status. */
  readonly status: ProposalStatus | null;
  readonly first: number;
  readonly after: string | null;
}

export interface ProposalPage {
  readonly nodes: ProposalRow[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

const Cursor = z.tuple([z.string(), z.string()]);

/** Proposals in the order they were made. @throws Problem BAD_USER_INPUT where `after` is no cursor of ours */
export async function findProposals(
  manager: EntityManager,
  { iso3, status, first, after }: ProposalsQuery,
): Promise<ProposalPage> {
  const wanted = { ...(iso3 === null ? {} : { iso3 }), ...(status === null ? {} : { status }) };
  const from = after === null ? null : decodeCursor(after);
  const found = await manager.find(ProposalRow, {
    where: from
      ? [
          { ...wanted, created_at: MoreThan(from.createdAt) },
          { ...wanted, created_at: from.createdAt, id: MoreThan(from.id) },
        ]
      : wanted,
    order: { created_at: 'ASC', id: 'ASC' },
    take: first + 1,
  });
  const nodes = found.slice(0, first);
  const last = nodes.at(-1);
  return {
    nodes,
    totalCount: await manager.countBy(ProposalRow, wanted),
    pageInfo: { hasNextPage: found.length > first, endCursor: last ? encodeCursor(last) : null },
  };
}

const encodeCursor = ({ created_at, id }: ProposalRow) =>
  Buffer.from(JSON.stringify([created_at, id])).toString('base64url');

function decodeCursor(cursor: string): { createdAt: string; id: string } {
  try {
    const [createdAt, id] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { createdAt, id };
  } catch {
    throw badInput(
      'after',
      'This is no cursor of a list of proposals. Use the endCursor of the page before.',
    );
  }
}
