import type { ProposalRow } from '../../subgraphs/directory/storage/proposal-row.ts';
import type { Deed } from './deeds.ts';
import { type Facts, isMerelyKept, pairKey, standsAlone } from './facts.ts';
import { copiesOf } from './links.ts';
import type { Sight } from './sight.ts';
import { textFields } from './universe.ts';
import { textIn } from './values.ts';

type Entry = Pick<Sight['stored']['sources'][number], 'iso3' | 'directory' | 'source_key'>;
type Copy = Sight['stored']['sources'][number];

/** Two entries of which a state said that they are two, and what each said then. */
export interface Apart {
  readonly entries: readonly [Entry, Entry];
  readonly contents: readonly [string, string];
}

/** The state takes an entry out of a contact: it is none of those that stay. */
export function learnSplit(facts: Facts, said: Extract<Deed, { deed: 'split' }>, before: Sight): void {
  facts.saidOfPairs.add(said.state);
  const copies = copiesOf(before, said.contact.id);
  const isIt = (row: Copy) => row.directory === said.directory && row.source_key === said.key;
  sayApart(
    facts,
    copies.filter(isIt),
    copies.filter((row) => !isIt(row)),
  );
}

/** The state says no to the question whether two contacts are one. */
export function learnApart(
  facts: Facts,
  asked: Entry & Pick<ProposalRow, 'contact_id'>,
  before: Sight,
): void {
  facts.saidOfPairs.add(asked.iso3);
  const joining = before.stored.sources.find((row) => nameOf(row) === nameOf(asked));
  if (joining && asked.contact_id !== null)
    sayApart(facts, copiesOf(before, joining.contact_id), copiesOf(before, asked.contact_id));
}

/** It says yes: then nobody knows here of whom else it said so by that. */
export function learnTogether(facts: Facts, { iso3 }: Entry): void {
  facts.saidOfPairs.add(iso3);
  facts.apart.clear();
}

function sayApart({ apart }: Facts, some: readonly Copy[], others: readonly Copy[]): void {
  for (const one of some)
    for (const other of others) {
      if (one.directory === other.directory) continue;
      const contents = [contentOf(one), contentOf(other)] as const;
      apart.set(pairKey(nameOf(one), nameOf(other)), { entries: [named(one), named(other)], contents });
    }
}

/** Once an entry says anything else, it may be somebody else, of whom the state said nothing. */
export function forgetOthers({ apart }: Facts, { stored }: Sight): void {
  for (const [name, { entries, contents }] of apart)
    for (const [index, entry] of entries.entries()) {
      const copy = stored.sources.find((row) => nameOf(row) === nameOf(entry));
      if (copy && contentOf(copy) !== contents[index]) apart.delete(name);
    }
}

/** The contact that shows what an entry says: a copy of it, or what the state kept of it. */
export function contactShowing(
  { own, keptFrom }: Facts,
  { stored }: Sight,
  entry: Entry,
): string | undefined {
  const copy = stored.sources.find((row) => nameOf(row) === nameOf(entry));
  if (copy) return copy.contact_id;
  const [kept] = [...keptFrom].filter(([id, entries]) => {
    const said = own.get(id) ?? {};
    const isOfEntry = entries.some(
      ({ directory, key }) => directory === entry.directory && key === entry.source_key,
    );
    return isOfEntry && isOf(stored, id, entry.iso3) && standsAlone(said) && isMerelyKept(said);
  });
  return kept?.[0];
}

const isOf = ({ contacts }: Sight['stored'], id: string, iso3: string) =>
  contacts.some((row) => row.id === id && row.iso3 === iso3 && row.removed_at === null);
const named = ({ iso3, directory, source_key }: Entry): Entry => ({ iso3, directory, source_key });
const nameOf = ({ iso3, directory, source_key }: Entry) => pairKey(iso3, directory, source_key);
const contentOf = ({ claims }: Copy) =>
  JSON.stringify(['function', 'kind', ...textFields].map((field) => textIn(claims, field)));
