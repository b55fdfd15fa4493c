import { crc32, deflateRawSync } from 'node:zlib';
import writeWorkbook, { type Cell, type Row } from 'write-excel-file/node';

/** Rows as a workbook on one worksheet, really written. */
export function workbookOf(rows: readonly Row[], sheet = 'Sheet1'): Promise<Uint8Array> {
  return writeWorkbook([{ sheet, data: rows.map((row) => [...row]) }]).toBuffer();
}

export const groupColumns = ['Name', 'Designation', 'Ministry/Agency', 'Tel', 'Fax', 'Email'];

/** The ARF table's two header rows, with their merged cells. */
export function arfHeader(): Row[] {
  const tall = (value: string): Cell => ({ value, rowSpan: 2 });
  const wide = (value: string): Cell[] => [{ value, columnSpan: 6 }, null, null, null, null, null];
  return [
    [
      tall('No'),
      tall('Participating Country'),
      ...wide('High-Level Point of Contact'),
      ...wide('Working-Level Point of Contact'),
      tall('Remarks'),
      tall('As of'),
    ],
    [null, null, ...groupColumns, ...groupColumns, null, null],
  ];
}

export interface ArfRow {
  readonly no?: Cell;
  readonly country?: Cell;
  /** Name, Designation, Ministry/Agency, Tel, Fax, Email. */
  readonly high?: readonly Cell[];
  readonly working?: readonly Cell[];
  readonly remarks?: Cell;
  readonly asOf?: Cell;
}

export function arfRow({ no, country, high = [], working = [], remarks, asOf }: ArfRow): Row {
  const six = (cells: readonly Cell[]) => Array.from({ length: 6 }, (_, index) => cells[index] ?? null);
  return [no ?? null, country ?? null, ...six(high), ...six(working), remarks ?? null, asOf ?? null];
}

/** An ARF workbook: title lines, the header (rows 3 and 4), and the rows from row 5 on. */
export function arfEdition(rows: readonly ArfRow[]): Promise<Uint8Array> {
  const title = ['Directory of Points of Contact, High-Level and Working-Level'];
  return workbookOf([title, [], ...arfHeader(), ...rows.map(arfRow)]);
}

/** A zip archive made by hand, for what no library writes. Sizes may be declared falsely. */
export function zipOf(
  files: Readonly<Record<string, string | Uint8Array>>,
  { declaredSize }: { declaredSize?: number } = {},
): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, given] of Object.entries(files)) {
    const content = Buffer.from(typeof given === 'string' ? new TextEncoder().encode(given) : given);
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(declaredSize ?? content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([signature(0x04034b50), fields, Buffer.from(name), packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), fields, place, Buffer.from(name)]),
    );
    locals.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, ...directory, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

export interface HandmadeWorkbook {
  /** In the workbook's order: the file name of each worksheet and what stands in its `<worksheet>`. */
  readonly sheets: readonly { readonly name: string; readonly file: string; readonly xml: string }[];
  /** `<si>` elements. */
  readonly strings?: string;
  /** `numFmts` and the number format of each cell style, from style 1 on. */
  readonly numberFormats?: string;
  readonly styles?: readonly number[];
  readonly date1904?: boolean;
  /** Target of the worksheets, relative to the workbook or from the root. */
  readonly absolute?: boolean;
}

const spreadsheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relationship = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook made by hand: what no library writes stands in it as it would in a file from elsewhere. */
export function handmadeParts(book: HandmadeWorkbook): Record<string, string> {
  const folder = book.absolute ? '/xl/worksheets/' : 'worksheets/';
  const sheets = book.sheets.map(
    ({ name }, index) => `<sheet name="${name}" sheetId="${index + 5}" r:id="s${index}"/>`,
  );
  const relations = book.sheets.map(
    ({ file }, index) =>
      `<Relationship Id="s${index}" Type="${relationship}/worksheet" Target="${folder}${file}"/>`,
  );
  const formats = [0, ...(book.styles ?? [])].map((id) => `<xf numFmtId="${id}"/>`);
  return {
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${relationship}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${spreadsheet}" xmlns:r="${relationship}"><workbookPr${book.date1904 ? ' date1904="1"' : ''}/><sheets>${sheets.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}<Relationship Id="st" Type="${relationship}/styles" Target="styles.xml"/><Relationship Id="ss" Type="${relationship}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet>${book.numberFormats ?? ''}<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>${formats.join('')}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${book.strings ?? ''}</sst>`,
    ...Object.fromEntries(
      book.sheets.map(({ file, xml }) => [
        `xl/worksheets/${file}`,
        `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${spreadsheet}">${xml}</worksheet>`,
      ]),
    ),
  };
}

export function handmadeWorkbook(book: HandmadeWorkbook): Uint8Array {
  return zipOf(handmadeParts(book));
}
