import { z } from 'zod';
import { badInput } from '../../../platform/errors/problem.ts';
import { officialLanguages } from '../../../platform/vocabulary/terms.ts';
import { weekdays } from '../contacts/availability.ts';
import { textFields } from '../contacts/texts.ts';
import { type ImportedFile, type ImportedRow, importLimits } from './imported-file.ts';
import { readCards } from './read-jscontact.ts';
import { RowDraft } from './row-draft.ts';
import { telephoneTextOf } from './telephone-text.ts';

const Item = z.record(z.string(), z.unknown());
const Wrapped = z.object({ contacts: z.array(z.unknown()) });

/** Contacts from JSON: the product's own, or JSContact Cards (RFC 9553). @throws Problem BAD_USER_INPUT */
export function readJson(text: string, iso3: string): ImportedFile {
  const items = itemsOf(parsed(text)).map((item) => Item.safeParse(item).data ?? null);
  if (items.length > importLimits.rows)
    throw badInput(
      'input.file',
      `The file has ${items.length} contacts; at most ${importLimits.rows} are imported at once.`,
    );
  if (items.some((item) => item !== null && item['@type'] === 'Card')) return readCards(items, iso3);
  const names = new Set(items.flatMap((item) => Object.keys(item ?? {})));
  return {
    rows: items.map((item, index) => readItem(item, index + 1, iso3)),
    ignored: [...names].filter((name) => !fields.has(name)).sort(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badInput(
      'input.file',
      'The file is no JSON: something is missing in it, or one character too many.',
    );
  }
}

function itemsOf(json: unknown): unknown[] {
  if (Array.isArray(json)) return json;
  const wrapped = Wrapped.safeParse(json);
  return wrapped.success ? wrapped.data.contacts : [json];
}

const texts = ['name', 'title', 'entity', 'webPage'] as const;
const lists = ['emails', 'languages'] as const;
const fields = new Set<string>([
  ...['id', 'state', 'function', 'kind', 'phones', 'telephones', 'level', 'updatedAt', 'notShown'],
  ...['texts', 'availability', 'publicKeys'],
  ...texts,
  ...lists,
]);

const Text = z.string().nullish();
const Texts = z.array(z.string()).nullish();
const Telephones = z.array(
  z.object({
    e164: z.string().nullish(),
    extension: z.string().nullish(),
    asWritten: z.string(),
    aroundTheClock: z.boolean().default(false),
  }),
);

const SaidTexts = z.array(
  z.object({
    field: z.enum(textFields),
    language: z.enum(officialLanguages),
    text: z.string(),
    unofficial: z.boolean().default(false),
  }),
);
const AvailabilityShape = z
  .object({
    timeZone: z.string(),
    aroundTheClock: z.boolean().default(false),
    hours: z.array(z.object({ day: z.enum(weekdays), from: z.string(), to: z.string() })).default([]),
  })
  .nullish();

/** A field that is not there stays as it is; one that is null, or an empty list, is emptied. */
function readItem(item: Record<string, unknown> | null, number: number, iso3: string): ImportedRow {
  const row = new RowDraft(number);
  if (item === null) {
    row.problem(null, 'This is no contact: each is an object with its fields.');
    return row.read();
  }
  const given = <T>(field: string, shape: z.ZodType<T>, wanted: string): T | undefined => {
    if (!Object.hasOwn(item, field)) return undefined;
    const value = shape.safeParse(item[field]);
    if (!value.success) row.problem(field, `Give ${wanted}.`);
    return value.data;
  };
  const word = (field: string) => given(field, Text, 'a text') ?? '';
  row.id(word('id'));
  row.state(word('state'));
  if (Object.hasOwn(item, 'function')) row.function(word('function'), 'function');
  if (Object.hasOwn(item, 'kind')) row.kind(word('kind'), 'kind');
  for (const field of texts) {
    const text = given(field, Text, 'a text, or null');
    if (text !== undefined) row.text(field, text, field);
  }
  for (const field of lists) {
    const items = given(field, Texts, 'a list of texts');
    if (items !== undefined) row.list(field, items ?? [], field);
  }
  const telephones = given(
    'telephones',
    Telephones,
    'a list of { e164, extension, asWritten, aroundTheClock }',
  );
  const phones = given('phones', Texts, 'a list of texts');
  if (telephones !== undefined && phones === undefined)
    row.list(
      'phones',
      telephones.map((one) => textOf(one, iso3)),
      'telephones',
    );
  else if (phones !== undefined) row.list('phones', phones ?? [], 'phones');
  const said = given('texts', SaidTexts, 'a list of { field, language, text, unofficial }');
  if (said) row.spoken(said, 'texts');
  const available = given('availability', AvailabilityShape, '{ timeZone, aroundTheClock, hours }');
  if (available !== undefined) row.available(available ?? null, 'availability');
  const keys = given('publicKeys', Texts, 'a list of armoured keys');
  if (keys !== undefined) row.keys(keys ?? [], 'publicKeys');
  return row.read();
}

const textOf = (
  { e164, extension, asWritten, aroundTheClock }: z.infer<typeof Telephones>[number],
  iso3: string,
) => {
  const number = e164 ? `tel:${e164}${extension ? `;ext=${extension}` : ''}` : asWritten;
  return telephoneTextOf({ number, asWritten, aroundTheClock }, iso3);
};
