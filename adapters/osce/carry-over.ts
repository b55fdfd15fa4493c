import { elementNames, type OsceElement, type OsceRecord } from './record.ts';
import { isSamePerson } from './same-person.ts';

/**
 * Gives each withheld element of `current` the value `previous` had for it, and leaves it marked as withheld: what was known
 * stays known. A withheld element of which nothing was known stays unknown, and so does all that is withheld of somebody else
 * under the same id.
 */
export function carryOver(previous: OsceRecord, current: OsceRecord): OsceRecord {
  if (!isSamePerson(previous, current)) return current;
  const elements = { ...current.elements };
  for (const name of elementNames) {
    elements[name] = filled(previous.elements[name], current.elements[name]);
  }
  return { ...current, elements };
}

function filled(previous: readonly OsceElement[], current: readonly OsceElement[]): OsceElement[] {
  const shown = new Set(current.map(({ value }) => value));
  const candidates = previous
    .map((element, position) => ({ ...element, position }))
    .filter(({ value }) => value !== null && !shown.has(value));
  const unknown = current
    .map((element, position) => ({ ...element, position }))
    .filter(({ value }) => value === null);
  const found = new Map<number, OsceElement>();

  // The same place and language first, for all, so that no element takes what stands in another's place.
  for (const fits of [sameLanguageAndPlace, sameLanguage, languageUnsaid]) {
    for (const element of unknown) {
      if (found.has(element.position)) continue;
      const index = candidates.findIndex((candidate) => fits(candidate, element));
      const [match] = index === -1 ? [] : candidates.splice(index, 1);
      if (match) found.set(element.position, match);
    }
  }
  return current.map((element, position) => {
    const match = found.get(position);
    return match ? { value: match.value, lang: element.lang ?? match.lang, withheld: true } : element;
  });
}

type Placed = OsceElement & { readonly position: number };

const sameLanguageAndPlace = (a: Placed, b: Placed) => a.lang === b.lang && a.position === b.position;
const sameLanguage = (a: Placed, b: Placed) => a.lang === b.lang;
const languageUnsaid = (a: Placed, b: Placed) => a.lang === null || b.lang === null;
