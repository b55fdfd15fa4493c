import type { FieldChange } from '../contacts/changes.ts';

/** A contact's values so far, as its history tells them. */
export interface Replayed {
  readonly contactId: string;
  readonly content: Readonly<Record<string, unknown>>;
}

const nothing = {
  level: null,
  name: null,
  title: null,
  entity: null,
  webPage: null,
  emails: [],
  phones: [],
  languages: [],
};

const lists = ['emails', 'languages'];

/** One step of a history on top of what stood before it. */
export function replay(
  before: Replayed | null,
  contactId: string,
  changes: readonly FieldChange[],
): Replayed {
  const changed = changes.map(({ field, after }): [string, unknown] => {
    if (field === 'phones') return [field, after.map(telephoneOf)];
    return [field, lists.includes(field) ? after : (after[0] ?? null)];
  });
  return { contactId, content: { ...(before?.content ?? nothing), ...Object.fromEntries(changed) } };
}

/** The text of a number in a history (`+441632960001 ext. 7 (24/7)`) taken apart again. */
function telephoneOf(text: string) {
  const aroundTheClock = text.endsWith(' (24/7)');
  const numbered = aroundTheClock ? text.slice(0, -' (24/7)'.length) : text;
  const [, number = numbered, extension = null] = /^(\+\d+) ext\. (.+)$/.exec(numbered) ?? [];
  const e164 = /^\+\d+$/.test(number) ? number : null;
  return { e164, extension, asWritten: numbered, aroundTheClock };
}
