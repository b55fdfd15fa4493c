import { SourceFailure } from '../contract.ts';
import { cellText, type SheetRow, type Worksheet } from '../formats/workbook.ts';
import { type ArfField, contactFields, type Level, levels, levelTitles } from './record.ts';

export type Shared = 'number' | 'country' | 'remarks' | 'asOf';

export interface Column {
  readonly column: number;
  /** The heading as the edition writes it. */
  readonly heading: string;
}

/** Where the columns of the table are. Two columns of one meaning (`Tel`, `Mobile`) are both read. */
export interface Layout {
  readonly shared: Readonly<Record<Shared, readonly Column[]>>;
  readonly groups: Readonly<Record<Level, Readonly<Record<ArfField, readonly Column[]>>>>;
  /** The number of the header's last row. */
  readonly lastHeaderRow: number;
}

/** Words compare without case, line breaks, spacing, hyphens and other signs. */
function words(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

const phoneWord = '(?:tel|telephone|phone|mobile|handphone|hand phone|cell|cellphone|hotline)';
const fieldWords: Readonly<Record<ArfField, RegExp>> = {
  name: /^(?:full )?names?(?: of .+)?$/,
  designation: /^(?:(?:job |official )?(?:title|position|designation|post|rank)s?(?: and | or | )?)+$/,
  agency:
    /^(?:(?:ministry|ministries|agency|agencies|organi[sz]ation|department|institution|office)(?: and | or | )?)+$/,
  telephone: new RegExp(
    `^(?:office |direct |contact )?${phoneWord}(?: (?:fax|and|or|${phoneWord}))*(?: (?:no|nos|number|numbers))?$`,
  ),
  fax: /^(?:fax|facsimile|telefax)(?: (?:no|nos|number|numbers))?$/,
  email: /^e ?mails?(?: (?:address|addresses|id))?$/,
};
const sharedWords: Readonly<Record<Shared, RegExp>> = {
  number: /^(?:no|nr|s n|sn|s no|serial no|item|number)$/,
  country:
    /^(?:arf )?(?:participating |participant |member )?(?:country|countries|states?|participants?|members?)(?: (?:and|or) (?:organi[sz]ations?|participants?))?$/,
  remarks: /^(?:remarks?|notes?|comments?)$/,
  asOf: /^(?:as (?:of|at)(?: date)?|(?:information |valid )as (?:of|at)|date(?: of update)?|(?:last )?updated?(?: on)?)$/,
};
const groupWords: Readonly<Record<Level, RegExp>> = {
  HIGH_LEVEL: /\bhigh ?level\b/,
  WORKING_LEVEL: /\bworking ?level\b/,
};

function meaningOf<T extends string>(text: string, table: Readonly<Record<T, RegExp>>): T | null {
  const plain = words(text);
  for (const key in table) if (table[key].test(plain)) return key;
  return null;
}

function groupOf(text: string): Level | null {
  const named = levels.filter((level) => groupWords[level].test(words(text)));
  const [only] = named;
  // A title names both levels in one cell: it is no heading of either.
  return only && named.length === 1 ? only : null;
}

function headings(row: SheetRow | undefined): { column: number; text: string }[] {
  return [...(row?.cells ?? [])]
    .map(([column, cell]) => ({ column, text: cellText(cell) ?? '' }))
    .filter(({ text }) => text !== '')
    .sort((one, other) => one.column - other.column);
}

function groupHeadings(row: SheetRow | undefined) {
  return headings(row).flatMap(({ column, text }) => {
    const level = groupOf(text);
    return level ? [{ column, level }] : [];
  });
}

function hasBothGroups(row: SheetRow | undefined): boolean {
  return new Set(groupHeadings(row).map(({ level }) => level)).size === levels.length;
}

/**
 * Finds the two-row header by its words: a row with a cell for each level, and below it the columns of each, which belong to
 * the nearest level to the left.
 * @throws SourceFailure that says what is missing: a column that is not found would read as one that was emptied
 */
export function findLayout(sheet: Worksheet): Layout {
  const problems: string[] = [];
  for (const [index, row] of sheet.rows.entries()) {
    const below = sheet.rows[index + 1];
    if (!hasBothGroups(row) || !below) continue;
    const layout = layoutOf(row, below);
    const missing = missingColumns(layout);
    if (missing.length === 0) return layout;
    problems.push(`in row ${row.number} it lacks ${missing.join(', ')}`);
  }
  const what =
    problems[0] ?? 'no row has a cell “High-Level …” and a cell “Working-Level …” with their columns below';
  throw new SourceFailure(
    `The header of the table was not found on the worksheet “${sheet.name}”: ${what}. Check that this is the directory, and that its headings stand as they always did.`,
  );
}

function layoutOf(groupRow: SheetRow, fieldRow: SheetRow): Layout {
  const shared: Record<Shared, Column[]> = { number: [], country: [], remarks: [], asOf: [] };
  const groups = { HIGH_LEVEL: emptyGroup(), WORKING_LEVEL: emptyGroup() };
  const starts = groupHeadings(groupRow);
  for (const { column, text } of [...headings(groupRow), ...headings(fieldRow)]) {
    const heading = text.replace(/\s+/g, ' ').trim();
    const meaning = meaningOf(text, sharedWords);
    if (meaning && groupOf(text) === null) shared[meaning].push({ column, heading });
  }
  for (const { column, text } of headings(fieldRow)) {
    const heading = text.replace(/\s+/g, ' ').trim();
    const level = starts.findLast((start) => start.column <= column)?.level;
    const field = meaningOf(text, fieldWords);
    if (level && field && meaningOf(text, sharedWords) === null)
      groups[level][field].push({ column, heading });
  }
  return { shared, groups, lastHeaderRow: fieldRow.number };
}

function emptyGroup(): Record<ArfField, Column[]> {
  return { name: [], designation: [], agency: [], telephone: [], fax: [], email: [] };
}

const requiredHeadings: Readonly<Record<Exclude<ArfField, 'fax'>, string>> = {
  name: 'Name',
  designation: 'Designation',
  agency: 'Ministry/Agency',
  telephone: 'Tel',
  email: 'Email',
};

function missingColumns({ shared, groups }: Layout): string[] {
  const missing = shared.country.length === 0 ? ['a column “Participating Country”'] : [];
  for (const level of levels) {
    for (const field of contactFields) {
      if (field === 'fax' || groups[level][field].length > 0) continue;
      missing.push(`a column “${requiredHeadings[field]}” under “${levelTitles[level]}”`);
    }
  }
  return missing;
}

/** Whether a row repeats the header, as it does where a page breaks. */
export function repeatsHeader(row: SheetRow, layout: Layout): boolean {
  if (hasBothGroups(row)) return true;
  const repeated = levels.flatMap((level) =>
    contactFields.flatMap((field) =>
      layout.groups[level][field].filter(({ column }) => {
        const text = cellText(row.cells.get(column));
        return text !== null && meaningOf(text, fieldWords) === field;
      }),
    ),
  );
  return repeated.length >= 3;
}
