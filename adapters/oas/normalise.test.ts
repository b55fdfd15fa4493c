import { describe, expect, it } from 'vitest';
import { OasMovement } from './movement.ts';
import { normaliseOas } from './normalise.ts';
import { oasSettings } from './settings.ts';

const meaningOf = (more: Record<string, unknown>) =>
  normaliseOas(
    OasMovement.parse({
      id: 1042,
      point_id: 'OAS-CHL-0007',
      action: 'NOMINATION',
      country: 'Chile',
      full_name: 'Rosa Ayelén Quilodrán',
      category: 'CYBER_POLICY',
      ...more,
    }),
  );
const entryOf = (more: Record<string, unknown>) => {
  const meaning = meaningOf(more);
  if (meaning.kind !== 'entry') throw new Error(`it is ${meaning.kind}`);
  return { ...meaning.entry, problems: meaning.problems, sourceKey: meaning.sourceKey };
};

describe('a nomination', () => {
  it('is an entry under its point, with every field in its place', () => {
    expect(
      entryOf({
        official_position: 'Directora de Seguridad Internacional',
        affiliated_institution: 'Ministerio de Relaciones Exteriores',
        email: 'ciber@minrel.cl.example',
        telephone: '+56 2 0000 0142',
        languages: 'español, inglés',
        note_verbale_ref: 'NV 6/2025-114',
        note_date: '07/11/2025',
      }),
    ).toEqual({
      sourceKey: 'OAS-CHL-0007',
      participant: 'Chile',
      iso3: 'CHL',
      function: 'DIPLOMATIC',
      level: 'CYBER_POLICY',
      kind: 'PERSON',
      name: 'Rosa Ayelén Quilodrán',
      title: 'Directora de Seguridad Internacional',
      entity: 'Ministerio de Relaciones Exteriores',
      webPage: null,
      emails: ['ciber@minrel.cl.example'],
      phones: [
        { e164: '+56200000142', extension: null, asWritten: '+56 2 0000 0142', aroundTheClock: false },
      ],
      languages: ['es', 'en'],
      withheld: [],
      details: { reference: 'NV 6/2025-114', notifiedOn: '2025-11-07' },
      problems: [],
    });
  });

  it.each([
    ['missing', {}],
    ['null', { telephone: null, languages: null, email: null }],
    ['blank', { telephone: '  ', languages: '', email: ' ' }],
  ])('without telephone and languages (%s) has none', (_how, more) => {
    expect(entryOf(more)).toMatchObject({ phones: [], languages: [], emails: [], problems: [] });
  });

  it('of an institution without a name is an office', () => {
    expect(entryOf({ full_name: null, affiliated_institution: 'CSIRT' })).toMatchObject({
      kind: 'OFFICE',
      name: null,
      entity: 'CSIRT',
    });
  });

  it('keeps the category as the level, foreign affairs too', () => {
    expect(entryOf({ category: 'FOREIGN_AFFAIRS' })).toMatchObject({
      function: 'DIPLOMATIC',
      level: 'FOREIGN_AFFAIRS',
    });
  });

  it.each([
    ['Estados Unidos', 'USA'],
    ['United States of America', 'USA'],
    ['Brasil', 'BRA'],
    ['Trinidad and Tobago', 'TTO'],
    ['Trinidad y Tobago', 'TTO'],
    ['México', 'MEX'],
    ['MEXICO', 'MEX'],
    ['República Dominicana', 'DOM'],
    ['Haïti', 'HTI'],
    ['Saint Kitts and Nevis', 'KNA'],
    ['San Vicente y las Granadinas', 'VCT'],
    ['Belice', 'BLZ'],
    ['Bolivia (Estado Plurinacional de)', 'BOL'],
    ['Surinam', 'SUR'],
    ['Canadá', 'CAN'],
    ['EUA', 'USA'],
    ['Estados Unidos da América', 'USA'],
    ["États-Unis d'Amérique", 'USA'],
    ['Brésil', 'BRA'],
    ['Trindade e Tobago', 'TTO'],
    ['Trinité-et-Tobago', 'TTO'],
    ['São Cristóvão e Névis', 'KNA'],
    ['Saint-Kitts-et-Nevis', 'KNA'],
    ['San Kitts y Nevis', 'KNA'],
    ['La Barbade', 'BRB'],
    ['Sainte-Lucie', 'LCA'],
    ['Dominica', 'DMA'],
    ['Mancomunidad de Dominica', 'DMA'],
    ['Mancomunidad de las Bahamas', 'BHS'],
    ['República Cooperativa de Guyana', 'GUY'],
    ['Estados Unidos Mexicanos', 'MEX'],
  ])('of %s is joined to %s', (country, iso3) => {
    expect(entryOf({ country })).toMatchObject({ iso3, participant: country });
  });

  it.each([
    ['+56 2 0000 0142 anexo 12', '+56200000142', '12'],
    ['(02) 0000-0142', null, null],
    ['Tel.: +1 868 555 0142 ext. 7', '+18685550142', '7'],
  ])('understands the telephone %s', (telephone, e164, extension) => {
    const [phone] = entryOf({ telephone }).phones;
    if (e164) expect(phone).toMatchObject({ e164, extension });
    else expect(phone?.asWritten).toBe(telephone);
  });

  it('may have several telephones and addresses', () => {
    const entry = entryOf({
      telephone: '+56 2 0000 0142 / +56 2 0000 0143; +56 2 0000 0144 y +56 2 0000 0142',
      email: 'a@minrel.cl.example; b@minrel.cl.example',
    });
    expect(entry.phones.map(({ e164 }) => e164)).toEqual(['+56200000142', '+56200000143', '+56200000144']);
    expect(entry.emails).toEqual(['a@minrel.cl.example', 'b@minrel.cl.example']);
  });

  it('with values that cannot be used keeps the rest, and says which', () => {
    const entry = entryOf({
      email: 'a at b',
      telephone: 'por confirmar',
      languages: 'español, zzzz',
      note_date: '31/02/2025',
    });
    expect(entry).toMatchObject({
      name: 'Rosa Ayelén Quilodrán',
      languages: ['es'],
      phones: [],
      details: {},
    });
    expect(entry.problems.join('\n')).toMatch(/a at b|email/);
    expect(entry.problems.join('\n')).toMatch(/por confirmar/);
    expect(entry.problems.join('\n')).toMatch(/zzzz/);
    expect(entry.problems.join('\n')).toMatch(/31\/02\/2025/);
  });
});

