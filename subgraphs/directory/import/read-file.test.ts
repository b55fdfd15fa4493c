import { describe, expect, it } from 'vitest';
import { parseTelephone } from '../../../platform/contact-details/telephone.ts';
import { Problem } from '../../../platform/errors/problem.ts';
import { handmadeWorkbook, workbookOf } from '../../../test/support/workbooks.ts';
import { importLimits } from './imported-file.ts';
import { readFile } from './read-file.ts';

const read = (file: string | Uint8Array) => readFile(Buffer.from(file).toString('base64'), 'EST');
const first = (file: string | Uint8Array) => read(file).rows[0];

function refusal(file: string | Uint8Array): string {
  try {
    read(file);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    if (error instanceof Problem) expect(error.field).toBe('input.file');
    return error instanceof Problem ? error.message : '';
  }
  return '';
}

const table = 'function,name,emails\nTECHNICAL,Jüri Näide,juri@cert.example\n';
const jüri = { function: 'TECHNICAL', name: 'Jüri Näide', emails: ['juri@cert.example'] };

describe('a table of separated values', () => {
  it.each([
    ['UTF-8', Buffer.from(table)],
    ['UTF-8 with its mark', Buffer.from(`\uFEFF${table}`)],
    ['UTF-16 with its mark', Buffer.from(`\uFEFF${table}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(table, 'utf16le')],
    ['UTF-16 the other way', Buffer.from(`\uFEFF${table}`, 'utf16le').swap16()],
    ['semicolons', Buffer.from(table.replaceAll(',', ';'))],
    ['tabs', Buffer.from(table.replaceAll(',', '\t'))],
    ['a line that says what parts it', Buffer.from(`sep=;\r\n${table.replaceAll(',', ';')}`)],
    ['lines of Windows', Buffer.from(table.replaceAll('\n', '\r\n'))],
    ['lines of old', Buffer.from(table.replaceAll('\n', '\r'))],
  ])('is read in %s', (_what, file) => {
    expect(first(file)?.values).toEqual(jüri);
  });

  it('in another encoding is refused, for names would be spoiled', () => {
    expect(refusal(Buffer.from(table, 'latin1'))).toContain('CSV UTF-8');
  });

  it('is numbered as spreadsheet programs number it: titles and empty rows count, line breaks in a cell do not', () => {
    const file =
      'Our contacts,,\n,,\nFunction;not,Name,E-mail 1,E-mail 2\nlegal,"A\nB",a@x.example,b@x.example\n\nLEGAL,C,c@x.example,\n';
    const { rows, ignored } = read(file);
    expect(rows.map(({ row }) => row)).toEqual([4, 6]);
    expect(rows[0]?.values).toMatchObject({ emails: ['a@x.example', 'b@x.example'], name: 'A\nB' });
    expect(ignored).toEqual(['Function;not']);
  });

  it.each([
    ['French', 'Fonction;Nom;Courriel;Téléphone\njuridique;A;a@x.example;+44 1632 960001'],
    ['Spanish', 'Función;Nombre;Correo electrónico;Teléfono\njurídica;A;a@x.example;+44 1632 960001'],
    ['Russian', 'Функция;Имя;Электронная почта;Телефон\nправовая;A;a@x.example;+44 1632 960001'],
    ['Chinese', '职能,姓名,电子邮件,电话\n法律,A,a@x.example,+44 1632 960001'],
    ['Arabic', 'الوظيفة,الاسم,البريد الإلكتروني,الهاتف\nقانونية,A,a@x.example,+44 1632 960001'],
  ])('has headings in %s too', (_language, file) => {
    expect(first(file)?.values).toEqual({
      function: 'LEGAL',
      name: 'A',
      emails: ['a@x.example'],
      phones: ['+44 1632 960001'],
    });
  });

  it('says where a word is none of the known', () => {
    expect(first('Function,Kind,Name\nspokesman,robot,A')?.problems).toEqual([
      { column: 'column A, “Function”', message: 'Write one of DIPLOMATIC, TECHNICAL, LEGAL, ASSISTANCE.' },
      { column: 'column B, “Kind”', message: 'Write PERSON or OFFICE.' },
    ]);
  });

  it('takes languages by their names, several values of a cell, and hours with their zone', () => {
    const file =
      'name,languages,emails,availability,timeZone\nA,"English, French",a@x.example; b@x.example,MON 9:00-17:00,UTC';
    expect(first(file)?.values).toEqual({
      name: 'A',
      languages: ['en', 'fr'],
      emails: ['a@x.example', 'b@x.example'],
      availability: {
        timeZone: 'UTC',
        aroundTheClock: false,
        hours: [{ day: 'MONDAY', from: '09:00', to: '17:00' }],
      },
    });
  });

  it.each([
    ['no headings', 'a,b\nc,d', 'headings'],
    ['a quotation mark that never ends', 'name,emails\n"A,a@x.example\n', 'quotation mark'],
    ['too many rows', `name,emails\n${'A,a@x.example\n'.repeat(importLimits.rows + 1)}`, 'at most 500'],
    ['nothing', '', 'empty'],
    ['a web page', '<!DOCTYPE html><html><body>', 'web page'],
    ['more than is read', 'x'.repeat(importLimits.bytes + 10), 'larger'],
  ])('with %s is refused', (_what, file, words) => {
    expect(refusal(file)).toContain(words);
  });

  it('that is no base64 is refused', () => {
    expect(() => readFile('näh!', 'EST')).toThrow('base64');
  });
});

describe('a workbook', () => {
  it('is read from its first sheet, with what its program could not calculate as a problem', async () => {
    const file = handmadeWorkbook({
      sheets: [
        {
          name: 'List',
          file: 'sheet1.xml',
          xml: `<sheetData><row r="3"><c r="A3" t="str"><v>Name</v></c><c r="B3" t="str"><v>E-mail</v></c></row>
          <row r="5"><c r="A5" t="e"><v>#REF!</v></c><c r="B5" t="str"><v>a@x.example</v></c></row></sheetData>`,
        },
      ],
    });
    expect(read(file).rows).toMatchObject([
      { row: 5, values: { emails: ['a@x.example'] }, problems: [{ column: 'column A, “Name”' }] },
    ]);
    expect(
      first(
        await workbookOf([
          ['Name', 'Phone'],
          ['A', '+44 1632 960001'],
        ]),
      )?.values.phones,
    ).toEqual(['+44 1632 960001']);
  });

  it.each([
    ['old or protected', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'password'],
    ['damaged', Buffer.from('504b0304ffff', 'hex'), 'damaged'],
  ])('that is %s is refused', (_what, file, words) => {
    expect(refusal(file)).toContain(words);
  });
});

