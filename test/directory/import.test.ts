import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { storedBytes } from '../support/stored-bytes.ts';
import { workbookOf } from '../support/workbooks.ts';
import { anna, authority, contactOf, custodian, DirectoryWorld } from './directory-world.ts';
import { StateAuthority } from './state-acts.ts';

const Import = z.object({
  digest: z.string(),
  added: z.number(),
  changed: z.number(),
  unchanged: z.number(),
  duplicates: z.number(),
  errors: z.number(),
  ignored: z.array(z.string()),
  rows: z.array(
    z.object({
      row: z.number(),
      outcome: z.string(),
      contactId: z.string().nullable(),
      sameAsRow: z.number().nullable(),
      because: z.string().nullable(),
      changes: z.array(
        z.object({ field: z.string(), before: z.array(z.string()), after: z.array(z.string()) }),
      ),
      problems: z.array(z.object({ column: z.string().nullable(), message: z.string() })),
      warnings: z.array(z.object({ column: z.string().nullable(), message: z.string() })),
    }),
  ),
});
const selection = `digest added changed unchanged duplicates errors ignored rows {
  row outcome contactId sameAsRow because changes { field before after } problems { column message } warnings { column message } }`;
const previewing = `query ($input: ImportContactsInput!) { done: previewImport(input: $input) { ${selection} } }`;
const importing = `mutation ($input: ImportContactsInput!, $digest: String!) {
  done: importContacts(input: $input, digest: $digest) { ${selection} } }`;
const Done = z.object({ done: Import });
const Exported = z.object({ exportContacts: z.object({ text: z.string(), hasNextPage: z.boolean() }) });

const base64 = (file: string | Uint8Array) => Buffer.from(file).toString('base64');
const duty = {
  function: 'TECHNICAL',
  kind: 'OFFICE',
  entity: 'Duty Desk of Examples',
  emails: ['duty@cert.example'],
  phones: ['+44 1632 960050'],
};

