import fc from 'fast-check';
import ICAL from 'ical.js';
import Papa from 'papaparse';
import { parse as parseVcards } from 'vcard4';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { content, contents, storedContact } from '../../../test/support/exported-contacts.ts';
import { jscontactProblems } from '../../../test/support/jscontact-schema.ts';
import { emptyContent } from '../contacts/claims.ts';
import { telephoneOf } from '../contacts/direct-values.ts';
import { besideOf } from '../contacts/texts.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { recordOf } from './contact-record.ts';
import { asMeant, listOf, neutralised } from './csv.ts';
import { exportPage } from './export-page.ts';
import { type ExportFormat, exportFormats } from './formats.ts';

async function fileOf(format: ExportFormat, contacts: readonly ContactRow[]): Promise<string> {
  const request = { format, states: ['EST'], function: null, after: null };
  return (await exportPage(request, async () => contacts)).text;
}

const whole = storedContact({
  level: 'PRIMARY',
  texts: [
    { field: 'name', language: 'RU', text: 'Анна Няйде', unofficial: false, beside: besideOf('Anna Näide') },
    {
      field: 'title',
      language: 'EN',
      text: 'Adviser',
      unofficial: true,
      beside: besideOf(content.title ?? ''),
    },
  ],
  availability: { timeZone: 'Europe/Tallinn', aroundTheClock: true, hours: [] },
});

const publicKey = {
  fingerprint: 'A'.repeat(40),
  userIds: [],
  emails: [],
  algorithm: 'x25519',
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
  revoked: false,
};

describe('a vCard', () => {
  it('is what other readers of RFC 6350 make of it', async () => {
    const [text] = (await fileOf('VCARD', [whole])).split(/(?<=END:VCARD\r\n)/);
    const card = new ICAL.Component(ICAL.parse(text ?? ''));
    expect(card.getFirstPropertyValue('fn')).toBe('Anna Näide');
    expect(card.getFirstPropertyValue('org')).toBe('Ministry of Examples, Unit 7');
    expect(card.getFirstPropertyValue('title')).toBe('Adviser; cyber, policy');
    expect(card.getAllProperties('email').map((email) => email.getFirstValue())).toEqual(content.emails);
    expect(card.getAllProperties('tel').map((tel) => tel.getFirstValue())).toEqual([
      'tel:+441632960001;ext=5',
      'tel:+441632960002',
    ]);
    expect(card.getAllProperties('lang').map((lang) => lang.getFirstValue())).toEqual(content.languages);
    expect(
      card.getAllProperties('fn').map((fn) => [fn.getParameter('language'), fn.getFirstValue()]),
    ).toEqual([
      [undefined, 'Anna Näide'],
      ['ru', 'Анна Няйде'],
    ]);
    const strict = parseVcards(await fileOf('VCARD', [whole]));
    expect(JSON.stringify(strict)).toContain('Анна');
  });

  it('is one that a strict reader takes, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (given) => {
        const text = await fileOf('VCARD', [storedContact(given)]);
        // This reader takes the word for the beginning of another card, wherever it stands.
        const unfolded = text.replaceAll('\r\n ', '');
        if (unfolded.match(/BEGIN:VCARD/gi)?.length === 1) expect(() => parseVcards(text)).not.toThrow();
        for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(text.match(/\r\nEND:VCARD/g)).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });

  it('of an office without a person says that its name was made', async () => {
    const office = storedContact({
      ...emptyContent,
      kind: 'OFFICE',
      entity: 'CERT; of Examples',
      emails: ['desk@cert.example'],
      phones: [],
      languages: [],
    });
    const text = await fileOf('VCARD', [office]);
    expect(text).toContain('FN:CERT; of Examples\r\nX-CROSSPOINT-FN-DERIVED:true\r\n');
    expect(text).toContain('ORG:CERT\\; of Examples\r\n');
    expect(text).toContain('KIND:org\r\n');
  });
});