describe('a movement', () => {
  it('of removal takes the point out', () => {
    expect(meaningOf({ action: 'REMOVAL', full_name: undefined })).toEqual({
      kind: 'removal',
      sourceKey: 'OAS-CHL-0007',
    });
  });

  it.each([
    [{ action: 'SUSPENSION' }, /SUSPENSION/],
    [{ category: 'DEFENCE' }, /DEFENCE.*FOREIGN_AFFAIRS/],
    [{ category: null }, /category/],
    [{ country: 'Atlántida' }, /Atlántida/],
    [{ country: null }, /country/],
  ])('that cannot be used is set aside with its reason: %o', (more, reason) => {
    expect(meaningOf(more)).toMatchObject({
      kind: 'set-aside',
      sourceKey: 'OAS-CHL-0007',
      reason: expect.stringMatching(reason),
    });
  });
});

describe('the settings', () => {
  it('are both credentials or none', () => {
    expect(oasSettings({})).toBeNull();
    expect(oasSettings({ OAS_CLIENT_ID: 'a', OAS_CLIENT_SECRET: 'b' })).toEqual({
      clientId: 'a',
      clientSecret: 'b',
    });
    expect(() => oasSettings({ OAS_CLIENT_ID: 'a' })).toThrow(/OAS_CLIENT_SECRET/);
    expect(() => oasSettings({ OAS_CLIENT_SECRET: 'b' })).toThrow(/OAS_CLIENT_ID/);
  });
});
