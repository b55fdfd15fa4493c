import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { anna, authority, custodian, DirectoryWorld } from './directory-world.ts';
import { openingActs } from './opening-acts.ts';
import { StateAuthority } from './state-acts.ts';

const Text = z.object({
  text: z.string(),
  language: z.string().nullable(),
  script: z.string().nullable(),
  unofficial: z.boolean(),
  original: z.boolean(),
});
const text = 'text language script unofficial original';
const Created = z.object({ id: z.string(), revision: z.number() });

const office = {
  function: 'TECHNICAL',
  kind: 'OFFICE',
  emails: ['desk@cert.example'],
};
const inArabic = { field: 'ENTITY', language: 'AR', text: 'المركز الوطني للأمثلة' };
const inFrench = { field: 'ENTITY', language: 'FR', text: 'Centre national des exemples' };
const translated = { field: 'ENTITY', language: 'EN', text: 'National Centre of Examples', unofficial: true };

describe.each(databases)('what a state says in several languages on $name', ({ make }) => {
  let world: DirectoryWorld;
  let estonia: StateAuthority;

  beforeEach(async () => {
    world = await DirectoryWorld.start(make);
    estonia = new StateAuthority(world, 'EST');
  });
  afterEach(() => world.stop());

  const create = async (input: object) =>
    Created.parse(await estonia.does('create', { state: 'EST', input: { ...office, ...input } }));
  /** Each text as `field LANGUAGE: text`, the original marked by `*`, an unofficial translation by `?`. */
  async function textsOf(id: string, caller = authority('FIN')): Promise<string[]> {
    const shape = z.object({
      contact: z.object({ texts: z.array(Text.extend({ field: z.string() })) }),
    });
    const query = `query ($id: ID!) { contact(id: $id) { texts { field ${text} } } }`;
    const { contact } = await world.get(caller, query, shape, { id });
    return contact.texts.map(
      (one) =>
        `${one.field} ${one.language}${one.original ? '*' : ''}${one.unofficial ? '?' : ''}: ${one.text}`,
    );
  }
  async function entityFor(id: string, languages: readonly string[], unofficial = true) {
    const shape = z.object({ contact: z.object({ inLanguages: z.object({ entity: Text.nullable() }) }) });
    const query = `query ($id: ID!, $languages: [Language!]!, $unofficial: Boolean!) {
      contact(id: $id) { inLanguages(languages: $languages, unofficial: $unofficial) { entity { ${text} } } } }`;
    const variables = { id, languages, unofficial };
    return (await world.get(custodian, query, shape, variables)).contact.inLanguages.entity;
  }

  it('is read in the first language a reader asks for, and tells which it is', async () => {
    const { id } = await create({ texts: [inArabic, inFrench, translated] });
    expect(await world.contact('EST')).toMatchObject({ entity: inArabic.text });
    expect(await textsOf(id)).toEqual([
      `ENTITY AR*: ${inArabic.text}`,
      `ENTITY EN?: ${translated.text}`,
      `ENTITY FR: ${inFrench.text}`,
    ]);
    expect(await entityFor(id, ['RU', 'FR', 'EN'])).toEqual({
      text: inFrench.text,
      language: 'FR',
      script: 'Latn',
      unofficial: false,
      original: false,
    });
    expect(await entityFor(id, ['EN', 'FR'])).toMatchObject({ text: translated.text, unofficial: true });
    expect(await entityFor(id, ['EN', 'FR'], false)).toMatchObject({ text: inFrench.text });
    for (const languages of [['ZH'], [], ['AR', 'EN']])
      expect(await entityFor(id, languages)).toEqual({
        text: inArabic.text,
        language: 'AR',
        script: 'Arab',
        unofficial: false,
        original: true,
      });
  });

  it('has the language of its original once the state names it, and none before', async () => {
    const { id, revision } = await create({ entity: 'Näidete Keskus' });
    expect(await entityFor(id, ['EN'])).toMatchObject({ language: null, script: 'Latn', original: true });
    const texts = [{ field: 'ENTITY', language: 'RU', text: 'Центр примеров' }];
    await estonia.does('update', { id, revision, input: { entity: 'Näidete Keskus', texts } });
    expect(await textsOf(id)).toEqual(['ENTITY null*: Näidete Keskus', 'ENTITY RU: Центр примеров']);
    const named = { ...inFrench, text: 'Näidete Keskus' };
    await estonia.does('update', { id, revision: revision + 1, input: { texts: [...texts, named] } });
    expect(await textsOf(id)).toEqual(['ENTITY FR*: Näidete Keskus', 'ENTITY RU: Центр примеров']);
  });

  it('is its own word, in its history, and is given back', async () => {
    const { id } = await create({ texts: [inArabic, translated] });
    const shape = z.object({
      contact: z.object({
        ownFields: z.array(z.string()),
        provenance: z.array(z.object({ field: z.string(), origin: z.string() })),
      }),
    });
    const query = 'query ($id: ID!) { contact(id: $id) { ownFields provenance { field origin } } }';
    const { contact } = await world.get(custodian, query, shape, { id });
    expect(contact.ownFields).toContain('texts');
    expect(contact.provenance).toContainEqual({ field: 'texts', origin: 'DIRECT' });
    await estonia.does('releaseField', { id, field: 'texts' });
    expect(await textsOf(id)).toEqual([`ENTITY null*: ${inArabic.text}`]);
    const said = [`entity, AR: ${inArabic.text}`, `entity, EN (unofficial): ${translated.text}`];
    expect((await world.history('EST', id)).map(({ changes }) => changes)).toEqual([
      expect.arrayContaining([{ field: 'texts', before: [], after: said }]),
      [{ field: 'texts', before: said, after: [] }],
    ]);
  });

  it('stands beside what is copied, and goes once the source says another name', async () => {
    world.osce.add('anna', anna);
    await world.pull('OSCE');
    await world.grant('EST', 'OSCE');
    const { id, revision } = await world.contact('EST');
    const texts = [
      { field: 'NAME', language: 'RU', text: 'Анна Няйде' },
      { field: 'TITLE', language: 'RU', text: 'Советник' },
    ];
    await estonia.does('update', { id, revision, input: { texts } });
    expect(await textsOf(id)).toEqual([
      'NAME null*: Anna Näide',
      'NAME RU: Анна Няйде',
      'TITLE null*: Adviser',
      'TITLE RU: Советник',
      'ENTITY null*: Ministry of Examples',
    ]);
    expect((await world.contact('EST')).provenance).toContainEqual(
      expect.objectContaining({ field: 'name', origin: 'COPIED' }),
    );
    world.osce.edit('anna', { name: 'Anna Näide-Tamm' });
    await world.pull('OSCE');
    expect(await textsOf(id)).toEqual([
      'NAME null*: Anna Näide-Tamm',
      'TITLE null*: Adviser',
      'TITLE RU: Советник',
      'ENTITY null*: Ministry of Examples',
    ]);
    world.osce.edit('anna', { name: 'Anna Näide' });
    await world.pull('OSCE');
    expect(await textsOf(id)).toContain('NAME RU: Анна Няйде');
  });

  it('is shown to audiences where what it is the text of is released, and nowhere else', async () => {
    const { everythingReleased, turn } = openingActs(() => world);
    await everythingReleased();
    const [contact] = (await world.contacts('EST')).filter(({ name }) => name !== null);
    const { id = '', revision = 0 } = contact ?? {};
    const texts = [{ field: 'NAME', language: 'RU', text: 'Анна Няйде' }, inFrench];
    await estonia.does('update', { id, revision, input: { texts } });
    await turn('REGIONAL_ORGANISATIONS', true);
    expect(await textsOf(id, { role: 'organisation', subject: 'service', directory: 'OAS' })).toEqual([
      'ENTITY null*: Ministry of Examples',
      `ENTITY FR: ${inFrench.text}`,
    ]);
  });

  it.each([
    [
      'an unofficial French text',
      [inArabic, { ...inFrench, unofficial: true }],
      'input.texts.1.unofficial',
      /Only an English/,
    ],
    ['a language twice', [inArabic, inArabic], 'input.texts.1', /once in each language/],
    ['an empty text', [{ ...inArabic, text: '  ' }], 'input.texts.0.text', /Write the text/],
    ['two lines', [{ ...inArabic, text: 'a\nb' }], 'input.texts.0.text', /one line/],
    ['a translation of nothing', [translated], 'input.texts.0', /no entity/],
    [
      'a name too long',
      [{ field: 'NAME', language: 'EN', text: 'x'.repeat(201) }],
      'input.texts.0.text',
      /under 200/,
    ],
  ])('is refused with %s', async (_what, texts, field, message) => {
    const error = await estonia.refused('create', { state: 'EST', input: { ...office, texts } });
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', field });
    expect(error.message).toMatch(message);
    expect(await world.contacts('EST')).toEqual([]);
  });

  it('is refused where it would pass a translation off as the original, or leave open which of two it is', async () => {
    const { id, revision } = await create({ entity: translated.text });
    const same = await estonia.refused('update', { id, revision, input: { texts: [translated] } });
    expect(same).toMatchObject({ code: 'BAD_USER_INPUT', field: 'input.texts.0' });
    const open = await estonia.refused('update', { id, revision, input: { texts: [inFrench] } });
    expect(open.message).toMatch(/Give "entity" too/);
    expect(await world.contact('EST')).toMatchObject({ revision, entity: translated.text });
  });
});
