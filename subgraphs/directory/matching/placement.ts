import type { Claims } from '../contacts/claims.ts';
import type { Draft } from '../population/draft.ts';
import type { EntryOfState } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { relation } from './grouping.ts';
import { isSomebodyElse } from './likeness.ts';
import { listingIn, type Node, nodesIn } from './nodes.ts';
import { nodeKey } from './pairs.ts';
import { compareStrength } from './rules.ts';

/** The contact that a new copy of an entry belongs to by itself: the one the state kept of it, or the surest match. */
export function placeOf(
  draft: Draft,
  entry: EntryOfState,
  claims: Claims,
  except: ContactRow | undefined = undefined,
): ContactRow | undefined {
  const contacts = draft.contactsOf(entry.iso3).filter((contact) => contact !== except);
  const kept = contacts.find((contact) => isKeptFrom(contact, entry));
  if (kept && !isSomebodyElse(kept.direct, claims)) return kept;
  const places = contacts.flatMap((contact) => {
    const bond = bondWith(draft, contact, entry, claims);
    return bond ? [{ contact, bond }] : [];
  });
  return places.sort((a, b) => compareStrength(b.bond, a.bond))[0]?.contact;
}

export const isKeptFrom = ({ kept_from }: ContactRow, entry: EntryOfState) =>
  kept_from.some(
    ({ directory, sourceKey }) => directory === entry.directory && sourceKey === entry.source_key,
  );

function bondWith(
  draft: Draft,
  contact: ContactRow,
  entry: EntryOfState,
  claims: Claims,
): readonly number[] | null {
  const newcomer = { ...contact, direct: {} };
  const node: Node = {
    key: nodeKey(entry),
    origin: entry.directory,
    contact: newcomer,
    source: null,
    listing: listingIn(undefined, claims),
  };
  const relations = nodesIn(draft, contact).map((other) => relation(node, other, draft.pairs));
  if (relations.some(({ isBarred }) => isBarred)) return null;
  const bonds = relations.flatMap(({ bond }) => (bond ? [bond] : []));
  return bonds.sort(compareStrength).at(-1) ?? null;
}

/**
 * Whether a changed entry can stay with its contact. It cannot where it stands for somebody else now, or for what its
 * contact is not: a contact that others speak of as well must not become a mix of two.
 */
export function canStay(draft: Draft, known: CopySourceRow, claims: Claims): boolean {
  const contact = draft.contact(known.contact_id);
  if (!contact) return true;
  const others = nodesIn(draft, contact).filter(({ source }) => source !== known);
  if (others.length === 0) return true;
  if (isSomebodyElse(known.claims, claims)) return false;
  const changed: Node = {
    key: nodeKey(known),
    origin: known.directory,
    contact,
    source: known,
    listing: listingIn(contact, claims),
  };
  return others.every((other) => !relation(changed, other, draft.pairs).isBarred);
}
