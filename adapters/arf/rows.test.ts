import { describe, expect, it } from 'vitest';
import type { Cell } from 'write-excel-file/node';
import { type ArfRow, arfEdition, groupColumns, handmadeWorkbook } from '../../test/support/workbooks.ts';
import { columnName, readFirstWorksheet } from '../formats/workbook.ts';
import { readRows } from './rows.ts';

const read = (bytes: Uint8Array) => readRows(readFirstWorksheet(bytes));

/** What stands in each record, short: `row level country name agency email …`. */
async function records(rows: readonly ArfRow[]) {
  const edition = read(await arfEdition(rows));
  return { ...edition, list: edition.records.map(short) };
}

function short({ location, record }: ReturnType<typeof read>['records'][number]): string {
  const { country, name, designation, agency, telephone, fax, email } = record;
  const place = location.replace(/^Sheet1, row (\d+), (\w).*$/, '$1$2');
  const texts = [country, name, designation, agency, telephone, fax, email].map(({ text }) => text ?? '·');
  return [place, ...texts].join(' | ');
}

const high = ['Mr. TAN Wei Ming', 'Director', 'MFA', '+60 3 8000 0000', '+60 3 8000 0001', 'tan@mfa.example'];
const working = ['Ms. LIM Mei', 'Officer', 'CERT', '+60 3 8000 0002', null, 'lim@cert.example'];
const office = [null, null, 'Cyber Agency', null, null, 'office@agency.example'];

describe('a row', () => {
  it('gives a record for each level, with its place', async () => {
    const { records: found, setAside } = await records([
      { no: 1, country: 'Malaysia', high, working, remarks: 'note', asOf: 'Mar-26' },
    ]);
    expect(found.map(({ location }) => location)).toEqual([
      'Sheet1, row 5, High-Level',
      'Sheet1, row 5, Working-Level',
    ]);
    expect(found.map(short)).toEqual([
      '5H | Malaysia | Mr. TAN Wei Ming | Director | MFA | +60 3 8000 0000 | +60 3 8000 0001 | tan@mfa.example',
      '5W | Malaysia | Ms. LIM Mei | Officer | CERT | +60 3 8000 0002 | · | lim@cert.example',
    ]);
    expect(found.map(({ record }) => [record.remarks.text, record.asOf.text])).toEqual([
      ['note', 'Mar-26'],
      ['note', 'Mar-26'],
    ]);
    expect(setAside).toEqual([]);
  });

  it('says nothing about a level whose six cells are empty or placeholders', async () => {
    const empty = ['TBC', '-', null, 'N/A', ' ', 'nil'];
    expect((await records([{ country: 'Malaysia', high: empty, working }])).list).toHaveLength(1);
    expect(
      (
        await records([
          { country: 'Malaysia', high: empty },
          { country: 'Japan', working },
        ])
      ).list,
    ).toHaveLength(1);
  });

  it('with an agency and a mailbox and no name is a record', async () => {
    expect((await records([{ country: 'Malaysia', working: office }])).list).toEqual([
      '5W | Malaysia | · | · | Cyber Agency | · | · | office@agency.example',
    ]);
  });

  it('that repeats another word for word is set aside, and names the other', async () => {
    const { list, setAside } = await records([
      { no: 1, country: 'Viet Nam', high },
      { no: 2, country: 'Vietnam', high, working },
    ]);
    expect(list.map((line) => line.slice(0, 2))).toEqual(['5H', '6W']);
    expect(setAside).toEqual([
      {
        location: 'Sheet1, row 6, High-Level',
        reason: 'It repeats row 5 word for word, which is read once.',
      },
    ]);
  });

  it('is read where it is hidden', () => {
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const fields = (row: number, first: number) =>
      groupColumns.map((text, index) => cell(`${columnName(first + index)}${row}`, text)).join('');
    const xml = `<sheetData>
      <row r="2">${cell('A2', 'No')}${cell('B2', 'Country')}${cell('C2', 'High-Level')}${cell('I2', 'Working-Level')}</row>
      <row r="3">${fields(3, 3)}${fields(3, 9)}</row>
      <row r="4" hidden="1">${cell('B4', 'Malaysia')}${cell('C4', 'Mr. TAN')}${cell('H4', 'tan@mfa.example')}</row>
      </sheetData><mergeCells><mergeCell ref="C2:H2"/><mergeCell ref="I2:N2"/></mergeCells>`;
    const bytes = handmadeWorkbook({ sheets: [{ name: 'List', file: 's.xml', xml }] });
    expect(read(bytes).records.map(({ location, record }) => [location, record.name.text])).toEqual([
      ['List, row 4, High-Level', 'Mr. TAN'],
    ]);
  });
});

