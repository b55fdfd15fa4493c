import type { ContactRow } from '../storage/contact-row.ts';
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

/** @param parting contacts whose entries do not all stay together: what is left of them is not linked by having been one */
export function relation(
  one: Node,
  other: Node,
  pairs: PairDecisions,
  parting: ReadonlySet<ContactRow> = new Set(),
): Relation {
  // Two of one origin are two, whatever else.
  if (one.origin === other.origin) return { isBarred: true, bond: null, judgement: null };
  const isLinked = one.contact === other.contact;
  const isOwnLink = isLinked && (one.source === null || other.source === null);
  const judgement = !one.listing || !other.listing ? null : judge(one.listing, other.listing);
  const said = pairs.between(one.contact.iso3, one.key, other.key);
  const isBarred = said?.same === false || judgement?.rule.verdict === 'APART';
  if (isBarred) return { isBarred, bond: null, judgement };
  const bond = said?.same
    ? [bonds.said]
    : isOwnLink
      ? [bonds.own]
      : judgement?.rule.verdict === 'CERTAIN'
        ? [bonds.certain, ...judgement.strength]
        : isLinked && !parting.has(one.contact)
          ? [bonds.linked]
          : null;
  return { isBarred, bond, judgement };
}

/**
 * All pairs of different origins, in the order of the nodes. Where one directory lists very many and the others few, these are
 * few: what one directory lists is never compared with itself.
 */
export function* pairsOfOrigins(ordered: readonly Node[]): Generator<readonly [Node, Node]> {
  const others = new Map<string, { readonly node: Node; readonly index: number }[]>();
  for (const origin of new Set(ordered.map((node) => node.origin)))
    others.set(
      origin,
      ordered.flatMap((node, index) => (node.origin === origin ? [] : [{ node, index }])),
    );
  for (const [index, one] of ordered.entries())
    for (const other of others.get(one.origin) ?? []) if (other.index > index) yield [one, other.node];
}

/**
 * Which nodes of one state are one point of contact each. The strongest bonds join first, and none joins what is barred.
 * It depends on the nodes and not on their order: whoever comes first, the same find together. What is linked already stays
 * so while nothing bars it, also where it would not be joined anew: a new mailbox in one directory parts nobody. But where one of
 * a contact's entries leaves it, the others stay together for reasons of their own: it may have been what joined them. And what the
 * state said a contact is for does not go with entries that part from it.
 */
export function groupsOf(nodes: readonly Node[], pairs: PairDecisions): Node[][] {
  let compared = nodes;
  let parting: ReadonlySet<ContactRow> = new Set();
  for (;;) {
    const groups = grouped(compared, pairs, parting);
    const next = groups.flatMap((group) =>
      group.map((node) => (isWithOwn(node, group) ? node : asItIsListed(node))),
    );
    const before = new Set(compared);
    const parted = [...partedIn(groups)].filter((contact) => !parting.has(contact));
    if (parted.length === 0 && next.every((node) => before.has(node))) return groups;
    compared = next;
    parting = new Set([...parting, ...parted]);
  }
}

const isWithOwn = ({ contact }: Node, group: readonly Node[]) =>
  group.some((node) => node.source === null && node.contact === contact);

/** Contacts whose entries are in several groups. */
function partedIn(groups: readonly Node[][]): Set<ContactRow> {
  const homes = new Map<ContactRow, Node[]>();
  const parted = new Set<ContactRow>();
  for (const group of groups)
    for (const { contact } of group) {
      const home = homes.get(contact);
      if (!home) homes.set(contact, group);
      else if (home !== group) parted.add(contact);
    }
  return parted;
}

function grouped(nodes: readonly Node[], pairs: PairDecisions, parting: ReadonlySet<ContactRow>): Node[][] {
  const ordered = inOrder(nodes);
  const found: { one: Node; other: Node; bond: readonly number[] }[] = [];
  const barred = new Map<Node, Set<Node>>(ordered.map((node) => [node, new Set()]));
  for (const [one, other] of pairsOfOrigins(ordered)) {
    const { isBarred, bond } = relation(one, other, pairs, parting);
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
    const isBarred = (node: Node) =>
      second.some((with_) => node.origin === with_.origin || barred.get(node)?.has(with_));
    if (first === second || first.some(isBarred)) continue;
    first.push(...second);
    for (const node of second) groupOf.set(node, first);
  }
  return [...new Set(groupOf.values())];
}
