import { conflict } from '../../../platform/errors/problem.ts';
import type { Draft } from '../population/draft.ts';
import type { Act } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import { relation } from './grouping.ts';
import { type Node, nodesIn } from './nodes.ts';
import { regroup } from './regroup.ts';

// A state's answer to the question whether two contacts are one. The proposal's own status is its caller's to set.

/**
 * Yes: the two become one contact, and the state's word holds for their entries from now on.
 * @returns the contact that they are now
 * @throws Problem CONFLICT where they cannot be one any more
 */
export function mergeAsProposed(draft: Draft, proposal: ProposalRow, act: Act): ContactRow {
  const { joining, target } = sidesOf(draft, proposal);
  for (const one of joining)
    for (const other of target)
      if (one.origin !== other.origin)
        draft.pairs.remember(
          proposal.iso3,
          [one.key, other.key],
          { same: true, rule: null, decided_by: act.actor },
          draft.now,
        );
  regroup(draft, proposal.iso3, act);
  const homes = new Set(
    [...joining, ...target].map(({ source, contact }) => source?.contact_id ?? contact.id),
  );
  const [home] = homes;
  const contact = home === undefined ? undefined : draft.contact(home);
  if (homes.size !== 1 || !contact) throw cannot();
  return contact;
}

/** No: both stay, and the state is not asked again on the same grounds. */
export function keepApart(draft: Draft, proposal: ProposalRow, decidedBy: string): void {
  const { joining, target } = sidesOf(draft, proposal);
  for (const one of joining)
    for (const other of target) {
      const rule = relation(one, other, draft.pairs).judgement?.rule;
      if (!rule || rule.verdict === 'APART') continue;
      const decision = { same: false, rule: rule.name, decided_by: decidedBy };
      draft.pairs.remember(proposal.iso3, [one.key, other.key], decision, draft.now);
    }
}

function sidesOf(draft: Draft, proposal: ProposalRow): { joining: Node[]; target: Node[] } {
  const source = draft.source(proposal);
  const own = source && draft.contact(source.contact_id);
  const target = draft.contact(proposal.contact_id ?? '');
  if (!own || !target || target.removed_at !== null) throw cannot();
  return { joining: nodesIn(draft, own), target: nodesIn(draft, target) };
}

const cannot = () =>
  conflict(
    'The two cannot be one point of contact any more: something changed since. Look at them as they are now.',
  );
