import { channelOf } from '../../../platform/vocabulary/entry-channel.ts';
import type { Claims } from '../contacts/claims.ts';
import type { Draft } from '../population/draft.ts';
import type { EntryOfState } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { type Listing, listingOf } from './likeness.ts';
import { nodeKey, ownNodeKey } from './pairs.ts';

/** One of the things of a state that may be the same point of contact: a copied entry, or what the state says itself. */
export interface Node {
  readonly key: string;
  /** No two of one origin are one: what a directory's source lists, what was submitted to it, or DIRECT. */
  readonly origin: string;
  readonly contact: ContactRow;
  /** Null for what the state itself says. */
  readonly source: CopySourceRow | null;
  /** Null where the state wrote only some fields of a copy: they are compared with nothing, and stay with their copy. */
  readonly listing: Listing | null;
}

export function nodesOf(draft: Draft, iso3: string): Node[] {
  return draft.contactsOf(iso3).flatMap((contact) => nodesIn(draft, contact));
}

export function nodesIn(draft: Draft, contact: ContactRow): Node[] {
  const copies = draft.sourcesOf(contact.id).map(
    (source): Node => ({
      key: nodeKey(source),
      origin: originOf(source),
      contact,
      source,
      listing: listingIn(contact, source.claims),
    }),
  );
  return Object.keys(contact.direct).length === 0 ? copies : [ownNode(contact), ...copies];
}

/** A directory may list a person twice, once read from its source and once submitted; each of the two lists nobody twice. */
export const originOf = ({ directory, source_key }: Pick<EntryOfState, 'directory' | 'source_key'>) =>
  channelOf(source_key) === 'source' ? directory : `${directory} ${channelOf(source_key)}`;

/** The entries that the state kept of a contact, in one order. */
export const keptKeys = ({ kept_from }: ContactRow): string[] =>
  kept_from.map(({ directory, sourceKey }) => nodeKey({ directory, source_key: sourceKey })).sort();

/** In an order that is the same each time: by key; the state's own by age, since their ids are dealt out at random. */
export function inOrder(nodes: readonly Node[]): Node[] {
  const rank = new Map(nodes.map((node) => [node, rankOf(node)]));
  return [...nodes].sort((a, b) => ((rank.get(a) ?? '') < (rank.get(b) ?? '') ? -1 : 1));
}

const rankOf = ({ key, source, origin, contact }: Node) =>
  source ? key : JSON.stringify([origin, contact.created_at, keptKeys(contact), contact.id]);

/** An entry as it is compared within a contact: the state may have said itself what that contact is for. */
export function listingIn(contact: ContactRow | undefined, claims: Claims): Listing {
  const listing = listingOf(claims);
  const said = contact?.direct.function?.value;
  return said === undefined ? listing : { ...listing, function: said };
}

/** An entry as it is compared where it is not with what the state says itself. */
export function asItIsListed(node: Node): Node {
  if (!node.source) return node;
  const listing = listingIn(undefined, node.source.claims);
  return node.listing?.function === listing.function ? node : { ...node, listing };
}

function ownNode(contact: ContactRow): Node {
  const { direct } = contact;
  const standsAlone = direct.function !== undefined && direct.kind !== undefined;
  const listing = standsAlone ? listingOf(direct) : null;
  return { key: ownNodeKey(contact.id), origin: 'DIRECT', contact, source: null, listing };
}
