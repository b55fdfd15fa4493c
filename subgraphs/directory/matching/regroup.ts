import type { Draft } from '../population/draft.ts';
import type { Act } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { leadOn } from './former-ids.ts';
import { groupsOf } from './grouping.ts';
import { keptKeys, type Node, nodesOf } from './nodes.ts';
import { nodeKey } from './pairs.ts';
import { compareStrength } from './rules.ts';

/** Brings a state's contacts in line with which of its entries are one: moves links, and with them contacts merge and part. */
export function regroup(draft: Draft, iso3: string, act: Act): void {
  // Entries of one origin are never one.
  if (draft.isPart(iso3)) return;
  const nodes = nodesOf(draft, iso3);
  if (new Set(nodes.map(({ origin }) => origin)).size < 2) return;
  const groups = groupsOf(nodes, draft.pairs);
  const homes = homesOf(draft, groups);
  const gaining = new Set<ContactRow>();
  const losing = new Map<ContactRow, CopySourceRow[]>();
  const added = new Set<ContactRow>();
  for (const group of groups) {
    const strangers = group.filter(({ contact }) => contact !== homes.get(group));
    if (strangers.length === 0) continue;
    const known = homes.get(group);
    const home = known ?? draft.newContact(iso3);
    (known ? gaining : added).add(home);
    for (const { source, contact } of strangers) {
      if (!source) throw new Error('What a state says of a contact cannot move to another.');
      draft.move(source, home);
      losing.set(contact, [...(losing.get(contact) ?? []), source]);
    }
  }
  // Whoever gains goes first, so that nobody is without its contact in between.
  for (const contact of added) draft.recompose(contact.id, act);
  for (const contact of gaining) {
    if (!draft.addedContacts.has(contact)) draft.mergedContacts.add(contact);
    draft.recompose(
      contact.id,
      { ...act, reason: 'Two entries turned out to be one point of contact.' },
      'MERGED',
    );
  }
  for (const [contact, taken] of losing) {
    if (gaining.has(contact)) continue;
    const before = contact.former_ids;
    const wasSeen = !draft.addedContacts.has(contact);
    const isLeft = draft.sourcesOf(contact.id).length > 0;
    const reason = isLeft
      ? 'An entry it was copied from is another point of contact now.'
      : 'It is the same point of contact as another, which names its entries from now on.';
    draft.recompose(contact.id, { ...act, reason }, isLeft ? 'SPLIT' : undefined);
    if (wasSeen && contact.removed_at !== null) leadOn(draft, contact, before, taken);
  }
}

/** Which contact each group keeps or becomes part of; none where it needs a new one. */
function homesOf(draft: Draft, groups: readonly Node[][]): Map<Node[], ContactRow> {
  const keepers = new Map<ContactRow, Node[]>();
  for (const contact of new Set(groups.flat().map(({ contact }) => contact))) {
    const [keeper] = groups
      .filter((group) => group.some((node) => node.contact === contact))
      .sort((a, b) => compareStrength(claimTo(draft, contact, b), claimTo(draft, contact, a)));
    if (keeper) keepers.set(contact, keeper);
  }
  const homes = new Map<Node[], ContactRow>();
  for (const group of groups) {
    const kept = [...keepers].filter(([, keeper]) => keeper === group).map(([contact]) => contact);
    const [home] = kept.sort((a, b) => compareAge(draft, a, b));
    if (home) homes.set(group, home);
  }
  return homes;
}

/**
 * Where a contact's entries part: it stays with what the state says itself, then with what the state had kept of it, then with
 * what did not change just now.
 */
function claimTo(draft: Draft, contact: ContactRow, group: readonly Node[]): number[] {
  const own = group.filter((node) => node.contact === contact);
  const stated = own.filter(({ source }) => source === null);
  const kept = own.filter(({ key }) => keptKeys(contact).includes(key));
  const unchanged = own.filter(({ source }) => source && !draft.touchedSources.has(source));
  return [stated.length, kept.length, unchanged.length, own.length];
}

/** Where contacts become one: the state's own remains, then the one that was there first. */
export function compareAge(draft: Draft, a: ContactRow, b: ContactRow): number {
  const isOwn = ({ direct }: ContactRow) => Number(Object.keys(direct).length > 0);
  const isNew = (contact: ContactRow) => Number(draft.addedContacts.has(contact));
  return (
    isOwn(b) - isOwn(a) ||
    isNew(a) - isNew(b) ||
    compareTexts(a.created_at, b.created_at) ||
    // Ids are dealt out at random: two runs of the same must not differ by them.
    compareTexts(entriesOf(draft, a), entriesOf(draft, b)) ||
    compareTexts(a.id, b.id)
  );
}

const compareTexts = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The entries that a contact is copied from, and those that the state kept of it. */
const entriesOf = (draft: Draft, contact: ContactRow) =>
  JSON.stringify([draft.sourcesOf(contact.id).map(nodeKey), keptKeys(contact)]);
