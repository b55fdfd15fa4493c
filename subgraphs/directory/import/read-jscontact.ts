import { z } from 'zod';
import { languageOfTag } from '../../../platform/languages/languages.ts';
import { textFields } from '../contacts/texts.ts';
import { ownName, patchPaths } from '../export/jscontact.ts';
import type { ImportedFile, ImportedRow } from './imported-file.ts';
import { keyOf } from './key-uri.ts';
import { RowDraft } from './row-draft.ts';
import { telephoneTextOf } from './telephone-text.ts';
import { functionOf } from './words.ts';

const mapOf = <T extends z.ZodType>(shape: T) => z.record(z.string(), shape).optional();
const pref = z.number().optional();

/** What is read of a Card (RFC 9553 §2). */
const Card = z.object({
  '@type': z.literal('Card'),
  uid: z.string().optional(),
  kind: z.string().optional(),
  name: z
    .object({
      full: z.string().optional(),
      components: z.array(z.object({ kind: z.string(), value: z.string() })).optional(),
    })
    .optional(),
  organizations: mapOf(z.object({ name: z.string().optional() })),
  titles: mapOf(z.object({ name: z.string(), kind: z.string().default('title') })),
  emails: mapOf(z.object({ address: z.string(), pref })),
  phones: mapOf(
    z.object({
      number: z.string(),
      pref,
      features: z.record(z.string(), z.boolean()).optional(),
      [ownName.asWritten]: z.string().optional(),
      [ownName.aroundTheClock]: z.boolean().optional(),
    }),
  ),
  preferredLanguages: mapOf(z.object({ language: z.string(), pref })),
  links: mapOf(z.object({ uri: z.string(), pref })),
  addresses: mapOf(z.object({ countryCode: z.string().optional() })),
  keywords: z.record(z.string(), z.boolean()).optional(),
  cryptoKeys: mapOf(z.object({ uri: z.string(), pref })),
  localizations: mapOf(z.record(z.string(), z.unknown())),
  [ownName.availability]: z.string().optional(),
  [ownName.timeZone]: z.string().optional(),
  [ownName.unofficial]: z.string().optional(),
  [ownName.function]: z.string().optional(),
  [ownName.state]: z.string().optional(),
});
type Card = z.infer<typeof Card>;

const passedOver = new Set<string>([
  ...['@type', 'version', 'created', 'updated', 'prodId', 'language'],
  ...[ownName.level, ownName.notShown],
]);
const known = new Set<string>([...Object.keys(Card.shape), ...passedOver]);

/** Contacts from JSContact Cards. What a Card does not speak of stays as it is. */
export function readCards(items: readonly (Record<string, unknown> | null)[], iso3: string): ImportedFile {
  const names = new Set(items.flatMap((item) => Object.keys(item ?? {})));
  return {
    rows: items.map((item, index) => readCard(item, index + 1, iso3)),
    ignored: [...names].filter((name) => !known.has(name)).sort(),
  };
}

function readCard(item: Record<string, unknown> | null, number: number, iso3: string): ImportedRow {
  const row = new RowDraft(number);
  const read = Card.safeParse(item);
  if (read.success) fill(row, read.data, iso3);
  else {
    const path = read.error.issues[0]?.path.join('.') ?? '';
    row.problem(path || null, 'This is not as a JSContact Card has it (RFC 9553). Export it again.');
  }
  return row.read();
}

function fill(row: RowDraft, card: Card, iso3: string): void {
  row.id(card.uid ?? '');
  const country = Object.values(card.addresses ?? {}).find(({ countryCode }) => countryCode)?.countryCode;
  row.state(card[ownName.state] ?? country ?? '');
  const titles = Object.values(card.titles ?? {});
  const own = card[ownName.function];
  const words = [...Object.keys(card.keywords ?? {}), ...titles.map(({ name }) => name)];
  const meant = own ?? words.find((word) => functionOf(word) !== undefined);
  if (meant !== undefined) row.function(meant, own === undefined ? 'keywords' : ownName.function);
  if (card.kind !== undefined) row.kind(card.kind, 'kind');
  const name = card.name?.full ?? card.name?.components?.map(({ value }) => value).join(' ');
  const title = titles.find(({ kind }) => kind === 'title');
  if (title) row.text('title', title.name, 'titles');
  const [organisation] = Object.values(card.organizations ?? {});
  if (organisation?.name !== undefined) row.text('entity', organisation.name, 'organizations');
  // Other programs name an organisation itself, and no person in it.
  const isEntity = own === undefined && card.kind === 'org' && organisation?.name === undefined;
  if (name !== undefined) row.text(isEntity ? 'entity' : 'name', name, 'name');
  const [link] = preferred(card.links);
  if (link) row.text('webPage', link.uri, 'links');
  if (card.emails)
    row.list(
      'emails',
      preferred(card.emails).map(({ address }) => address),
      'emails',
    );
  if (card.preferredLanguages) {
    const languages = preferred(card.preferredLanguages).map(({ language }) => language);
    row.list('languages', languages, 'preferredLanguages');
  }
  localized(row, card);
  if (card[ownName.availability] !== undefined) {
    row.timeZone(card[ownName.timeZone] ?? '');
    row.hours(card[ownName.availability] ?? '', ownName.availability);
  }
  if (card.cryptoKeys)
    row.keys(
      preferred(card.cryptoKeys).flatMap(({ uri }) => keyOf(uri)),
      'cryptoKeys',
    );
  const phones = preferred(card.phones).filter(({ features }) => features?.fax !== true);
  const texts = phones.map((phone) =>
    telephoneTextOf(
      {
        number: phone.number,
        asWritten: phone[ownName.asWritten] ?? null,
        aroundTheClock: phone[ownName.aroundTheClock] ?? false,
      },
      iso3,
    ),
  );
  if (card.phones) row.list('phones', texts, 'phones');
}

/** Of each language what is patched of name, title and entity; anything else of it no contact has. */
function localized(row: RowDraft, { localizations, ...card }: Card): void {
  for (const [tag, patch] of Object.entries(localizations ?? {})) {
    const language = languageOfTag(tag);
    if (!language) continue;
    for (const field of textFields) {
      const text = patch[patchPaths[field]];
      if (typeof text === 'string') row.said(field, language, text, `localizations/${tag}`);
    }
  }
  row.unofficial(card[ownName.unofficial] ?? '');
}

/** The values of a map in the order that `pref` gives them (RFC 9553 §1.5.4); what has none comes last. */
function preferred<T extends { readonly pref?: number | undefined }>(
  map: Readonly<Record<string, T>> = {},
): T[] {
  return Object.values(map)
    .map((value, index) => ({ value, index, rank: value.pref ?? 101 }))
    .sort((one, other) => one.rank - other.rank || one.index - other.index)
    .map(({ value }) => value);
}
