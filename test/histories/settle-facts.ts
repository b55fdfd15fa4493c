import { type Facts, isMerelyKept, pairKey, standsAlone } from './facts.ts';
import { allow, coversPurpose, isHeldBack, purposeOf, rowOf, saysNothing } from './links.ts';
import type { Sight } from './sight.ts';
import { textFields } from './universe.ts';
import { fieldText, textIn } from './values.ts';

/**
 * What ended with what it stood on.
 * @param isAlone false where something else was done at the same time
 */
export function settleFacts(
  { own, keptFrom, links, chosen, consents }: Facts,
  before: Sight,
  after: Sight,
  isAlone: boolean,
): void {
  const live = new Set(after.stored.contacts.filter((row) => row.removed_at === null).map(({ id }) => id));
  for (const link of links.values())
    if (link.seen === 'GONE' || saysNothing(before, link) || isHeldBack(before, link))
      link.isCopied &&= rowOf(after, link) !== undefined;
  // Of a field that the state wrote itself the source's newest word is taken up unseen, also where it waited.
  for (const link of links.values()) {
    const said = own.get(rowOf(after, link)?.contact_id ?? '') ?? {};
    if (link.seen === 'GONE') continue;
    for (const field of textFields) if (field in said) allow(link, field, fieldText(link.seen.listed[field]));
  }
  for (const id of [...own.keys()]) {
    const row = after.stored.contacts.find((contact) => contact.id === id);
    const said = own.get(id);
    const keptOf = keptFrom.get(id) ?? [];
    const copiedAgain = after.stored.sources.filter(
      (source) =>
        source.iso3 === row?.iso3 &&
        keptOf.some(({ directory, key }) => source.directory === directory && source.source_key === key),
    );
    // What else was done at the same time may have ended the copy: nobody saw it, and it was there.
    const wasCopiedAgain =
      !isAlone &&
      keptOf.some(({ directory, key }) => {
        const link = links.get(pairKey(row?.iso3 ?? '', directory, key));
        const terms = consents.get(pairKey(row?.iso3 ?? '', directory))?.terms;
        const purpose = link && terms ? purposeOf(link, terms) : null;
        return terms !== undefined && purpose !== null && coversPurpose(terms, purpose);
      });
    // Once an entry that was kept is copied again, what was merely kept gives way to what it says.
    const gaveWay = copiedAgain.length > 0 || wasCopiedAgain;
    const stands = said && standsAlone(said) && !(isMerelyKept(said) && gaveWay);
    if (!row || !said || (!live.has(id) && !stands)) {
      own.delete(id);
      continue;
    }
    const isCopiedAgain = copiedAgain.some(({ contact_id }) => contact_id === id) || wasCopiedAgain;
    if (!isCopiedAgain) continue;
    for (const [field, { isKept }] of Object.entries(said))
      if (isKept && !(field in row.direct)) delete said[field];
  }
  for (const [name, origin] of chosen) {
    const [contact = '', field = ''] = name.split(' ');
    const source = after.stored.sources.find((row) => row.contact_id === contact && row.directory === origin);
    if (!source || textIn(source.claims, field) === '') chosen.delete(name);
  }
}
