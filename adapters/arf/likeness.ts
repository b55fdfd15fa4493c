import type { EntryContent } from '../contract.ts';

/** How much two entries are alike, in falling weight: compared place by place, the first difference decides. */
export type Likeness = readonly number[];

/** What of an entry is compared. */
export interface Features {
  /** The same for the same content, whatever the order of its keys. */
  readonly content: string;
  readonly contact: string;
  readonly emails: ReadonlySet<string>;
  readonly phones: ReadonlySet<string>;
  readonly name: string;
  readonly entity: string;
  readonly title: string;
}

export function featuresOf(entry: EntryContent): Features {
  const { details, ...contact } = entry;
  return {
    content: canonical({ ...contact, details }),
    contact: canonical(contact),
    emails: new Set(entry.emails.map((email) => email.toLowerCase())),
    phones: new Set(entry.phones.flatMap(({ e164, asWritten }) => e164 ?? longDigits(asWritten))),
    name: words(entry.name),
    entity: words(entry.entity),
    title: words(entry.title),
  };
}

/** Null where nothing that identifies is shared: an equal title alone is no likeness. */
export function likeness(one: Features, other: Features): Likeness | null {
  const emails = shared(one.emails, other.emails);
  const phones = shared(one.phones, other.phones);
  const name = same(one.name, other.name);
  const entity = same(one.entity, other.entity);
  if (emails + phones + name + entity === 0) return null;
  const contact = one.contact === other.contact ? 1 : 0;
  return [contact, emails, phones, name, entity, same(one.title, other.title)];
}

/** Above zero where the first is the greater. */
export function compareLikeness(one: Likeness, other: Likeness): number {
  for (const [place, value] of one.entries()) {
    const difference = value - (other[place] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function shared(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  return [...one].filter((value) => other.has(value)).length;
}

function same(one: string, other: string): number {
  return one !== '' && one === other ? 1 : 0;
}

function longDigits(text: string): string[] {
  const digits = text.replace(/\D/g, '');
  return digits.length >= 6 ? [digits] : [];
}

/** Words without case, diacritics and order: `TAN Wei Ming` is `Wei Ming Tan`. */
function words(text: string | null): string {
  return (text ?? '')
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((word) => word !== '')
    .sort()
    .join(' ');
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
