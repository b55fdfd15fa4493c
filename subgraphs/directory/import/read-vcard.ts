import { badInput } from '../../../platform/errors/problem.ts';
import { languageOfTag } from '../../../platform/languages/languages.ts';
import type { TextField } from '../contacts/texts.ts';
import { ownProperty } from '../export/vcard.ts';
import { type CardText, type ContentLine, cardsIn, componentsOf, unescaped } from './content-lines.ts';
import { type ImportedFile, type ImportedRow, importLimits } from './imported-file.ts';
import { keyOf } from './key-uri.ts';
import { RowDraft } from './row-draft.ts';
import { telephoneTextOf } from './telephone-text.ts';
import { functionOf } from './words.ts';

/** What nothing is read of, and nobody misses. */
const technical = new Set<string>([
  'VERSION',
  'PRODID',
  'REV',
  'N',
  'SORT-STRING',
  'PROFILE',
  ownProperty.level,
  ownProperty.notShown,
]);
const known = new Set<string>([
  ...technical,
  ...['UID', 'KIND', 'FN', 'ORG', 'TITLE', 'ROLE', 'EMAIL', 'TEL', 'LANG', 'URL', 'ADR', 'CATEGORIES'],
  ...[ownProperty.function, ownProperty.state, ownProperty.asWritten, ownProperty.hours],
  ...['TZ', 'KEY', ownProperty.availability, ownProperty.unofficial, ownProperty.madeName],
]);

/**
 * Contacts from vCards 3.0 (RFC 2426) and 4.0 (RFC 6350). What a card does not speak of stays as it is.
 * @param iso3 the state whose they are
 * @throws Problem BAD_USER_INPUT where the file holds none
 */
export function readVcards(text: string, iso3: string): ImportedFile {
  const cards = cardsIn(text);
  if (cards.length === 0)
    throw badInput(
      'input.file',
      'The file holds no vCard: each begins with BEGIN:VCARD and ends with END:VCARD.',
    );
  if (cards.length > importLimits.rows)
    throw badInput(
      'input.file',
      `The file has ${cards.length} vCards; at most ${importLimits.rows} are imported at once.`,
    );
  const names = new Set(cards.flatMap(({ lines }) => lines.map(({ name }) => name)));
  return {
    rows: cards.map((card, index) => readCard(card, index + 1, iso3)),
    ignored: [...names].filter((name) => !known.has(name)).sort(),
  };
}

function readCard({ line, lines, problem }: CardText, number: number, iso3: string): ImportedRow {
  const row = new RowDraft(number);
  const all = (name: string) => lines.filter((candidate) => candidate.name === name);
  const value = (name: string) => all(name)[0]?.value;
  const version = value('VERSION')?.trim();
  if (problem !== null) row.problem(null, `The vCard in line ${line} cannot be read. ${problem}`);
  if (version !== '3.0' && version !== '4.0')
    row.problem('VERSION', 'Only vCard 3.0 and 4.0 are read. Export it again as one of the two.');
  row.id(unescaped(value('UID') ?? ''));
  row.state(unescaped(value(ownProperty.state) ?? '') || countryOf(all('ADR')));
  purpose(row, value(ownProperty.function), all('CATEGORIES'), all('ROLE'));
  const kind = value('KIND');
  if (kind !== undefined) row.kind(kind, 'KIND');
  readTexts(row, lines);
  const page = value('URL');
  if (page !== undefined) row.text('webPage', page, 'URL');
  readLists(row, lines, iso3);
  const hours = value(ownProperty.availability);
  row.timeZone(unescaped(value('TZ') ?? ''));
  if (hours !== undefined) row.hours(unescaped(hours), ownProperty.availability);
  const keys = all('KEY').flatMap((key) => keyOf(key.value));
  if (keys.length > 0) row.keys(keys, 'KEY');
  return row.read();
}

/** What the contact is for: the product's own word, or a category or role that is one of the four. */
function purpose(
  row: RowDraft,
  own: string | undefined,
  categories: readonly ContentLine[],
  roles: readonly ContentLine[],
): void {
  if (own !== undefined) {
    row.function(unescaped(own), ownProperty.function);
    return;
  }
  const words = [
    ...categories.flatMap(({ value }) => componentsOf(value, ',')),
    ...roles.map(({ value }) => unescaped(value)),
  ];
  const meant = words.find((word) => functionOf(word) !== undefined);
  if (meant !== undefined) row.function(meant, 'CATEGORIES');
}

