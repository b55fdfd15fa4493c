import type { Facts } from './facts.ts';
import { pairKey } from './facts.ts';
import { covers, coversPurpose } from './links.ts';
import { directories, states, tellingValues } from './universe.ts';

/** The values that a state's consents in force cover, of what its entries have said while they did. */
export function coveredValues({ consents, links }: Facts, state: string): Set<string> {
  const texts: string[] = [];
  for (const directory of directories) {
    const consent = consents.get(pairKey(state, directory));
    if (!consent) continue;
    for (const link of links.values()) {
      if (link.state !== state || link.directory !== directory) continue;
      for (const { field, text, purpose } of link.known)
        if (covers(consent.terms, field) && (purpose === null || coversPurpose(consent.terms, purpose)))
          texts.push(text);
    }
  }
  return valuesIn(texts);
}

/** The values that a state wrote itself, or kept, and has not taken back. */
export function ownValues({ own, ownerOf }: Facts, state: string): Set<string> {
  const contacts = [...own].filter(([id]) => ownerOf.get(id) === state);
  return valuesIn(contacts.flatMap(([, words]) => Object.values(words).map(({ text }) => text)));
}

/** Remembers what may be known now: what has happened may be told for ever. */
export function rememberLawful(facts: Facts): void {
  for (const state of states) {
    const written = [...ownValues(facts, state)];
    facts.everWritten.set(state, [...new Set([...(facts.everWritten.get(state) ?? []), ...written])]);
    const known = [...coveredValues(facts, state), ...written];
    facts.everKnown.set(state, [...new Set([...(facts.everKnown.get(state) ?? []), ...known])]);
  }
}

const valuesIn = (texts: readonly string[]) =>
  new Set(tellingValues.filter((value) => texts.some((text) => text.includes(value))));
