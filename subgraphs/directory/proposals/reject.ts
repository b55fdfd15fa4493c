import { keepApart } from '../matching/merge.ts';
import type { Draft } from '../population/draft.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import { digests } from './entry-decisions.ts';

/**
 * Leaves everything as it is, and remembers the no: the same content is not proposed again until the entry changes, and a
 * copy whose entry is gone stays until the entry is listed again.
 */
export function reject(draft: Draft, proposal: ProposalRow, reason: string | null, decidedBy: string): void {
  const decision = { decided_at: draft.now, decided_by: decidedBy, reason };
  if (proposal.cause === 'MERGE') keepApart(draft, proposal, decidedBy);
  else if (proposal.kind === 'REMOVE') draft.answers.set(proposal, { ...decision, kept: true });
  else
    draft.answers.set(proposal, {
      ...decision,
      refusal: 'CONTENT',
      refused_content: digests(proposal.claims ?? {}),
    });
  proposal.status = 'REJECTED';
  proposal.decided_at = draft.now;
  proposal.decided_by = decidedBy;
  proposal.decision_reason = reason;
  draft.touchedProposals.add(proposal);
  draft.visible = true;
}