/** Names, titles and entities, each with its alternatives in other languages (RFC 6350 §5.4). */
function readTexts(row: RowDraft, lines: readonly ContentLine[]): void {
  const entity = textIn(row, lines, 'entity', 'ORG', (value) =>
    componentsOf(value, ';')
      .filter((part) => part.trim() !== '')
      .join(', '),
  );
  textIn(row, lines, 'title', 'TITLE', unescaped);
  const isMade = lines.some(({ name: property }) => property === ownProperty.madeName);
  const named = lines.filter(({ name, parameters }) => name === 'FN' && !isMade && !isDerived(parameters));
  const isOwn = lines.some(({ name: property }) => property === ownProperty.function);
  const isOffice = !isOwn && lines.some(({ name, value }) => name === 'KIND' && /^org/i.test(value));
  const [name] = named;
  // Address books repeat an organisation's name, since every card must have a name.
  if (isOffice && name && entity === undefined) row.text('entity', unescaped(name.value), 'FN');
  else if (!isOffice || (name && unescaped(name.value).trim() !== entity?.trim()))
    textIn(row, named, 'name', 'FN', unescaped);
  const marked = lines.find(({ name: property }) => property === ownProperty.unofficial);
  row.unofficial(unescaped(marked?.value ?? ''));
}

/** RFC 9554 §4.2. */
const isDerived = (parameters: ContentLine['parameters']) =>
  parameters.get('DERIVED')?.[0]?.toLowerCase() === 'true';

/** @returns the text in the original; undefined where the card does not speak of it */
function textIn(
  row: RowDraft,
  lines: readonly ContentLine[],
  field: TextField,
  property: string,
  read: (value: string) => string,
): string | undefined {
  const all = lines.filter(({ name }) => name === property);
  const original = all.find(({ parameters }) => !parameters.has('LANGUAGE')) ?? all[0];
  if (!original) return undefined;
  row.text(field, read(original.value), property);
  for (const { parameters, value } of all) {
    const language = languageOfTag(parameters.get('LANGUAGE')?.[0] ?? '');
    if (language) row.said(field, language, read(value), property);
  }
  return read(original.value);
}

function readLists(row: RowDraft, lines: readonly ContentLine[], iso3: string): void {
  const preferred = (name: string) =>
    lines
      .filter((line) => line.name === name)
      .map((line, index) => ({ line, index, rank: preference(line) }))
      .sort((one, other) => one.rank - other.rank || one.index - other.index)
      .map(({ line }) => line);
  const emails = preferred('EMAIL');
  if (emails.length > 0)
    row.list(
      'emails',
      emails.map(({ value }) => unescaped(value)),
      'EMAIL',
    );
  const languages = preferred('LANG');
  if (languages.length > 0)
    row.list(
      'languages',
      languages.map(({ value }) => unescaped(value)),
      'LANG',
    );
  const phones = preferred('TEL').filter((line) => !types(line).includes('fax'));
  const beside = (line: ContentLine, name: string) =>
    line.group === null
      ? undefined
      : lines.find((other) => other.group === line.group && other.name === name)?.value;
  const texts = phones.map((line) =>
    telephoneTextOf(
      {
        number: unescaped(line.value),
        asWritten: unescaped(beside(line, ownProperty.asWritten) ?? '') || null,
        aroundTheClock: beside(line, ownProperty.hours) === '24/7',
      },
      iso3,
    ),
  );
  if (phones.length > 0) row.list('phones', texts, 'TEL');
}

const types = ({ parameters }: ContentLine) =>
  (parameters.get('TYPE') ?? []).flatMap((type) => type.toLowerCase().split(','));

/** RFC 6350 §5.3; in vCard 3.0 the type `pref`. What has none comes last. */
function preference(line: ContentLine): number {
  const given = Number(line.parameters.get('PREF')?.[0] ?? Number.NaN);
  if (given >= 1 && given <= 100) return given;
  return types(line).includes('pref') ? 1 : 101;
}

/** The country of an address: its code (RFC 8605), or its name. */
function countryOf([address]: readonly ContentLine[]): string {
  return address?.parameters.get('CC')?.[0] ?? componentsOf(address?.value ?? '', ';')[6] ?? '';
}
