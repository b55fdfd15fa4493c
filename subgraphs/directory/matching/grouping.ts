import { asItIsListed, inOrder, type Node } from './nodes.ts';
import type { PairDecisions } from './pairs.ts';
import { compareStrength, type Judgement, judge } from './rules.ts';

/** How two stand to each other, by what the state said, by the rules, and by what is linked already. */
export interface Relation {
  /** They cannot be one, not even by way of a third. */
  readonly isBarred: boolean;
  /** Null where nothing joins them by itself. */
  readonly bond: readonly number[] | null;
  readonly judgement: Judgement | null;
}

const bonds = { said: 3, own: 2, certain: 1, linked: 0 };

export function relation(one: Node, other: Node, pairs: PairDecisions): Relation {
  const isLinked = one.contact === other.contact;
  const isOwnLink = isLinked && (one.source === null || other.source === null);
  const judgement =
    one.origin === other.origin || !one.listing || !other.listing ? null : judge(one.listing, other.listing);
  const said = pairs.between(one.contact.iso3, one.key, other.key);
  const isBarred = one.origin === other.origin || said?.same === false || judgement?.rule.verdict === 'APART';
  if (isBarred) return { isBarred, bond: null, judgement };
  const bond = said?.same
    ? [bonds.said]
    : isOwnLink
      ? [bonds.own]
      : judgement?.rule.verdict === 'CERTAIN'
        ? [bonds.certain, ...judgement.strength]
        : isLinked
          ? [bonds.linked]
          : null;
  return { isBarred, bond, judgement };
}

/**
 * Which nodes of one state are one point of contact each. The strongest bonds join first, and none joins what is barred.
 * It depends on the nodes and not on their order: whoever comes first, the same find together. What is linked already stays
 * so while nothing bars it, also where it would not be joined anew: a new mailbox in one directory parts nobody. What the state
 * said a contact is for does not go with entries that part from it.
 */
export function groupsOf(nodes: readonly Node[], pairs: PairDecisions): Node[][] {
  const groups = grouped(nodes, pairs);
  const alone = new Map<Node, Node>();
  for (const group of groups)
    for (const node of group) {
      const isWithOwn = group.some(({ source, contact }) => source === null && contact === node.contact);
      const itself = isWithOwn ? node : asItIsListed(node);
      if (itself !== node) alone.set(node, itself);
    }
  if (alone.size === 0) return groups;
  return groupsOf(
    nodes.map((node) => alone.get(node) ?? node),
    pairs,
  );
}

function grouped(nodes: readonly Node[], pairs: PairDecisions): Node[][] {
  const ordered = inOrder(nodes);
  const found: { one: Node; other: Node; bond: readonly number[] }[] = [];
  const barred = new Map<Node, Set<Node>>(ordered.map((node) => [node, new Set()]));
  for (const [index, one] of ordered.entries())
    for (const other of ordered.slice(index + 1)) {
      const { isBarred, bond } = relation(one, other, pairs);
      if (isBarred) {
        barred.get(one)?.add(other);
        barred.get(other)?.add(one);
      }
      if (bond) found.push({ one, other, bond });
    }
  // The sort is stable: of equal bonds, the one whose keys come first.
  found.sort((a, b) => compareStrength(b.bond, a.bond));

  const groupOf = new Map<Node, Node[]>(ordered.map((node) => [node, [node]]));
  for (const { one, other } of found) {
    const [first, second] = [groupOf.get(one) ?? [], groupOf.get(other) ?? []];
    if (first === second || first.some((node) => second.some((with_) => barred.get(node)?.has(with_))))
      continue;
    first.push(...second);
    for (const node of second) groupOf.set(node, first);
  }
  return [...new Set(groupOf.values())];
}
