import { createHash } from 'node:crypto';
import type { EntryContent } from '../contract.ts';

/** JSON that is the same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** A hash that changes when, and only when, what the entry says changes. Marks, such as `withheld`, say nothing by themselves. */
export function contentRevision(content: EntryContent): string {
  const { withheld: _marks, ...said } = content;
  return createHash('sha256').update(canonical(said)).digest('hex');
}

export function sameMarks(one: EntryContent, other: EntryContent): boolean {
  return canonical([...one.withheld].sort()) === canonical([...other.withheld].sort());
}

export function sameRecord(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}
