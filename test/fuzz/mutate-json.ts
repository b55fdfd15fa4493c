import { mutatedText } from './mutate-bytes.ts';
import type { Tape } from './tape.ts';

/** A JSON document changed in its structure. */
export function mutatedJson(tape: Tape, json: string): string {
  const value: unknown = JSON.parse(json);
  let changed = value;
  for (let left = 1 + tape.below(3); left > 0; left -= 1) changed = once(tape, changed);
  const text = JSON.stringify(changed) ?? 'null';
  switch (tape.below(12)) {
    case 0:
      return mutatedText(tape, text, 2);
    case 1:
      return text.replace('{', '{"__proto__":{"data":[]},');
    case 2:
      return text.replace(
        /"id":(\d+)/,
        (_all, id) => `"id":${tape.pick(`${id}.0`, `${id}e0`, `-${id}`, '1e400', `"${id}"`)}`,
      );
    case 3:
      return `${text}${tape.pick(' ', '\n{}', ',', text, '\0')}`;
    default:
      return text;
  }
}

/** Deeper down than a value is changed: it may nest deeper than there is a stack for. */
const deepest = 500;

function once(tape: Tape, value: unknown, depth = 0): unknown {
  if (depth > deepest) return tape.oddValue();
  if (Array.isArray(value)) {
    if (value.length === 0 || tape.chance(0.15)) return changedList(tape, value);
    const at = tape.below(value.length);
    return value.map((item, index) => (index === at ? once(tape, item, depth + 1) : item));
  }
  if (typeof value === 'object' && value !== null) {
    const names = Object.keys(value);
    const name = tape.of(names);
    if (name === undefined || tape.chance(0.1)) return { ...value, [tape.oddText()]: tape.oddValue() };
    const entries = Object.entries(value);
    if (tape.chance(0.1)) return Object.fromEntries(entries.filter(([each]) => each !== name));
    return Object.fromEntries(
      entries.map(([each, inner]) => [each, each === name ? once(tape, inner, depth + 1) : inner]),
    );
  }
  return tape.oddValue();
}

function changedList(tape: Tape, list: readonly unknown[]): unknown {
  switch (tape.below(5)) {
    case 0:
      return list.slice(tape.below(list.length + 1));
    case 1:
      return list.toReversed();
    case 2:
      return [...list, ...list];
    case 3:
      return [...list, tape.oddValue()];
    default:
      return tape.oddValue();
  }
}
