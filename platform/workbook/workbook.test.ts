import { describe, expect, it } from 'vitest';
import writeWorkbook from 'write-excel-file/node';
import {
  type HandmadeWorkbook,
  handmadeParts,
  handmadeWorkbook,
  workbookOf,
  zipOf,
} from '../../test/support/workbooks.ts';
import { UnreadableFile } from '../text/unreadable-file.ts';
import { cellText, columnName, readFirstWorksheet } from './workbook.ts';

function read(bytes: Uint8Array) {
  const { name, rows, merges } = readFirstWorksheet(bytes);
  const cells = rows.flatMap((row) =>
    [...row.cells].map(([column, cell]) => [`${columnName(column)}${row.number}`, cell] as const),
  );
  return { name, merges, cells: Object.fromEntries(cells) };
}

const textsOf = (bytes: Uint8Array) =>
  Object.fromEntries(Object.entries(read(bytes).cells).map(([at, cell]) => [at, cellText(cell)]));

const oneSheet = (xml: string, more: Partial<HandmadeWorkbook> = {}): HandmadeWorkbook => ({
  sheets: [{ name: 'Sheet1', file: 'sheet1.xml', xml }],
  ...more,
});
const cellsOf = (cells: string, more: Partial<HandmadeWorkbook> = {}) =>
  read(handmadeWorkbook(oneSheet(`<sheetData><row r="1">${cells}</row></sheetData>`, more))).cells;

describe('a workbook', () => {
  it('as a library writes it gives its texts, numbers and dates by row and column', async () => {
    const bytes = await workbookOf([
      ['Title'],
      [],
      [
        'two\nlines',
        null,
        60380000000,
        { value: new Date('2026-03-15T00:00:00Z'), format: 'dd mmm yyyy' },
        true,
      ],
    ]);
    expect(textsOf(bytes)).toEqual({
      A1: 'Title',
      A3: 'two\nlines',
      C3: '60380000000',
      D3: '2026-03-15',
      E3: 'TRUE',
    });
  });

  it('tells which cells are merged, across and down', async () => {
    const bytes = await workbookOf([
      [{ value: 'wide', columnSpan: 3 }, null, null],
      [{ value: 'tall', rowSpan: 2 }, 'x'],
      [null, 'y'],
    ]);
    expect(read(bytes).merges).toEqual([
      { top: 1, left: 1, bottom: 1, right: 3 },
      { top: 2, left: 1, bottom: 3, right: 1 },
    ]);
  });

  it('gives the first worksheet in its own order, whatever its file is called', async () => {
    const notes = '<sheetData><row><c t="inlineStr"><is><t>notes</t></is></c></row></sheetData>';
    const list = '<sheetData><row><c t="inlineStr"><is><t>list</t></is></c></row></sheetData>';
    for (const absolute of [false, true]) {
      const bytes = handmadeWorkbook({
        absolute,
        sheets: [
          { name: 'List', file: 'sheet2.xml', xml: list },
          { name: 'Notes', file: 'sheet1.xml', xml: notes },
        ],
      });
      expect(read(bytes)).toMatchObject({ name: 'List', cells: { A1: { text: 'list' } } });
    }
    const written = await writeWorkbook([
      { sheet: 'One', data: [['first']] },
      { sheet: 'Two', data: [['second']] },
    ]).toBuffer();
    expect(read(written)).toMatchObject({ name: 'One', cells: { A1: { text: 'first' } } });
  });

  it('passes over a chart sheet', () => {
    const parts = handmadeParts(oneSheet('<sheetData><row><c><v>7</v></c></row></sheetData>'));
    parts['xl/workbook.xml'] = (parts['xl/workbook.xml'] ?? '').replace(
      '<sheets>',
      '<sheets><sheet name="Chart" sheetId="9" r:id="chart"/>',
    );
    parts['xl/_rels/workbook.xml.rels'] = (parts['xl/_rels/workbook.xml.rels'] ?? '').replace(
      '<Relationships>',
      '<Relationships><Relationship Id="chart" Type="http://x/chartsheet" Target="chartsheets/sheet1.xml"/>',
    );
    expect(read(zipOf(parts))).toMatchObject({ name: 'Sheet1', cells: { A1: { text: '7' } } });
  });

  it('gives hidden rows and columns like any other', () => {
    const xml = `<cols><col min="2" max="2" hidden="1"/></cols><sheetData>
      <row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>`;
    expect(textsOf(handmadeWorkbook(oneSheet(xml)))).toEqual({ A1: '1', B1: '2' });
  });

  it('counts rows and cells that do not say where they are', () => {
    const xml =
      '<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c r="C3"><v>3</v></c><c><v>4</v></c></row></sheetData>';
    expect(textsOf(handmadeWorkbook(oneSheet(xml)))).toEqual({ A1: '1', B1: '2', C3: '3', D3: '4' });
  });

  it('takes no memory for what it only claims to hold', () => {
    const xml =
      '<dimension ref="A1:XFD1048576"/><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>';
    expect(textsOf(handmadeWorkbook(oneSheet(xml)))).toEqual({ XFD1048576: '1' });
  });

  it('may use a prefix for its elements', () => {
    const xml =
      '<x:sheetData xmlns:x="y"><x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>text</x:t></x:is></x:c></x:row></x:sheetData>';
    expect(textsOf(handmadeWorkbook(oneSheet(xml)))).toEqual({ A1: 'text' });
  });
});

