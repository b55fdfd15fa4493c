import { entityKey, mailbox, telephone } from '../../../platform/likeness/channels.ts';
import {
  bearsName,
  compareNames,
  type Name,
  type NameLikeness,
  parseName,
} from '../../../platform/likeness/names.ts';
import { isAnother, shownOf } from '../../../platform/likeness/somebody-else.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { type Claims, type ContactContent, valuesOf } from '../contacts/claims.ts';

/** What of an entry, or of a state's own contact, is compared. */
export interface Listing {
  readonly function: ContactFunction | null;
  readonly isPerson: boolean;
  /** Null where it is not known, also where the consent does not cover it. */
  readonly name: Name | null;
  readonly mailboxes: ReadonlySet<string>;
  readonly telephones: ReadonlySet<string>;
  readonly entity: string | null;
}

/** How two listings compare: all that the rules ask. */
export interface Likeness {
  readonly sameFunction: boolean;
  readonly kinds: 'persons' | 'offices' | 'a person and an office';
  readonly names: NameLikeness;
  readonly sharedMailboxes: number;
  /** A shared mailbox is called after the person. */
  readonly personalMailbox: boolean;
  /** Both have mailboxes, and the same ones. */
  readonly allMailboxes: boolean;
  readonly sharedTelephones: number;
  readonly sameEntity: boolean;
}

const known = new WeakMap<Claims, Listing>();

export function listingOf(claims: Claims): Listing {
  const before = known.get(claims);
  if (before) return before;
  const listing = listingOfValues(valuesOf(claims));
  known.set(claims, listing);
  return listing;
}

/** The same of values, whoever says them. */
export function listingOfValues(values: Partial<ContactContent>): Listing {
  const name = parseName(values.name);
  return {
    function: values.function ?? null,
    isPerson: name !== null || values.kind === 'PERSON',
    name,
    mailboxes: new Set(values.emails?.map(mailbox)),
    telephones: new Set(values.phones?.map(telephone).filter((number) => number !== '')),
    entity: entityKey(values.entity),
  };
}

export function likeness(one: Listing, other: Listing): Likeness {
  const mailboxes = shared(one.mailboxes, other.mailboxes);
  const names = [one.name, other.name].filter((name) => name !== null);
  return {
    sameFunction: one.function === other.function,
    kinds: one.isPerson !== other.isPerson ? 'a person and an office' : one.isPerson ? 'persons' : 'offices',
    names: compareNames(one.name, other.name),
    sharedMailboxes: mailboxes.length,
    personalMailbox: mailboxes.some(
      (address) => names.length > 0 && names.every((name) => bearsName(address, name)),
    ),
    allMailboxes:
      mailboxes.length > 0 &&
      mailboxes.length === one.mailboxes.size &&
      mailboxes.length === other.mailboxes.size,
    sharedTelephones: shared(one.telephones, other.telephones).length,
    sameEntity: one.entity !== null && one.entity === other.entity,
  };
}

/** Whether an entry that keeps its key has come to stand for somebody else. Fields that are not claimed are unknown. */
export function isSomebodyElse(before: Claims, after: Claims): boolean {
  return isAnother(shownOf(valuesOf(before)), shownOf(valuesOf(after)));
}

const shared = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  [...one].filter((value) => other.has(value));
