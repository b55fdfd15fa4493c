import { z } from 'zod';
import { badInput } from '../../../platform/errors/problem.ts';
import { memberState } from '../../../platform/states/states.ts';
import { type ContactFunction, contactFunctions } from '../../../platform/vocabulary/terms.ts';
import type { Loaders } from '../loaders.ts';
import { type Page, pageOf, placeAfter } from '../paging.ts';
import type { DirectoryParts } from '../parts.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { candidates } from './candidates.ts';
import { rank } from './rank.ts';
import { wantedWords } from './wanted.ts';

export interface ContactSearch {
  readonly text: string;
  readonly function: ContactFunction | null;
  /** Null: of all states. */
  readonly state: string | null;
  readonly first: number;
  readonly after: string | null;
}

/** What of some contacts the reader is shown, as the reader is shown it. */
export type ShownOf = (contacts: () => Promise<readonly ContactRow[]>) => Promise<readonly ContactRow[]>;

export interface SearchOperations {
  /**
   * Contacts that have all words of a text in a name, an entity or a title, the best match first. What is compared is what the
   * reader is shown: nobody finds a contact by what they may not read.
   * @param shown what the reader is shown; everything, where it is not said
   */
  searchContacts(search: ContactSearch, shown?: ShownOf): Promise<Page<ContactRow>>;
}

/** How well it matches, its function, and its id: an order that says nothing of states. */
const Place = z.tuple([z.number(), z.number(), z.string()]);
type Place = z.infer<typeof Place>;

const rankedAtOnce = 100;

export function searchOperations(
  { database }: DirectoryParts,
  loaders: Loaders,
  bounded: (first: number) => number,
): SearchOperations {
  return {
    searchContacts: async (search, shownOf = (contacts) => contacts()) => {
      const shown = await shownOf(() => found(search));
      const wanted = wantedWords(search.text);
      const placed: { readonly contact: ContactRow; readonly place: Place }[] = [];
      for (const [index, contact] of shown.entries()) {
        // A word that nearly everybody has takes a while: others get their turn.
        if (index % rankedAtOnce === rankedAtOnce - 1) await new Promise((resolve) => setImmediate(resolve));
        if (search.function !== null && contact.content.function !== search.function) continue;
        const score = rank(contact.content, wanted);
        if (score === 0) continue;
        const place: Place = [-score, contactFunctions.indexOf(contact.content.function), contact.id];
        placed.push({ contact, place });
      }
      placed.sort((a, b) => compare(a.place, b.place));
      const after = search.after === null ? null : placeAfter(search.after, Place, 'found contacts');
      const left = after === null ? placed : placed.filter(({ place }) => compare(place, after) > 0);
      const first = bounded(search.first);
      const page = pageOf(left, { first, totalCount: placed.length }, ({ place }) => place);
      return { ...page, nodes: page.nodes.map(({ contact }) => contact) };
    },
  };

  async function found({ text, state: given }: ContactSearch): Promise<ContactRow[]> {
    const state = given === null ? null : memberState(given.trim().toUpperCase());
    if (state === undefined)
      throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
    const wanted = wantedWords(text);
    const ids = await database.read((manager) =>
      candidates(manager, database.sealing, wanted, state?.iso3 ?? null),
    );
    const contacts = await Promise.all(ids.map((id) => loaders.contact.load(id)));
    return contacts.filter((contact) => contact !== null);
  }
}

function compare(one: Place, other: Place): number {
  return one[0] - other[0] || one[1] - other[1] || (one[2] < other[2] ? -1 : one[2] > other[2] ? 1 : 0);
}
