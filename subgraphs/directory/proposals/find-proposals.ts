import { type EntityManager, MoreThan } from 'typeorm';
import { z } from 'zod';
import { ofStates, type Page, pageOf, placeAfter } from '../paging.ts';
import { ProposalRow, type ProposalStatus } from '../storage/proposal-row.ts';

export interface ProposalsQuery {
  /** Null: of every state. */
  readonly iso3: string | null;
  /** And of none of these. */
  readonly except?: readonly string[];
  /** Null: of every status. */
  readonly status: ProposalStatus | null;
  readonly first: number;
  readonly after: string | null;
}

export type ProposalPage = Page<ProposalRow>;

const Place = z.tuple([z.int()]);

/** Proposals in the order they were made. @throws Problem BAD_USER_INPUT where `after` is no cursor of ours */
export async function findProposals(
  manager: EntityManager,
  { iso3, except, status, first, after }: ProposalsQuery,
): Promise<ProposalPage> {
  const wanted = { ...ofStates(iso3, except), ...(status === null ? {} : { status }) };
  const [from] = after === null ? [0] : placeAfter(after, Place, 'proposals');
  const found = await manager.find(ProposalRow, {
    where: { ...wanted, seq: MoreThan(from) },
    order: { seq: 'ASC' },
    take: first + 1,
  });
  const totalCount = await manager.countBy(ProposalRow, wanted);
  return pageOf(found, { first, totalCount }, ({ seq }) => [seq]);
}
