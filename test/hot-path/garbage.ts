import { createHash } from 'node:crypto';

interface Answer {
  data: unknown;
  errors?: unknown;
}

const chance = (seed: number, place: string, sides: number): number =>
  createHash('sha256').update(`${seed} ${place}`).digest().readUInt32BE(0) % sides;

/**
 * Spoils an answer, the same way for the same seed and place, wherever in a list of entities it stands.
 * @param rarity one of so many values is spoiled; 0: none
 */
export function spoiled(
  answer: Answer,
  part: string,
  variables: Readonly<Record<string, unknown>>,
  seed: number,
  rarity: number,
): Answer {
  if (rarity === 0) return answer;
  const errors = chance(seed, `${part} errors`, rarity);
  if (errors === 0) return { data: null, errors: [{ message: 'no', extensions: { code: 'NOT_FOUND' } }] };
  const { representations } = variables;
  const data = walk(answer.data, part);
  if (errors === 1) return { data, errors: [{ message: 'half', path: ['states', 0] }] };
  if (errors === 2) return { data: null };
  return { ...answer, data };

  function walk(value: unknown, place: string): unknown {
    if (Array.isArray(value)) {
      return value.map((item, index) => {
        const name =
          place.endsWith('/_entities') && Array.isArray(representations)
            ? JSON.stringify(representations[index])
            : index;
        return walk(item, `${place}/${name}`);
      });
    }
    if (typeof value === 'object' && value !== null) {
      const kept = Object.entries(value).flatMap(([key, inner]) => {
        const left = spoil(inner, `${place}/${key}`);
        return left === undefined ? [] : [[key, left]];
      });
      return Object.fromEntries(kept);
    }
    return value;
  }

  function spoil(value: unknown, place: string): unknown {
    if (place.endsWith('/_entities')) return walk(value, place);
    const kinds = [null, undefined, 7, 'garbage', [], {}, [null], true, 1.5, 'State'];
    const die = chance(seed, place, rarity * kinds.length);
    return die < kinds.length ? kinds[die] : walk(value, place);
  }
}
