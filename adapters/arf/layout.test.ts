import { describe, expect, it } from 'vitest';
import type { Row } from 'write-excel-file/node';
import { arfHeader, arfRow, workbookOf } from '../../test/support/workbooks.ts';
import { SourceFailure } from '../contract.ts';
import { readFirstWorksheet } from '../formats/workbook.ts';
import { readRows } from './rows.ts';

const read = (bytes: Uint8Array) => readRows(readFirstWorksheet(bytes));

function short({ location, record }: ReturnType<typeof read>['records'][number]): string {
  const { country, name, designation, agency, telephone, fax, email } = record;
  const place = location.replace(/^Sheet1, row (\d+), (\w).*$/, '$1$2');
  const texts = [country, name, designation, agency, telephone, fax, email].map(({ text }) => text ?? '·');
  return [place, ...texts].join(' | ');
}

const high = ['Mr. TAN Wei Ming', 'Director', 'MFA', '+60 3 8000 0000', '+60 3 8000 0001', 'tan@mfa.example'];
const working = ['Ms. LIM Mei', 'Officer', 'CERT', '+60 3 8000 0002', null, 'lim@cert.example'];
describe('the header', () => {
  const row = arfRow({ no: 1, country: 'Malaysia', high, working, remarks: 'note', asOf: 'Mar-26' });
  const rename = (rows: readonly Row[], from: string, to: string): Row[] =>
    rows.map((cells) =>
      cells.map((cell) => {
        if (cell === from) return to;
        const isObject = typeof cell === 'object' && cell !== null && 'value' in cell;
        return isObject && cell.value === from ? { ...cell, value: to } : cell;
      }),
    );

  it.each([0, 1, 7])('is found below %d title lines', async (titles) => {
    const above: Row[] = Array.from({ length: titles }, (_, index) => [
      index === 0 ? 'High-Level and Working-Level Points of Contact' : `as of line ${index}`,
    ]);
    expect(read(await workbookOf([...above, ...arfHeader(), row])).records).toHaveLength(2);
  });

  it.each([
    ['Tel', 'TELEPHONE'],
    ['Tel', 'Phone No.'],
    ['Tel', 'Tel.\nNo'],
    ['Tel', 'Telephone Number'],
    ['Tel', 'Tel / Mobile'],
    ['Email', 'E-mail'],
    ['Email', 'E-MAIL ADDRESS'],
    ['Designation', 'Position'],
    ['Designation', 'TITLE'],
    ['Designation', 'Designation/Title'],
    ['Ministry/Agency', 'MINISTRY /\nAGENCY'],
    ['Ministry/Agency', 'Agency'],
    ['Ministry/Agency', 'Organisation'],
    ['Ministry/Agency', 'Organization'],
    ['Ministry/Agency', 'Ministry / Department'],
    ['Name', '  NAME '],
    ['Participating Country', 'Country'],
    ['Participating Country', 'PARTICIPATING\nCOUNTRIES'],
    ['Participating Country', 'ARF Participant'],
    ['High-Level Point of Contact', 'HIGH LEVEL  POC'],
    ['Working-Level Point of Contact', 'Point of Contact\n(Working Level)'],
    ['As of', 'AS OF'],
    ['As of', 'Last updated'],
    ['Remarks', 'Remark'],
    ['Fax', 'Facsimile No.'],
  ])('may say %j as %j', async (from, to) => {
    const found = read(await workbookOf([...rename(arfHeader(), from, to), row])).records;
    expect(found).toHaveLength(2);
    for (const { record } of found) {
      const { country, name, designation, agency, telephone, email, remarks, asOf } = record;
      for (const { text } of [country, name, designation, agency, telephone, email, remarks, asOf]) {
        expect(text).not.toBeNull();
      }
    }
    expect(found[0]?.record.fax.text).toBe('+60 3 8000 0001');
  });

  it('may have its columns in another order, and others between', async () => {
    const fields = ['Email', 'Name', 'Photo', 'Tel', 'Mobile', 'Fax', 'Agency', 'Designation'];
    const rows: Row[] = [
      [
        'As of',
        'Region',
        'Participating Country',
        'Working-Level',
        ...Array<null>(7).fill(null),
        'High-Level',
        ...Array<null>(7).fill(null),
        'Remarks',
      ],
      [null, null, null, ...fields, ...fields, null],
      [
        'Mar-26',
        'SEA',
        'Malaysia',
        'w@x.example',
        'Ms. W',
        'photo',
        '+60 3 1',
        '+60 12 1',
        '+60 3 2',
        'CERT',
        'Officer',
        'h@x.example',
        'Mr. H',
        'photo',
        '+60 3 3',
        null,
        '+60 3 4',
        'MFA',
        'Director',
        'note',
      ],
    ];
    const found = read(await workbookOf(rows)).records;
    expect(found.map(short)).toEqual([
      '3H | Malaysia | Mr. H | Director | MFA | +60 3 3 | +60 3 4 | h@x.example',
      '3W | Malaysia | Ms. W | Officer | CERT | +60 3 1\n+60 12 1 | +60 3 2 | w@x.example',
    ]);
    expect(found[0]?.record.telephone.at).toBe('Tel, column O and Mobile, column P');
    expect(found[0]?.record).toMatchObject({ remarks: { text: 'note' }, asOf: { text: 'Mar-26' } });
  });

  it('that comes again where a page breaks is no contact', async () => {
    const second = arfRow({ no: 2, country: 'Japan', working });
    const found = read(await workbookOf([...arfHeader(), row, ...arfHeader(), second])).records;
    expect(found.map(short).map((line) => line.slice(0, 2))).toEqual(['3H', '3W', '6W']);
  });

  it.each([
    ['Name', 'Who', 'a column “Name” under “High-Level”'],
    ['Tel', 'Contact details', 'a column “Tel” under “High-Level”'],
    ['Email', 'Web', 'a column “Email” under “High-Level”'],
    ['Participating Country', 'Where', 'a column “Participating Country”'],
    ['High-Level Point of Contact', 'Seniors', 'no row has a cell “High-Level …”'],
  ])('without %s is not found, and the failure says what is missing', async (from, to, words) => {
    const bytes = await workbookOf([...rename(arfHeader(), from, to), row]);
    expect(() => read(bytes)).toThrow(SourceFailure);
    expect(() => read(bytes)).toThrow(words);
  });
});
