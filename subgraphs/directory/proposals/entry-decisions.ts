import { createHash } from 'node:crypto';
import type { Claims } from '../contacts/claims.ts';
import type { Draft } from '../population/draft.ts';
import type { EntryOfState } from '../population/draft-terms.ts';

// What a state answered about an entry holds for what comes of the entry later.

/** Whether the state said that this entry is not copied, whatever it says. */
export function isRefused(draft: Draft, entry: EntryOfState): boolean {
  return draft.answers.about(entry)?.refusal === 'ENTRY';
}

/** Whether the state said no to this very content. Another content is another question, and the no is forgotten. */
export function isRefusedContent(draft: Draft, entry: EntryOfState, claims: Claims): boolean {
  const decision = draft.answers.about(entry);
  if (decision?.refusal !== 'CONTENT') return false;
  const refused = decision.refused_content ?? {};
  // Less of the same, after a consent was narrowed, is no other content.
  const same = Object.entries(digests(claims)).every(([field, digest]) => refused[field] === digest);
  if (!same) forgetRefusedContent(draft, entry);
  return same;
}

export function forgetRefusedContent(draft: Draft, entry: EntryOfState): void {
  if (draft.answers.about(entry)?.refusal === 'CONTENT')
    draft.answers.set(entry, { refusal: null, refused_content: null });
}

/** Whether the state said to keep the copy although its directory no longer has the entry. */
export function isKeptWithoutSource(draft: Draft, entry: EntryOfState): boolean {
  return draft.answers.about(entry)?.kept ?? false;
}

/** An entry that is listed again is followed again; should it go another time, that is another question. */
export function forgetKept(draft: Draft, entry: EntryOfState): void {
  if (isKeptWithoutSource(draft, entry)) draft.answers.set(entry, { kept: false });
}

/** A digest of each claimed value: enough to know the same content again, and no copy of it. */
export function digests(claims: Claims): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([field, { value }]) => [
      field,
      createHash('sha256').update(JSON.stringify(value)).digest('hex'),
    ]),
  );
}