const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');

describe('a vCard', () => {
  it('of version 3.0, as telephones and mail programs write it, is read', () => {
    const file = card(
      'VERSION:3.0',
      'N:Näide;Jüri;;;',
      'FN:Jüri Näide',
      'ORG:CERT\\, of Examples;Unit\\; 7',
      'TITLE:Head',
      'item1.EMAIL;type=INTERNET;type=pref:juri@cert.example',
      'TEL;TYPE=FAX,WORK:+44 1632 960009',
      'TEL;TYPE=CELL:+44 1632 960001',
      'CATEGORIES:Friends,Technical',
      'NOTE:a very long',
      '  note',
      'UID:ABC-DEF:ABPerson',
    );
    const { rows, ignored } = read(file);
    expect(rows).toMatchObject([
      {
        row: 1,
        id: 'ABC-DEF:ABPerson',
        problems: [],
        values: {
          function: 'TECHNICAL',
          name: 'Jüri Näide',
          entity: 'CERT, of Examples, Unit; 7',
          title: 'Head',
          emails: ['juri@cert.example'],
          phones: ['+44 1632 960001'],
        },
      },
    ]);
    expect(ignored).toEqual(['NOTE']);
  });

  it('keeps with a local number of where it is, so that it does not become one of the state that imports it', () => {
    const file = card(
      'VERSION:4.0',
      'FN:A',
      'TEL;VALUE=uri:tel:5550100;phone-context=+1202',
      'TEL;VALUE=uri:tel:7042;phone-context=cert.example',
      'TEL;VALUE=uri:tel:+372-000-0101;ext=4',
    );
    expect(first(file)?.values.phones?.map((text) => [text, parseTelephone(text, 'EE').e164])).toEqual([
      ['tel:5550100;phone-context=+1202', '+12025550100'],
      ['tel:7042;phone-context=cert.example', null],
      ['+372-000-0101 ext. 4', '+3720000101'],
    ]);
  });

  it('of an office that repeats its name has no name beside it', () => {
    expect(
      first(card('VERSION:4.0', 'KIND:org', 'FN:CERT', 'ORG:CERT', 'EMAIL:a@x.example'))?.values,
    ).toEqual({
      kind: 'OFFICE',
      entity: 'CERT',
      emails: ['a@x.example'],
    });
  });

  it('is put together where its lines are folded, also within a letter of several bytes, and in order of preference', () => {
    const folded =
      'VERSION:4.0\r\nFN:Anna Nä\r\n ide\r\nEMAIL;PREF=2:b@x.example\r\nEMAIL;PREF=1;TYPE="work,home":a@x.example';
    expect(first(card(folded))?.values).toEqual({
      name: 'Anna Näide',
      emails: ['a@x.example', 'b@x.example'],
    });
  });

  it.each([
    ['of version 2.1', card('VERSION:2.1', 'FN:A'), '3.0 and 4.0'],
    ['that breaks off', 'BEGIN:VCARD\r\nVERSION:4.0\r\nFN:A\r\n', 'END:VCARD'],
    ['with a line that is none', card('VERSION:4.0', 'FN:A', 'what is this'), 'line 4'],
    ['with a quotation mark that never ends', card('VERSION:4.0', 'FN;X="a:A'), 'line 3'],
  ])('%s is a problem of its row', (_what, file, words) => {
    expect(
      first(file)
        ?.problems.map(({ message }) => message)
        .join(),
    ).toContain(words);
  });

  it('after a bad one is read all the same', () => {
    expect(
      read(`BEGIN:VCARD\r\nFN:A\r\n${card('VERSION:4.0', 'FN:B')}`).rows.map(
        ({ problems }) => problems.length,
      ),
    ).toEqual([2, 0]);
  });
});

