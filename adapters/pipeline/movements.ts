import type { RegionalDirectory, SetAside } from '../contract.ts';
import type { EntryState, Interpretation, LastWord } from './interpretation.ts';
import { carriedOver, type NamedRecord } from './named-record.ts';
import type { Snapshot } from './snapshot.ts';

/** Reads movements in their order: the last one about an entry counts. */
export function interpretMovements(
  directory: RegionalDirectory,
  records: readonly NamedRecord[],
  known: Snapshot,
): Interpretation {
  const words = new Map<string, LastWord>();
  const setAside: SetAside[] = [];

  const previousOf = (key: string | undefined): EntryState | undefined => {
    if (key === undefined) return undefined;
    const word = words.get(key);
    if (word) return word.kind === 'entry' ? word.state : undefined;
    const before = known.get(key);
    return before && before.status !== 'REMOVED' ? before : undefined;
  };

  for (const named of records) {
    const { record, location, meaning } = carriedOver(directory, named, previousOf(named.meaning.sourceKey));
    const { sourceKey } = meaning;
    switch (meaning.kind) {
      case 'entry':
        for (const reason of meaning.problems)
          setAside.push({ location, reason, sourceKey: meaning.sourceKey });
        words.set(meaning.sourceKey, { kind: 'entry', state: { content: meaning.entry, source: record } });
        break;
      case 'removal': {
        const said = words.get(meaning.sourceKey);
        if (said || known.has(meaning.sourceKey)) {
          words.set(meaning.sourceKey, { kind: 'removal', state: said?.state ?? null });
          break;
        }
        setAside.push({
          location,
          sourceKey: meaning.sourceKey,
          reason: `Removes ${meaning.sourceKey}, which was never nominated; there is nothing to remove. Ask the directory whether its nomination is missing.`,
        });
        break;
      }
      case 'set-aside':
        setAside.push({ location, reason: meaning.reason, ...(sourceKey ? { sourceKey } : {}) });
    }
  }
  return { words, seen: new Set(), setAside };
}