describe('a row without a country', () => {
  it('continues the country whose cell is merged down to it, and no further', async () => {
    const { list } = await records([
      { no: { value: 1, rowSpan: 3 }, country: { value: 'Malaysia', rowSpan: 3 }, high },
      { working },
      { working: office },
      { no: 2, country: 'Japan', working },
    ]);
    expect(list.map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      '5H Malaysia',
      '6W Malaysia',
      '7W Malaysia',
      '8W Japan',
    ]);
  });

  it('continues the country directly above where nothing is merged', async () => {
    const { list } = await records([{ no: 1, country: 'Malaysia', high }, { working }, { working: office }]);
    expect(list.map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      '5H Malaysia',
      '6W Malaysia',
      '7W Malaysia',
    ]);
  });

  it('with a number of its own has lost its country, which is not guessed; nor is that of the row below it', async () => {
    const { list } = await records([
      { no: 1, country: 'Malaysia', high },
      { no: 2, working },
      { working: office },
    ]);
    expect(list.map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual([
      '5H Malaysia',
      '6W ·',
      '7W ·',
    ]);
  });

  it('below an empty row or a note belongs to no country', async () => {
    const between: ArfRow[][] = [
      [{}],
      [{ no: 'Note: the list is updated yearly' }],
      [{ high: ['Note: see annex'] }],
    ];
    for (const rows of between) {
      const { list } = await records([{ no: 1, country: 'Malaysia', high }, ...rows, { working }]);
      expect(list.map((line) => line.split(' | ').slice(0, 2).join(' '))).toEqual(['5H Malaysia', '7W ·']);
    }
  });

  it('that is a note below the table is no record', async () => {
    const notes: ArfRow[] = [
      { no: '* subject to change' },
      { country: 'Note: names are given as submitted' },
      { high: [{ value: 'Updated by the Secretariat', columnSpan: 6 }] },
      { high: ['Source: submissions of participants'] },
    ];
    for (const note of notes) {
      expect((await records([{ country: 'Malaysia', high }, note])).list).toHaveLength(1);
      expect((await records([{ country: 'Malaysia', high }, {}, note])).list).toHaveLength(1);
    }
  });
});

describe('"same as above"', () => {
  it.each(['same as above', 'Ditto', '"'])(
    '%j is the cell above in the same column, through any number of rows',
    async (ditto) => {
      const { list } = await records([
        { country: 'Malaysia', high },
        { high: ['Mr. ONG', 'Deputy', ditto, '+60 3 8000 0009', ditto, 'ong@mfa.example'] },
        { high: ['Mr. LEE', 'Deputy', ditto, ditto, ditto, 'lee@mfa.example'] },
      ]);
      expect(list.slice(1)).toEqual([
        '6H | Malaysia | Mr. ONG | Deputy | MFA | +60 3 8000 0009 | +60 3 8000 0001 | ong@mfa.example',
        '7H | Malaysia | Mr. LEE | Deputy | MFA | +60 3 8000 0009 | +60 3 8000 0001 | lee@mfa.example',
      ]);
    },
  );

  it('reaches over to another country where it says so, and repeats the country itself', async () => {
    const { list } = await records([
      { country: 'Malaysia', high },
      { country: 'Japan', high: ['Ms. SATO', 'Director', 'ditto'] },
      { country: 'ditto', high: ['Ms. ITO', 'Director', 'METI'] },
    ]);
    expect(list.slice(1)).toEqual([
      '6H | Japan | Ms. SATO | Director | MFA | · | · | ·',
      '7H | Japan | Ms. ITO | Director | METI | · | · | ·',
    ]);
  });

  it('may be one of several values', async () => {
    const { list } = await records([
      { country: 'Malaysia', high },
      { high: ['Mr. ONG', null, null, 'ditto\n+60 3 8000 0009'] },
    ]);
    expect(list[1]).toBe('6H | Malaysia | Mr. ONG | · | · | +60 3 8000 0000\n+60 3 8000 0009 | · | ·');
  });

  it('of an empty cell, of the header or in other words is unknown, with the place', async () => {
    const { records: found } = await records([
      { country: 'Malaysia', high: ['Mr. TAN', null, 'ditto', null, null, 'tan@mfa.example'] },
      { high: ['Mr. ONG', 'ditto', null, 'same as Working-Level', null, 'ong@mfa.example'] },
    ]);
    const [first, second] = found.map(({ record }) => record);
    expect(first?.agency).toEqual({
      text: null,
      at: 'Ministry/Agency, column E',
      error: 'says “ditto”, and nothing stands above it',
    });
    expect(second?.designation.error).toBe('says “ditto”, and nothing stands above it');
    expect(second?.telephone).toMatchObject({
      text: null,
      error: 'says “same as Working-Level”, which is no value; write it out',
    });
  });

  it('of a placeholder is empty as well', async () => {
    const { records: found } = await records([
      { country: 'Malaysia', high: ['Mr. TAN', 'TBC'] },
      { high: ['Mr. ONG', 'ditto'] },
    ]);
    expect(found[1]?.record.designation).toMatchObject({ text: null, error: null });
  });
});

describe('merged cells', () => {
  it('reach down to the rows they cover, and make no contact of their own', async () => {
    const { records: found, list } = await records([
      {
        country: { value: 'Malaysia', rowSpan: 2 },
        high: ['Mr. TAN', 'Director', { value: 'MFA', rowSpan: 2 }, '+60 3 8000 0000'],
        working: working.map((value): Cell => (value === null ? null : { value, rowSpan: 2 })),
        remarks: { value: 'both', rowSpan: 2 },
        asOf: { value: 'Mar-26', rowSpan: 2 },
      },
      { high: ['Mr. ONG', 'Deputy', null, '+60 3 8000 0009'] },
    ]);
    expect(list.map((line) => line.split(' | ').slice(0, 5).join(' '))).toEqual([
      '5H Malaysia Mr. TAN Director MFA',
      '5W Malaysia Ms. LIM Mei Officer CERT',
      '6H Malaysia Mr. ONG Deputy MFA',
    ]);
    expect(found[2]?.record).toMatchObject({ remarks: { text: 'both' }, asOf: { text: 'Mar-26' } });
  });
});