describe.each(databases)("a state's contacts from a file on $name", ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;
  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
  });
  afterEach(() => world.stop());

  const input = (file: string | Uint8Array, more: object = {}) => ({
    state: 'EST',
    file: base64(file),
    ...more,
  });
  const preview = async (file: string | Uint8Array, more: object = {}) =>
    (await world.get(authority('EST'), previewing, Done, { input: input(file, more) })).done;
  const apply = (file: string | Uint8Array, digest: string, more: object = {}) =>
    world.ask(authority('EST'), importing, { input: input(file, more), digest });
  const imports = async (file: string | Uint8Array, more: object = {}) => {
    const { digest } = await preview(file, more);
    world.clock.advance(1000);
    const { data, errors } = await apply(file, digest, more);
    expect(errors).toEqual([]);
    return Done.parse(data).done;
  };
  const exported = async (format: string, caller = authority('EST'), states: string[] | null = ['EST']) => {
    const query = `query ($format: ContactFormat!, $states: [ID!]) { exportContacts(format: $format, states: $states) { text hasNextPage } }`;
    return (await world.get(caller, query, Exported, { format, states })).exportContacts.text;
  };

  it('is previewed with a warning where a telephone number cannot be read, which nobody could dial', async () => {
    await estonia.does('create', { state: 'EST', input: duty });
    const file = [
      'function;entity;emails;Telephone',
      'TECHNICAL;Duty Desk of Examples;duty@cert.example;+44 1632 960050 / +44 1632 960051',
      'LEGAL;Law Desk;desk@law.example;+44 1632 960052',
      'LEGAL;Night Desk;night@law.example;+44 1632 960053 / 960054',
    ].join('\n');
    const { rows, errors } = await preview(file, { duplicates: 'CHANGE' });
    expect(errors).toBe(0);
    const warned = { column: 'column D, “Telephone”', message: expect.stringContaining('cannot be read') };
    expect(rows).toMatchObject([
      { outcome: 'CHANGE', warnings: [warned] },
      { outcome: 'ADD', warnings: [] },
      { outcome: 'ADD', warnings: [warned] },
    ]);
  });

  it('is previewed row by row, and then imported in one step', async () => {
    await estonia.does('create', { state: 'EST', input: duty });
    const [{ id } = { id: '' }] = await world.contacts('EST');
    const before = await world.revision();
    const file = [
      'id;function;name;entity;emails;phones;fax',
      `${id};TECHNICAL;;Duty Desk;duty@cert.example;+44 1632 960050;x`,
      ';Legal;Jüri Näide;;juri@law.example;01632 960051;x',
      ';TECHNICAL;;Duty Desk of Examples;duty@cert.example;+44 1632 960050;x',
    ].join('\n');
    const previewed = await preview(file);
    expect(previewed).toMatchObject({ added: 1, changed: 1, duplicates: 1, errors: 0, ignored: ['fax'] });
    expect(previewed.rows).toMatchObject([
      {
        row: 2,
        outcome: 'CHANGE',
        contactId: id,
        changes: [{ field: 'entity', before: ['Duty Desk of Examples'], after: ['Duty Desk'] }],
      },
      { row: 3, outcome: 'ADD', contactId: null },
      { row: 4, outcome: 'DUPLICATE', contactId: id, because: expect.stringContaining('the same office') },
    ]);
    expect(await world.revision(), 'a preview changes nothing').toBe(before);
    await imports(file);
    expect(await world.contacts('EST')).toMatchObject([
      { id, entity: 'Duty Desk', phones: ['+441632960050'] },
      { function: 'LEGAL', kind: 'PERSON', name: 'Jüri Näide', emails: ['juri@law.example'] },
    ]);
    expect((await world.history('EST', id)).at(-1)).toMatchObject({
      action: 'CHANGED',
      actor: 'authority of EST',
    });
    expect(await preview(file)).toMatchObject({ added: 0, changed: 0, unchanged: 2, duplicates: 1 });
  });

  it('says of each bad row which column is wrong and what to do, and imports nothing while there is one', async () => {
    const file = await workbookOf([
      ['Points of contact of Estonia', null, null, null, null],
      ['Function', 'Name', 'E-mail', 'Phone', 'Country'],
      ['Technical', 'Good', 'good@cert.example', null, 'Estonia'],
      ['Spokesman', 'Bad', 'no address', '12', 'Estonia'],
      [null, 'Without purpose', 'x@cert.example', null, null],
      ['Legal', 'Nobody can reach', null, null, null],
      ['Legal', 'Foreign', 'y@cert.example', null, 'Finland'],
    ]);
    const { rows, errors, added, digest } = await preview(file);
    expect({ errors, added }).toEqual({ errors: 4, added: 1 });
    expect(rows.map(({ row, outcome }) => `${row} ${outcome}`)).toEqual([
      '3 ADD',
      '4 ERROR',
      '5 ERROR',
      '6 ERROR',
      '7 ERROR',
    ]);
    expect(rows[1]?.problems.map(({ column }) => column)).toEqual([
      'column A, “Function”',
      'column C, “E-mail”',
      'column D, “Phone”',
    ]);
    expect(rows[2]?.problems).toMatchObject([
      { column: 'column A, “Function”', message: expect.stringContaining('TECHNICAL') },
    ]);
    expect(rows[3]?.problems).toMatchObject([{ message: expect.stringContaining('reached') }]);
    expect(rows[4]?.problems).toMatchObject([{ column: null, message: expect.stringContaining('Estonia') }]);
    const refused = await apply(file, digest);
    expect(refused.errors).toMatchObject([{ code: 'BAD_USER_INPUT', field: 'input.file' }]);
    expect(await world.contacts('EST')).toEqual([]);
    const helped = await preview('name,emails\nA,a@x.example', { function: 'LEGAL' });
    expect(helped.rows).toMatchObject([{ outcome: 'ADD' }]);
  });

  it('is imported as it was previewed, or not at all', async () => {
    await estonia.does('create', { state: 'EST', input: duty });
    const [{ id } = { id: '' }] = await world.contacts('EST');
    const file = `id,entity\n${id},Desk\n`;
    const { digest } = await preview(file);
    expect((await apply(`${file} `, digest)).errors).toMatchObject([{ code: 'CONFLICT' }]);
    await estonia.does('update', { id, revision: 1, input: { title: 'Duty officer' } });
    expect((await apply(file, digest)).errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await world.contact('EST')).toMatchObject({ entity: 'Duty Desk of Examples' });
    await imports(file);
    expect(await world.contact('EST')).toMatchObject({ entity: 'Desk', title: 'Duty officer' });
    expect((await apply(file, digest)).errors, 'twice').toMatchObject([{ code: 'CONFLICT' }]);
  });

  it('changes what it surely is a duplicate of, or is added all the same, where the state says so', async () => {
    await estonia.does('create', { state: 'EST', input: duty });
    const file =
      'function,kind,entity,emails,title\nTECHNICAL,OFFICE,Duty Desk of Examples,duty@cert.example,Head\n';
    expect((await preview(file)).rows).toMatchObject([{ outcome: 'DUPLICATE' }]);
    expect((await preview(file, { duplicates: 'ADD' })).rows).toMatchObject([{ outcome: 'ADD' }]);
    await imports(file, { duplicates: 'CHANGE' });
    expect(await world.contact('EST')).toMatchObject({ title: 'Head', phones: ['+441632960050'] });
    const twice = await preview(
      `${file}TECHNICAL,OFFICE,New Desk,new@cert.example,\nTECHNICAL,OFFICE,New Desk,new@cert.example,\n`,
    );
    expect(twice.rows.slice(1)).toMatchObject([
      { outcome: 'ADD' },
      { outcome: 'DUPLICATE', contactId: null, sameAsRow: 3 },
    ]);
  });

  it('leaves a copied contact a copy where the file says what its source says', async () => {
    world.osce.add('EST-POL-1', { ...anna, phones: ['+44 1632 960001'] });
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
    for (const format of ['VCARD', 'JSCONTACT', 'CSV', 'JSON'])
      expect(await preview(await exported(format)), format).toMatchObject({
        unchanged: 1,
        changed: 0,
        errors: 0,
      });
    const changed = (await exported('CSV')).replace('Adviser', 'Counsellor');
    expect((await imports(changed)).rows).toMatchObject([
      { outcome: 'CHANGE', changes: [{ field: 'title' }] },
    ]);
    const { provenance } = await world.contact('EST');
    expect(provenance.filter(({ origin }) => origin === 'DIRECT').map(({ field }) => field)).toEqual([
      'title',
    ]);
  });

  it('brings texts in several languages, hours and keys, by the rules of every nomination', async () => {
    const file = [
      'function,name,name:ru,title,title:en,unofficialEnglish,emails,timeZone,availability,publicKeys',
      'LEGAL,Jüri Näide,Юри Няйде,Juht,Head,title,juri@law.example,Europe/Tallinn,MON 9:00-17:00,',
      'LEGAL,Mari Näide,,,,,mari@law.example,Mars/Olympus,24/7,nonsense',
    ].join('\n');
    const { rows } = await preview(file);
    expect(rows).toMatchObject([
      { outcome: 'ADD' },
      {
        outcome: 'ERROR',
        problems: [{ column: 'column I, “availability”' }, { column: 'column J, “publicKeys”' }],
      },
    ]);
    expect(rows[0]?.changes.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['texts', 'availability']),
    );
    await imports(file.split('\n').slice(0, 2).join('\n'));
    for (const format of ['VCARD', 'JSCONTACT', 'CSV', 'JSON'])
      expect(await preview(await exported(format)), format).toMatchObject({
        unchanged: 1,
        changed: 0,
        errors: 0,
      });
  });

  it('is asked for once in a request, for it is much work', async () => {
    const twice = `query ($input: ImportContactsInput!) { a: previewImport(input: $input) { digest } b: previewImport(input: $input) { digest } }`;
    const { errors } = await world.ask(authority('EST'), twice, {
      input: input('name,emails\nA,a@x.example'),
    });
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
  });

  it('is not taken of a state that has left', async () => {
    const leaving = 'mutation { leaveDirectory(state: "EST") { iso3 } }';
    await estonia.does('create', { state: 'EST', input: duty });
    expect((await world.ask(authority('EST'), leaving)).errors).toEqual([]);
    const { errors } = await world.ask(authority('EST'), previewing, {
      input: input('name,emails\nA,a@x.example'),
    });
    expect(errors).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await exported('CSV', custodian)).not.toContain('Duty');
  });

  it('is for the authority of the state itself, and a file of others is refused', async () => {
    for (const caller of [custodian, contactOf('EST'), authority('FIN')]) {
      const { errors } = await world.ask(caller, previewing, { input: input('name,emails\nA,a@x.example') });
      expect(errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    }
  });

  it('is told to nobody but the ledger and the histories, without a value', async () => {
    await imports('function,name,emails\nLEGAL,Jüri Näide,juri@law.example\n');
    const stored = await storedBytes(world.storage.location);
    expect(stored).toContain('contacts.imported');
    for (const value of ['Jüri', 'juri@law.example'])
      expect(stored).not.toContain(Buffer.from(value).toString('latin1'));
  });

  it('and contacts of every state come back the same from every format', async () => {
    await estonia.does('create', { state: 'EST', input: duty });
    await estonia.does('create', {
      state: 'EST',
      input: {
        function: 'LEGAL',
        kind: 'PERSON',
        name: '=Ülle; "Quote", Näide',
        title: 'Head\\of, Unit',
        emails: ['ulle@law.example', 'office@law.example'],
        phones: ['+44 1632 960077 ext. 12', '+44 1632 960078 (24/7)'],
        languages: ['et', 'en'],
        webPage: 'https://law.example/?a=1,2;3',
      },
    });
    const meaning = async () =>
      (await world.contacts('EST')).map(
        ({ id: _id, revision: _revision, updatedAt: _at, provenance: _from, ...said }) => said,
      );
    const said = await meaning();
    for (const format of ['VCARD', 'JSCONTACT', 'CSV', 'JSON']) {
      const file = await exported(format);
      for (const { id, revision } of await world.contacts('EST'))
        await estonia.does('remove', { id, revision, reason: 'To be imported again.' });
      expect(await meaning()).toEqual([]);
      expect(await imports(file), format).toMatchObject({ added: 2, errors: 0 });
      expect(await meaning(), format).toEqual(said);
    }
  });
});
