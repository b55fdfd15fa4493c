import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memberStates } from '../../../platform/states/states.ts';
import { content, contents, storedContact } from '../../../test/support/exported-contacts.ts';
import { workbookOf } from '../../../test/support/workbooks.ts';
import { exportPage } from '../export/export-page.ts';
import { exportFormats } from '../export/formats.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { saidOtherwise, valuesOf } from './compare.ts';
import { readFile } from './read-file.ts';

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');

async function exported(contacts: readonly ContactRow[], format: (typeof exportFormats)[number]) {
  const request = { format, states: ['EST'], function: null, after: null };
  return (await exportPage(request, async () => contacts)).text;
}

/** What an import says, without what a file cannot say: a field that is empty is not spoken of by vCard and JSContact. */
const said = (values: object) =>
  Object.fromEntries(
    Object.entries(values).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );

describe.each(exportFormats)('contacts exported as %s', (format) => {
  it('say the same when they are imported, whatever stands in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(contents, { minLength: 1, maxLength: 3 }), async (many) => {
        const contacts = many.map((one, index) =>
          storedContact(one, `0b6f0a1e-6b7b-4c1e-9f43-0f6f7a1c2d3${index}`),
        );
        const { rows, ignored } = readFile(base64(await exported(contacts, format)), 'EST');
        expect(rows.map(({ id }) => id)).toEqual(contacts.map(({ id }) => id));
        expect(rows.map(({ state }) => state)).toEqual(contacts.map(() => 'EST'));
        expect(rows.flatMap(({ problems }) => problems)).toEqual([]);
        expect(rows.map(({ values }) => said(values))).toEqual(
          contacts.map((contact) => said(valuesOf(contact))),
        );
        for (const [index, contact] of contacts.entries())
          expect(saidOtherwise(rows[index]?.values ?? {}, contact)).toEqual({});
        expect(ignored.filter((name) => name !== 'level')).toEqual([]);
      }),
      { numRuns: 4000 },
    );
  });

  it('of all 193 states say the same, each imported by its own state', async () => {
    const all = fc.sample(contents, { numRuns: 193, seed: 193 });
    const contacts = memberStates.map(({ iso3 }, index) => ({
      ...storedContact(all[index], `0b6f0a1e-6b7b-4c1e-9f43-0f6f7a1c2${String(index).padStart(3, '0')}`),
      iso3,
    }));
    const of = async (iso3: string) => contacts.filter((contact) => contact.iso3 === iso3);
    let whole = '';
    for (let after: string | null = null; ; ) {
      const page = await exportPage({ format, states: null, function: null, after }, of);
      whole += page.text;
      if (!page.hasNextPage) break;
      after = page.endCursor;
    }
    expect(readFile(base64(whole), 'EST').rows.map(({ id }) => id)).toEqual(contacts.map(({ id }) => id));
    for (const contact of contacts) {
      const { text } = await exportPage({ format, states: [contact.iso3], function: null, after: null }, of);
      const [row] = readFile(base64(text), contact.iso3).rows;
      expect(row).toMatchObject({ id: contact.id, state: contact.iso3, problems: [] });
      expect(saidOtherwise(row?.values ?? {}, contact), contact.iso3).toEqual({});
    }
  });

  it('keep public keys as they are', async () => {
    const armored = [
      '-----BEGIN PGP PUBLIC KEY BLOCK-----',
      '',
      'xjMEZ=+-@abc',
      '=abcd',
      '-----END PGP PUBLIC KEY BLOCK-----',
      '',
    ].join('\n');
    const key = {
      armored,
      fingerprint: 'AB',
      userIds: [],
      emails: [],
      algorithm: 'x',
      createdAt: '',
      expiresAt: null,
      revoked: false,
    };
    const contact = storedContact({ publicKeys: [key, { ...key, armored: armored.replace('abc', 'def') }] });
    const [row] = readFile(base64(await exported([contact], format)), 'EST').rows;
    expect(saidOtherwise(row?.values ?? {}, contact)).toEqual({});
    expect(row?.values.publicKeys).toHaveLength(2);
  });
});

it('a workbook made of an exported table says the same', async () => {
  const contact = storedContact();
  const { parse } = await import('csv-parse/sync');
  const table: string[][] = parse(await exported([contact], 'CSV'), { bom: true });
  const { rows } = readFile(base64(await workbookOf(table)), 'EST');
  expect(rows).toHaveLength(1);
  expect(saidOtherwise(rows[0]?.values ?? {}, contact)).toEqual({});
  expect(rows[0]?.values.name).toBe(content.name);
});
