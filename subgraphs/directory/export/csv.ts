import { stringify } from 'csv-stringify/sync';
import { languages } from '../../../platform/languages/languages.ts';
import { textFields } from '../contacts/texts.ts';
import { hoursText } from './availability-text.ts';
import type { ContactRecord } from './contact-record.ts';
import { unofficial } from './vcard.ts';

type Cells = (record: ContactRecord) => string | null | readonly string[];

/** A name, title or entity in each official language has a column: `name:ru`. */
const textColumns: Readonly<Record<string, Cells>> = Object.fromEntries(
  textFields.flatMap((field) =>
    languages.map(({ code, tag }): [string, Cells] => [
      `${field}:${tag}`,
      ({ texts }) => texts.find((one) => one.field === field && one.language === code)?.text ?? null,
    ]),
  ),
);

/** The columns, in their order; each is named as the API names the field. */
const columns: Readonly<Record<string, Cells>> = {
  id: ({ id }) => id,
  state: ({ iso3 }) => iso3,
  function: (record) => record.function,
  kind: ({ kind }) => kind,
  level: ({ level }) => level,
  name: ({ name }) => name,
  title: ({ title }) => title,
  entity: ({ entity }) => entity,
  webPage: ({ webPage }) => webPage,
  emails: ({ emails }) => emails,
  phones: ({ phones }) => phones.map(({ text }) => text),
  languages: ({ languages }) => languages,
  ...textColumns,
  unofficialEnglish: (record) => unofficial(record),
  timeZone: ({ availability }) => availability?.timeZone ?? null,
  availability: ({ availability }) => availability && hoursText(availability),
  publicKeys: ({ publicKeys }) => publicKeys.join('\n'),
  updatedAt: ({ updatedAt }) => updatedAt,
  notShown: ({ notShown }) => notShown,
};

/** With a byte order mark: without one, spreadsheet programs take UTF-8 for something else, and spoil names. */
export const csvHead = `\uFEFF${row(Object.keys(columns))}`;

/** A point of contact as a row of comma-separated values (RFC 4180). */
export function csvRowOf(record: ContactRecord): string {
  return row(
    Object.values(columns).map((cells) => {
      const given = cells(record);
      const text = given === null ? '' : typeof given === 'string' ? given : cellOf(given);
      return neutralised(text);
    }),
  );
}

function row(cells: string[]): string {
  // A line break of either kind is quoted: by itself, `stringify` quotes the one between rows only.
  return stringify([cells], { record_delimiter: 'windows', quoted_match: /[\r\n]/ });
}

/** Several values in one cell; one in a line where a value holds what would part them. `listOf` reads it. */
export function cellOf(items: readonly string[]): string {
  return items.some((item) => item.includes(';')) ? `${items.join('\n')}\n` : items.join('; ');
}

export function listOf(cell: string): string[] {
  const items = /[\r\n]/.test(cell) ? cell.split(/[\r\n]+/) : cell.split(';');
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

// What makes a spreadsheet program calculate, at the start of a cell: also of one that there would be if the program parted
// cells at another character than the comma. The apostrophe before it makes it a text, and is taken off again on import.
const start = '(^|[;,|\\t\\r\\n])([ \u00a0"]{0,8})';
const sign = '[=+\\-@\uFF1D\uFF0B\uFF0D\uFF20]';
const formula = new RegExp(`${start}('*${sign})`, 'g');
const neutral = new RegExp(`${start}'('*${sign})`, 'g');

/** A cell that no spreadsheet program takes for a formula. */
export const neutralised = (text: string): string => text.replace(formula, "$1$2'$3");

/** What `neutralised` was given. */
export const asMeant = (cell: string): string => cell.replace(neutral, '$1$2$3');