describe('a cell', () => {
  it('has the shared text, its runs put together and without the reading aids', () => {
    const strings =
      '<si><t>plain</t></si><si><r><t>TAN </t></r><r><rPr><b/></rPr><t xml:space="preserve">Wei</t></r></si><si><t>山田</t><rPh sb="0" eb="2"><t>ヤマダ</t></rPh></si><si><t>a_x000D_b &amp; c</t></si>';
    const cells = cellsOf(
      '<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c>',
      { strings },
    );
    expect(Object.values(cells).map(cellText)).toEqual(['plain', 'TAN Wei', '山田', 'a\rb & c']);
  });

  it('has the stored result of its formula', () => {
    const cells = cellsOf(
      '<c r="A1" t="str"><f>B1&amp;C1</f><v>result</v></c><c r="B1"><f>1+1</f><v>2</v></c>',
    );
    expect(Object.values(cells).map(cellText)).toEqual(['result', '2']);
  });

  it('with an error, or a formula without a result, is unknown and not empty', () => {
    const cells = cellsOf(
      '<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c><c r="C1" t="s"><v>9</v></c>',
    );
    expect(cells).toEqual({
      A1: { kind: 'error', error: '#N/A' },
      B1: { kind: 'error', error: 'no result' },
      C1: { kind: 'error', error: 'missing text' },
    });
  });

  it('that is empty or blank is none', () => {
    expect(cellsOf('<c r="A1" s="0"/><c r="B1" t="inlineStr"><is><t>  </t></is></c>')).toEqual({});
  });

  it.each([
    [14, '', '46096', '2026-03-15'],
    [14, '', '46096.999', '2026-03-15'],
    [17, '', '46082', '2026-03'],
    [22, '', '46096.5', '2026-03-15'],
    [164, 'dd\\ mmm\\ yyyy', '46096', '2026-03-15'],
    [164, '[$-409]mmm\\-yy;@', '46082', '2026-03'],
    [164, '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', '46096', '2026-03-15'],
    [164, '"day" 0', '46096', '46096'],
    [164, '#,##0.00', '46096', '46096'],
    [164, '[h]:mm', '46096', '46096'],
    [0, '', '46096', '46096'],
  ])('of the number format %d %s shows %s as %s', (id, code, stored, shown) => {
    const numberFormats = `<numFmts><numFmt numFmtId="164" formatCode="${code.replaceAll('"', '&quot;')}"/></numFmts>`;
    const cells = cellsOf(`<c r="A1" s="1"><v>${stored}</v></c>`, { numberFormats, styles: [id] });
    expect(cellText(cells.A1)).toBe(shown);
  });

  it('has the same date in the other date system', () => {
    const cells = cellsOf('<c r="A1" s="1"><v>44634</v></c>', { styles: [14], date1904: true });
    expect(cells.A1).toEqual({ kind: 'date', date: '2026-03-15' });
  });

  it('has its date as text too (ISO 8601)', () => {
    expect(cellsOf('<c r="A1" t="d"><v>2026-03-15T00:00:00</v></c>').A1).toEqual({
      kind: 'date',
      date: '2026-03-15',
    });
  });

  it('has a telephone number typed as a number in all its digits, in the pattern it is shown with', () => {
    const numberFormats =
      '<numFmts><numFmt numFmtId="164" formatCode="\\+000\\ 00\\ 000\\ 000"/><numFmt numFmtId="165" formatCode="000000000"/></numFmts>';
    const cells = cellsOf(
      '<c r="A1"><v>6.0380000000000E10</v></c><c r="B1" s="1"><v>85621255012</v></c><c r="C1" s="2"><v>21255012</v></c>',
      { numberFormats, styles: [164, 165] },
    );
    expect(Object.values(cells).map(cellText)).toEqual(['60380000000', '+856 21 255 012', '021255012']);
  });
});

