import { changesOf, textsOf } from '../contacts/changes.ts';
import { type ContactContent, claimedFields } from '../contacts/claims.ts';
import type { Draft } from '../population/draft.ts';
import { compareEntries, entryKey, type NewProposal } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { pairsOfOrigins, relation } from './grouping.ts';
import { inOrder, type Node, nodesIn, nodesOf } from './nodes.ts';
import { compareAge } from './regroup.ts';
import { compareStrength, type Judgement } from './rules.ts';

interface Doubt {
  readonly judgement: Judgement;
  /** The entry that would join, and the contact that it would join. */
  readonly source: CopySourceRow;
  readonly target: ContactRow;
}

/** Asks a state about those of its contacts that may be one, and asks no more where that is settled. */
export function proposeMerges(draft: Draft, iso3: string): void {
  const wanted = new Map<string, Doubt>();
  for (const doubt of doubtsOf(draft, iso3)) {
    const key = entryKey(doubt.source);
    if (!wanted.has(key)) wanted.set(key, doubt);
  }
  for (const waiting of draft.waiting()) {
    if (waiting.iso3 !== iso3 || waiting.cause !== 'MERGE' || wanted.has(entryKey(waiting))) continue;
    draft.supersede(waiting, 'It is no question any more whether the two are one point of contact.');
  }
  for (const doubt of wanted.values()) {
    const waiting = draft.waitingFor(doubt.source);
    // Another change of the entry that waits is to be answered first.
    if (!waiting || waiting.cause === 'MERGE') draft.propose(proposalOf(draft, doubt));
  }
}

/** The surest first; two contacts are asked about once. */
function doubtsOf(draft: Draft, iso3: string): Doubt[] {
  if (draft.isPart(iso3)) return [];
  const nodes = inOrder(nodesOf(draft, iso3));
  const doubts = new Map<string, Doubt>();
  const apart = new Set<string>();
  for (const [one, other] of pairsOfOrigins(nodes)) {
    if (one.contact === other.contact) continue;
    const key = [one.contact.id, other.contact.id].sort().join(' ');
    const { isBarred, judgement } = relation(one, other, draft.pairs);
    const said = draft.pairs.between(iso3, one.key, other.key);
    const isAnswered = said !== undefined && (said.rule === null || said.rule === judgement?.rule.name);
    // A no is no bar to another question; anything else that keeps two apart keeps their contacts apart.
    const isOtherQuestion = said?.same === false && !isAnswered;
    if (judgement?.rule.verdict === 'APART' || isAnswered || (isBarred && !isOtherQuestion)) {
      apart.add(key);
      continue;
    }
    if (!judgement || (judgement.rule.verdict === 'CERTAIN' && !isOtherQuestion)) continue;
    const doubt = doubtOf(draft, one, other, judgement);
    const known = doubts.get(key);
    if (doubt && (!known || compareStrength(judgement.strength, known.judgement.strength) > 0))
      doubts.set(key, doubt);
  }
  return [...doubts]
    .filter(([key, doubt]) => !apart.has(key) && !shareOrigin(draft, doubt))
    .map(([, doubt]) => doubt)
    .sort(
      (a, b) =>
        compareStrength(b.judgement.strength, a.judgement.strength) ||
        compareEntries(a.source, b.source) ||
        compareAge(draft, a.target, b.target),
    );
}

/** What one directory lists as two stays two: two contacts that it speaks of both are no question. */
function shareOrigin(draft: Draft, { source, target }: Doubt): boolean {
  const own = draft.contact(source.contact_id);
  const origins = new Set(own && nodesIn(draft, own).map(({ origin }) => origin));
  return nodesIn(draft, target).some(({ origin }) => origins.has(origin));
}

/** The younger contact would join the older one, or the state's own. */
function doubtOf(draft: Draft, one: Node, other: Node, judgement: Judgement): Doubt | null {
  const [older, younger] = compareAge(draft, one.contact, other.contact) < 0 ? [one, other] : [other, one];
  if (younger.source) return { judgement, source: younger.source, target: older.contact };
  return older.source ? { judgement, source: older.source, target: younger.contact } : null;
}

function proposalOf(draft: Draft, { judgement, source, target }: Doubt): NewProposal {
  const { iso3, directory, source_key, consent_id, position } = source;
  const own = draft.contact(source.contact_id);
  if (!own) throw new Error(`A copy names contact ${source.contact_id}, which is not in the draft.`);
  return {
    iso3,
    directory,
    source_key,
    consent_id,
    kind: 'CHANGE',
    cause: 'MERGE',
    reason: `${judgement.rule.says} Both are listed for now. Are they one point of contact? If you say yes, this entry of ${directory} becomes part of the other; if no, both stay.`,
    changes: sideBySide(target.content, own.content),
    claims: null,
    withheld: source.withheld,
    contact_id: target.id,
    position,
    pull: null,
  };
}

/** Both contacts, field by field: the one that is there, and the one that would become part of it. */
function sideBySide(target: ContactContent, joining: ContactContent): NewProposal['changes'] {
  return claimedFields.flatMap((field) => {
    const change = { field, before: textsOf(target[field]), after: textsOf(joining[field]) };
    if (change.before.length + change.after.length === 0) return [];
    const more = changesOf(field, target[field], joining[field]).filter((other) => other.field !== field);
    return [change, ...more];
  });
}
