import type { Claims } from '../contacts/claims.ts';
import type { Draft } from '../population/draft.ts';
import type { EntryOfState } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { relation } from './grouping.ts';
import { isSomebodyElse } from './likeness.ts';
import { listingIn, type Node, nodesIn, originOf } from './nodes.ts';
import { nodeKey } from './pairs.ts';
import { compareAge } from './regroup.ts';
import { compareStrength } from './rules.ts';

/** The contact that a new copy of an entry belongs to by itself: the one the state kept of it, or the surest match. */
export function placeOf(
  draft: Draft,
  entry: EntryOfState,
  claims: Claims,
  except: ContactRow | undefined = undefined,
): ContactRow | undefined {
  if (draft.isPart(entry.iso3)) return undefined;
  const contacts = draft.contactsOf(entry.iso3).filter((contact) => contact !== except);
  const byAge = (a: ContactRow, b: ContactRow) => compareAge(draft, a, b);
  const [kept] = contacts.filter((contact) => isKeptFrom(contact, entry)).sort(byAge);
  if (kept && !isSomebodyElse(kept.direct, claims) && !isBarredByCopies(draft, kept, entry, claims))
    return kept;
  const places = contacts.flatMap((contact) => {
    const bond = bondWith(draft, contact, entry, claims);
    return bond ? [{ contact, bond }] : [];
  });
  // Of equal bonds, the older contact's.
  return places.sort((a, b) => compareStrength(b.bond, a.bond) || byAge(a.contact, b.contact))[0]?.contact;
}

export const isKeptFrom = ({ kept_from }: ContactRow, entry: EntryOfState) =>
  kept_from.some(
    ({ directory, sourceKey }) => directory === entry.directory && sourceKey === entry.source_key,
  );

/** Whether an entry that was kept stands by now for what the contact's other entries are not: what was kept stays with them. */
function isBarredByCopies(draft: Draft, contact: ContactRow, entry: EntryOfState, claims: Claims): boolean {
  const node = newcomer(contact, entry, claims);
  return nodesIn(draft, contact).some((other) => other.source && relation(node, other, draft.pairs).isBarred);
}

function newcomer(contact: ContactRow, entry: EntryOfState, claims: Claims): Node {
  return {
    key: nodeKey(entry),
    origin: originOf(entry),
    contact: { ...contact, direct: {} },
    source: null,
    listing: listingIn(undefined, claims),
  };
}

function bondWith(
  draft: Draft,
  contact: ContactRow,
  entry: EntryOfState,
  claims: Claims,
): readonly number[] | null {
  const node = newcomer(contact, entry, claims);
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
    origin: originOf(known),
    contact,
    source: known,
    listing: listingIn(contact, claims),
  };
  return others.every((other) => !relation(changed, other, draft.pairs).isBarred);
}