describe('a JSContact Card', () => {
  it('is valid by RFC 9553, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (given) => {
        const cards: unknown = JSON.parse(await fileOf('JSCONTACT', [storedContact(given), whole]));
        for (const card of z.array(z.unknown()).parse(cards)) expect(jscontactProblems(card)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('would be found wrong where it is', () => {
    const wrong: readonly object[] = [
      { '@type': 'Card', version: '1.0' },
      { '@type': 'Card', version: '1.0', uid: 'x', kind: 'office' },
      { '@type': 'Card', version: '1.0', uid: 'x', emails: ['a@b.example'] },
      { '@type': 'Card', version: '1.0', uid: 'x', emails: { e1: { address: 'a@b.example', pref: 0 } } },
      { '@type': 'Card', version: '1.0', uid: 'x', updated: '2026-11-20' },
      { '@type': 'Card', version: '1.0', uid: 'x', unheardOf: true },
    ];
    for (const card of wrong) expect(jscontactProblems(card), JSON.stringify(card)).not.toEqual([]);
  });
});

describe('a table of comma-separated values', () => {
  it('is what another reader makes of it, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(contents, async (given) => {
        const contact = storedContact(given);
        const text = await fileOf('CSV', [contact]);
        expect(text.startsWith('\uFEFF')).toBe(true);
        const { data, errors } = Papa.parse<Record<string, string>>(text.slice(1), {
          header: true,
          skipEmptyLines: true,
        });
        expect(errors).toEqual([]);
        expect(data).toHaveLength(1);
        const { name, title, id } = recordOf(contact);
        expect(asMeant(data[0]?.name ?? '')).toBe(name ?? '');
        expect(asMeant(data[0]?.title ?? '')).toBe(title ?? '');
        expect(data[0]?.id).toBe(id);
      }),
      { numRuns: 100 },
    );
  });

  it('keeps several numbers of a contact, and its key, in their cells, where a line break is all that parts them', async () => {
    const key =
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEYXNk\n=AAAA\n-----END PGP PUBLIC KEY BLOCK-----\n';
    const contact = storedContact({
      phones: ['+44 1632 960001;ext=5', '+44 1632 960002'].map((written) => telephoneOf(written, 'GB')),
      publicKeys: [{ ...publicKey, armored: key }],
    });
    const text = (await fileOf('CSV', [contact])).slice(1);
    const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(errors).toEqual([]);
    expect(data).toHaveLength(1);
    expect(listOf(asMeant(data[0]?.phones ?? ''))).toEqual(['+44 1632 960001;ext=5', '+44 1632 960002']);
    expect(asMeant(data[0]?.publicKeys ?? '')).toContain('xjMEYXNk');
    // A line break outside of quotes is where a spreadsheet program begins a row.
    expect(text.replace(/"[^"]*"/g, '').match(/\n/g)).toHaveLength(2);
  });

  it.each([
    '=HYPERLINK("http://x.example")',
    '+1',
    '-1+1',
    '@SUM(1)',
    '\t=1',
    'Unit;=1+1',
    'a\n=1',
    '＝1+1',
    "'=1",
    'a, "=1+1"',
  ])('holds %j so that no spreadsheet program calculates it, and gives it back', (text) => {
    const cell = neutralised(text);
    expect(cell).not.toMatch(/(?:^|[;,|\t\r\n])[\s"]*[=+\-@＝＋－＠]/);
    expect(asMeant(cell)).toBe(text);
  });

  it('gives every cell back as it was', () => {
    const characters = fc.constantFrom('=', '+', '-', '@', "'", ';', ',', '\t', '\n', ' ', '"', 'a', '＝');
    fc.assert(
      fc.property(fc.array(characters, { maxLength: 12 }), (parts) => {
        expect(asMeant(neutralised(parts.join('')))).toBe(parts.join(''));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a telephone number', () => {
  it('is written as it was, where that reads back as the same', () => {
    const text = (written: string, e164?: string) => {
      const phone = telephoneOf(written, 'EE');
      return recordOf(storedContact({ phones: [{ ...phone, ...(e164 ? { e164 } : {}) }] })).phones[0]?.text;
    };
    expect(text('+44 1632 960001 ext. 5')).toBe('+44 1632 960001 ext. 5');
    expect(text('+44 1632 960001 (24/7)')).toBe('+44 1632 960001 (24/7)');
    // Read by another numbering plan than the state's own.
    expect(text('01632 960001', '+441632960001')).toBe('+441632960001');
  });
});

describe('every format', () => {
  it.each(exportFormats)('%s in pieces is the same file as in one', async (format) => {
    const contact = (iso3: string, index: number): ContactRow => ({
      ...storedContact({}, `0b6f0a1e-6b7b-4c1e-9f43-0f6f7a1c2d${index}`),
      iso3,
    });
    const of = async (iso3: string) => Array.from({ length: 15 }, (_, index) => contact(iso3, index + 10));
    let pieces = '';
    let pages = 0;
    for (let after: string | null = null; ; pages += 1) {
      const page = await exportPage({ format, states: null, function: null, after }, of);
      expect(page.contacts.length).toBeLessThanOrEqual(20 * 15);
      pieces += page.text;
      after = page.endCursor;
      if (!page.hasNextPage) break;
    }
    expect(pages).toBeGreaterThan(5);
    if (format === 'VCARD') expect(pieces.match(/BEGIN:VCARD/g)).toHaveLength(193 * 15);
    if (format === 'CSV') expect(Papa.parse(pieces.trim()).data).toHaveLength(193 * 15 + 1);
    if (format === 'JSCONTACT') expect(JSON.parse(pieces)).toHaveLength(193 * 15);
    if (format === 'JSON') expect(JSON.parse(pieces).contacts).toHaveLength(193 * 15);
  });

  it.each(exportFormats)('%s of nobody is a file all the same', async (format) => {
    const text = await fileOf(format, []);
    if (format === 'VCARD') expect(text).toBe('');
    if (format === 'CSV') expect(text).toMatch(/^\uFEFFid,state,/);
    if (format === 'JSCONTACT') expect(JSON.parse(text)).toEqual([]);
    if (format === 'JSON') expect(JSON.parse(text).contacts).toEqual([]);
  });

  it.each(exportFormats)('%s tells nothing of a field that its reader is not shown', async (format) => {
    const shown = {
      ...storedContact({ ...content, phones: [], emails: [] }),
      shownFields: ['name', 'title', 'entity'] as const,
    };
    const text = await fileOf(format, [shown]);
    expect(text).toContain('Anna');
    expect(text).toContain('phones');
    expect(text).not.toContain('updatedAt":');
  });
});