describe('what is no workbook', () => {
  const failure = (bytes: Uint8Array, most?: number): string => {
    try {
      readFirstWorksheet(bytes, most);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableFile);
      return error instanceof UnreadableFile ? error.message : '';
    }
    return '';
  };
  const bytesOf = (text: string) => new TextEncoder().encode(text);

  it.each([
    ['nothing', bytesOf(''), 'empty'],
    ['a web page', bytesOf('<!DOCTYPE html><html>Sign in</html>'), 'web page'],
    ['a text', bytesOf('No,Country\n1,Brunei'), 'no workbook'],
    ['an old or protected workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'password'],
    ['another zip archive', zipOf({ 'readme.txt': 'hello' }), 'no workbook'],
    ['a workbook without worksheets', handmadeWorkbook({ sheets: [] }), 'no worksheet'],
    ['broken XML', handmadeWorkbook(oneSheet('<sheetData><row></sheetData>')), 'damaged'],
    ['an entity that is not of XML', handmadeWorkbook(oneSheet('<sheetData>&bomb;</sheetData>')), 'damaged'],
  ])('%s is named', (_what, bytes, words) => {
    expect(failure(bytes)).toContain(words);
  });

  it('a workbook that breaks off anywhere is refused', async () => {
    const bytes = await workbookOf([['Title'], ['text']]);
    for (let share = 0; share < 1; share += 0.05) {
      expect(failure(bytes.subarray(0, Math.floor(bytes.length * share)))).not.toBe('');
    }
  });

  it.each([
    ['styles', 'xl/styles.xml'],
    ['texts', 'xl/sharedStrings.xml'],
  ])('a workbook is refused that has lost its %s, for it would be read for what it is not', (_what, lost) => {
    const parts = Object.entries(
      handmadeParts(oneSheet('<sheetData><row><c><v>7</v></c></row></sheetData>')),
    );
    const rest = Object.fromEntries(parts.filter(([name]) => name !== lost));
    expect(() => read(zipOf(rest))).toThrow(/damaged.*missing/);
    expect(() => read(zipOf(rest))).toThrow(UnreadableFile);
  });

  it('a workbook whose worksheet is missing is refused', () => {
    const { 'xl/worksheets/sheet1.xml': _gone, ...rest } = handmadeParts(oneSheet('<sheetData/>'));
    expect(failure(zipOf(rest))).toContain('missing');
  });

  it('a small file that unpacks to a huge one is refused', () => {
    const bomb = handmadeWorkbook(oneSheet(`<sheetData>${' '.repeat(5_000_000)}</sheetData>`));
    expect(bomb.length).toBeLessThan(20_000);
    expect(failure(bomb, 1_000_000)).toContain('more than the 1 MB');
  });

  it('a DOCTYPE that defines entities expands nothing', () => {
    const parts = handmadeParts(oneSheet('<sheetData/>'));
    parts['xl/workbook.xml'] =
      '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><workbook><sheets><sheet name="&b;"/></sheets></workbook>';
    expect(failure(zipOf(parts))).toContain('damaged');
  });
});
