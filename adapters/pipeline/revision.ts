import { createHash } from 'node:crypto';
import type { EntryContent } from '../contract.ts';

/** JSON that is the same text for the same value, whatever the order of its keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((part) => canonical(part ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const said = Object.entries(value).filter(([, part]) => part !== undefined);
  if (said.length > 1) said.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${said.map(([key, part]) => `${JSON.stringify(key)}:${canonical(part)}`).join(',')}}`;
}

const known = new WeakMap<EntryContent, string>();

/** A hash that changes when, and only when, what the entry says changes. Marks, such as `withheld`, say nothing by themselves. */
export function contentRevision(content: EntryContent): string {
  const before = known.get(content);
  if (before !== undefined) return before;
  const { withheld: _marks, ...said } = content;
  const revision = createHash('sha256').update(canonical(said)).digest('hex');
  known.set(content, revision);
  return revision;
}

export function sameMarks(one: EntryContent, other: EntryContent): boolean {
  return canonical([...one.withheld].sort()) === canonical([...other.withheld].sort());
}

export function sameRecord(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other);
}