describe('JSON', () => {
  it('of the product, of its API, or a list of JSContact Cards is read', () => {
    const contact = { function: 'TECHNICAL', name: 'A', emails: ['a@x.example'], title: null, unheardOf: 1 };
    expect(read(JSON.stringify([contact])).ignored).toEqual(['unheardOf']);
    expect(first(JSON.stringify({ contacts: [contact] }))?.values).toEqual({
      function: 'TECHNICAL',
      name: 'A',
      title: null,
      emails: ['a@x.example'],
    });
    const foreign = {
      '@type': 'Card',
      uid: '22B2C7DF-9120-4969-8460-05956FE6B065',
      kind: 'individual',
      name: {
        components: [
          { kind: 'given', value: 'Jane' },
          { kind: 'surname', value: 'Doe' },
        ],
      },
      emails: { a: { address: 'b@x.example', pref: 2 }, b: { address: 'a@x.example', pref: 1 } },
      phones: { a: { number: 'tel:+44-1632-960001;ext=7' } },
      titles: { a: { name: 'Legal point of contact', kind: 'role' } },
    };
    expect(first(JSON.stringify(foreign))?.values).toEqual({
      function: 'LEGAL',
      kind: 'PERSON',
      name: 'Jane Doe',
      emails: ['a@x.example', 'b@x.example'],
      phones: ['+44-1632-960001 ext. 7'],
    });
  });

  it('says where it is not as it should be', () => {
    const contact = { name: 7, emails: 'a@x.example', phones: [1] };
    expect(first(JSON.stringify([contact]))?.problems.map(({ column }) => column)).toEqual([
      'name',
      'emails',
      'phones',
    ]);
    expect(read('[1, null, "x"]').rows.map(({ problems }) => problems.length)).toEqual([1, 1, 1]);
    expect(first('[{"@type":"Card","emails":[1]}]')?.problems).toMatchObject([{ column: 'emails' }]);
    expect(refusal('{"contacts":')).toContain('no JSON');
  });

  it('reaches no property of any object by its names', () => {
    const wicked =
      '[{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"name":"A","@type":"Card"}]';
    read(wicked);
    read(wicked.replace(',"@type":"Card"', ''));
    read('__proto__,constructor,name,emails\n1,2,A,a@x.example');
    read(card('VERSION:4.0', '__proto__;__proto__=1:x', 'X-A;CONSTRUCTOR=1:x', 'FN:A'));
    expect('polluted' in {}).toBe(false);
  });

  it('nested beyond all measure does no harm', () => {
    expect(refusal('['.repeat(200_000)) || 'read').not.toBe('');
    expect(first(`[{"name":${'['.repeat(50_000)}${']'.repeat(50_000)}}]`)?.problems).toHaveLength(1);
  });
});
