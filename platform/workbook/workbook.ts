import { posix } from 'node:path';
import { looksLikeHtml } from '../text/decode.ts';
import { UnreadableFile } from '../text/unreadable-file.ts';
import { type Cell, type Merge, readSheet, type SheetRow, unescaped } from './sheet.ts';
import { readStyles } from './styles.ts';
import { walkXml } from './xml.ts';
import { openZip, type ZipArchive } from './zip.ts';

export { type Cell, columnName, type Merge, type SheetRow } from './sheet.ts';

export interface Worksheet {
  readonly name: string;
  /** Only rows that hold anything, hidden ones too. */
  readonly rows: readonly SheetRow[];
  readonly merges: readonly Merge[];
}

/**
 * Reads the first worksheet of a workbook (`.xlsx`, ECMA-376), in the workbook's own order. Sparse: what a file claims to
 * be large costs nothing. `maxUnpackedBytes` bounds what is unpacked.
 * @throws UnreadableFile with what the file is, where it is no workbook
 */
export function readFirstWorksheet(bytes: Uint8Array, maxUnpackedBytes = 60_000_000): Worksheet {
  refuseOtherKinds(bytes);
  const archive = openZip(bytes, maxUnpackedBytes);
  const book = workbookPart(archive);
  const { sheets, since1904 } = readWorkbook(book.bytes);
  const relations = readRelations(archive, book.path);
  for (const { name, relation } of sheets) {
    const target = relations.get(relation);
    // A chart sheet is a sheet too, and no worksheet.
    if (target?.type !== 'worksheet') continue;
    const sheet = archive.file(target.path);
    if (!sheet)
      throw new UnreadableFile(`The workbook is damaged: its first worksheet, “${name}”, is missing.`);
    const context = {
      strings: readStrings(relatedPart(archive, relations, 'sharedStrings')),
      styles: readStyles(relatedPart(archive, relations, 'styles')),
      since1904,
    };
    return { name, ...readSheet(sheet, context) };
  }
  throw new UnreadableFile('The workbook holds no worksheet.');
}

/** The text a person sees in a cell; null where it is empty or an error. */
export function cellText(cell: Cell | undefined): string | null {
  if (cell?.kind === 'text') return cell.text;
  return cell?.kind === 'date' ? cell.date : null;
}

function refuseOtherKinds(bytes: Uint8Array): void {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (bytes.length === 0) throw new UnreadableFile('This is an empty file.');
  if (looksLikeHtml(bytes)) {
    throw new UnreadableFile('The file is a web page, not a workbook: perhaps a sign-in or error page.');
  }
  if (start === 'd0cf11e0') {
    throw new UnreadableFile(
      'The file is an old workbook (.xls) or one with a password. Save it as .xlsx without a password.',
    );
  }
  if (!start.startsWith('504b')) throw new UnreadableFile('The file is no workbook (.xlsx).');
}

interface Relation {
  /** The last word of the relation's type: `worksheet`, `styles`. */
  readonly type: string;
  readonly path: string;
}

function workbookPart(archive: ZipArchive): { path: string; bytes: Uint8Array } {
  const stated = [...readRelations(archive, '').values()].find(({ type }) => type === 'officeDocument');
  const path = stated?.path ?? 'xl/workbook.xml';
  const bytes = archive.file(path);
  if (!bytes) throw new UnreadableFile('The file is a zip archive, and no workbook (.xlsx).');
  return { path, bytes };
}

function readRelations(archive: ZipArchive, part: string): ReadonlyMap<string, Relation> {
  const folder = posix.dirname(part);
  const bytes = archive.file(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const relations = new Map<string, Relation>();
  if (!bytes) return relations;
  walkXml(bytes, 'relations', {
    open: (name, { Id, Type, Target, TargetMode }) => {
      if (name !== 'Relationship' || !Id || !Type || !Target || TargetMode === 'External') return;
      const path = posix.join('/', Target.startsWith('/') ? Target : posix.join(folder, Target)).slice(1);
      relations.set(Id, { type: posix.basename(Type), path });
    },
  });
  return relations;
}

/**
 * @returns null where the workbook says that it has no such part
 * @throws UnreadableFile where it names one that is not there: without it, cells would be read for what they are not
 */
function relatedPart(
  archive: ZipArchive,
  relations: ReadonlyMap<string, Relation>,
  type: string,
): Uint8Array | null {
  const named = [...relations.values()].find((relation) => relation.type === type);
  if (!named) return null;
  const bytes = archive.file(named.path);
  if (!bytes) throw new UnreadableFile(`The workbook is damaged: its part “${type}” is missing.`);
  return bytes;
}

function readWorkbook(bytes: Uint8Array) {
  const sheets: { name: string; relation: string }[] = [];
  let since1904 = false;
  walkXml(bytes, 'workbook', {
    open: (name, attributes) => {
      if (name === 'workbookPr') since1904 = /^(1|true|on)$/.test(attributes.date1904 ?? '');
      if (name === 'sheet') sheets.push({ name: attributes.name ?? '', relation: attributes.id ?? '' });
    },
  });
  return { sheets, since1904 };
}

/** The shared texts, without the reading aids (`rPh`) of East Asian names. */
function readStrings(bytes: Uint8Array | null): string[] {
  const strings: string[] = [];
  if (!bytes) return strings;
  let text = '';
  let inText = false;
  let phonetic = 0;
  walkXml(bytes, 'shared strings', {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic += 1;
      if (name === 't') inText = phonetic === 0;
    },
    text: (piece) => {
      if (inText) text += piece;
    },
    close: (name) => {
      if (name === 't') inText = false;
      if (name === 'rPh') phonetic -= 1;
      if (name === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}
