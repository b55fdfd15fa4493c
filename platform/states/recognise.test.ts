import { describe, expect, it } from 'vitest';
import { recogniseParticipant } from './recognise.ts';
import { memberStates } from './states.ts';

const iso3Of = (name: string): string => {
  const participant = recogniseParticipant(name);
  if (participant.kind === 'state') return participant.iso3;
  return participant.kind === 'not-a-state' ? participant.name : 'unknown';
};

describe('a participant', () => {
  it.each([
    // ARF: the names of its workbook, and those its members use.
    ['Lao PDR', 'LAO'],
    ["Lao People's Democratic Republic", 'LAO'],
    ['Lao People’s Democratic Republic', 'LAO'],
    ['Laos', 'LAO'],
    ['Viet Nam', 'VNM'],
    ['Vietnam', 'VNM'],
    ['DPRK', 'PRK'],
    ["Democratic People's Republic of Korea", 'PRK'],
    ['DPR Korea', 'PRK'],
    ['ROK', 'KOR'],
    ['Republic of Korea', 'KOR'],
    ['Korea (Republic of)', 'KOR'],
    ['Korea, Republic of', 'KOR'],
    ['South Korea', 'KOR'],
    ['United States', 'USA'],
    ['USA', 'USA'],
    ['U.S.A.', 'USA'],
    ['United States of America', 'USA'],
    ['Brunei', 'BRN'],
    ['Brunei Darussalam', 'BRN'],
    ['Myanmar', 'MMR'],
    ['Burma', 'MMR'],
    ['Timor-Leste', 'TLS'],
    ['Timor Leste', 'TLS'],
    ['East Timor', 'TLS'],
    ['PNG', 'PNG'],
    ['Papua New Guinea', 'PNG'],
    ['PR China', 'CHN'],
    ["People's Republic of China", 'CHN'],
    ['China', 'CHN'],
    ['Philippines', 'PHL'],
    ['The Philippines', 'PHL'],
    ['Russia', 'RUS'],
    ['Russian Federation', 'RUS'],
    ['Republic of Singapore', 'SGP'],
    ['The Republic of Indonesia', 'IDN'],
    ['Kingdom of Cambodia', 'KHM'],
    ['Islamic Republic of Pakistan', 'PAK'],
    ['Commonwealth of Australia', 'AUS'],
    ['Republic of the Union of Myanmar', 'MMR'],
    ['Socialist Republic of Viet Nam', 'VNM'],
    // OAS: in Spanish, English, Portuguese, French, with or without accents.
    ['Estados Unidos', 'USA'],
    ['Estados Unidos de América', 'USA'],
    ['EE.UU.', 'USA'],
    ['EE. UU.', 'USA'],
    ['Brasil', 'BRA'],
    ['Trinidad and Tobago', 'TTO'],
    ['Trinidad & Tobago', 'TTO'],
    ['Trinidad y Tobago', 'TTO'],
    ['Trinidad y Tabago', 'TTO'],
    ['México', 'MEX'],
    ['Mexico', 'MEX'],
    ['Canadá', 'CAN'],
    ['Haití', 'HTI'],
    ['Haïti', 'HTI'],
    ['Perú', 'PER'],
    ['Panamá', 'PAN'],
    ['República Dominicana', 'DOM'],
    ['Dominican Republic', 'DOM'],
    ['Rep. Dominicana', 'DOM'],
    ['Dominica', 'DMA'],
    ['Granada', 'GRD'],
    ['Belice', 'BLZ'],
    ['Surinam', 'SUR'],
    ['Suriname', 'SUR'],
    ['Saint Kitts and Nevis', 'KNA'],
    ['St. Kitts & Nevis', 'KNA'],
    ['San Cristóbal y Nieves', 'KNA'],
    ['Saint Lucia', 'LCA'],
    ['St. Lucia', 'LCA'],
    ['Santa Lucía', 'LCA'],
    ['Saint Vincent and the Grenadines', 'VCT'],
    ['St. Vincent & the Grenadines', 'VCT'],
    ['San Vicente y las Granadinas', 'VCT'],
    ['Antigua y Barbuda', 'ATG'],
    ['Bahamas', 'BHS'],
    ['The Bahamas', 'BHS'],
    ['Bahamas (The)', 'BHS'],
    ['Las Bahamas', 'BHS'],
    ['Bolivia', 'BOL'],
    ['Bolivia (Plurinational State of)', 'BOL'],
    ['Bolivia (Estado Plurinacional de)', 'BOL'],
    ['Venezuela', 'VEN'],
    ['Venezuela (Bolivarian Republic of)', 'VEN'],
    ['Venezuela (República Bolivariana de)', 'VEN'],
    ['El Salvador', 'SLV'],
    ['Guyana', 'GUY'],
    ['Jamaica', 'JAM'],
    ['Barbados', 'BRB'],
    ['República de Chile', 'CHL'],
    ['República Oriental del Uruguay', 'URY'],
    ['República Argentina', 'ARG'],
    ['Estados Unidos Mexicanos', 'MEX'],
    // OSCE.
    ['Principality of Andorra', 'AND'],
    ['Swiss Confederation', 'CHE'],
    ['Hellenic Republic', 'GRC'],
    ['Grand Duchy of Luxembourg', 'LUX'],
    ['Türkiye', 'TUR'],
    ['Turkey', 'TUR'],
    ['Turkiye', 'TUR'],
    ['Czechia', 'CZE'],
    ['Czech Republic', 'CZE'],
    ['The Czech Republic', 'CZE'],
    ['Republic of Moldova', 'MDA'],
    ['Moldova', 'MDA'],
    ['Moldova, Republic of', 'MDA'],
    ['Bosnia-Herzegovina', 'BIH'],
    ['Bosnia and Herzegovina', 'BIH'],
    ['Bosnia & Herzegovina', 'BIH'],
    ['North Macedonia', 'MKD'],
    ['Republic of North Macedonia', 'MKD'],
    ['The Republic of North Macedonia', 'MKD'],
    ['United Kingdom', 'GBR'],
    ['United Kingdom of Great Britain and Northern Ireland', 'GBR'],
    ['UK', 'GBR'],
    ['Netherlands', 'NLD'],
    ['The Netherlands', 'NLD'],
    ['Netherlands (Kingdom of the)', 'NLD'],
    ['Kyrgyzstan', 'KGZ'],
    ['Kyrgyz Republic', 'KGZ'],
    ['Slovak Republic', 'SVK'],
    ['Slovakia', 'SVK'],
    ['Monaco', 'MCO'],
    ['San Marino', 'SMR'],
    ['Liechtenstein', 'LIE'],
    ['Georgia', 'GEO'],
    ['Россия', 'RUS'],
    ['Российская Федерация', 'RUS'],
    ['Österreich', 'AUT'],
  ])('%j is %s', (name, iso3) => {
    expect(iso3Of(name)).toBe(iso3);
  });

  it.each([
    ['EU', 'European Union'],
    ['European Union', 'European Union'],
    ['The European Union', 'European Union'],
    ['European Union (EU)', 'European Union'],
    ['Holy See', 'Holy See'],
    ['The Holy See', 'Holy See'],
    ['Santa Sede', 'Holy See'],
    ['Saint-Siège', 'Holy See'],
    ['Святой Престол', 'Holy See'],
  ])('%j is %s, which is no Member State', (name, canonical) => {
    expect(recogniseParticipant(name)).toEqual({ kind: 'not-a-state', name: canonical });
  });

  it('is recognised by every name of the United Nations, in six languages', () => {
    for (const { iso3, names } of memberStates) {
      for (const name of Object.values(names)) expect([name, iso3Of(name)]).toEqual([name, iso3]);
    }
  });

  it('is recognised by its code, and in any case, spacing and punctuation', () => {
    for (const { iso3, names } of memberStates) {
      expect(iso3Of(iso3)).toBe(iso3);
      expect(iso3Of(`  ${names.EN.toUpperCase().replaceAll(' ', '  ')} `)).toBe(iso3);
      expect(iso3Of(names.FR.normalize('NFD'))).toBe(iso3);
    }
  });

  it.each([
    'Korea',
    'Republic of China',
    'Republic of Vietnam',
    'Kingdom of Nowhere',
    'Congo, Unknown',
    'Guinea Ecuador',
    'Atlantis',
    '',
    '-',
    'N/A',
    'Kingdom',
    'Republic',
    'United',
    'Chna',
    'Ms. Chad Doe',
  ])('%j is nobody that is known', (name) => {
    expect(recogniseParticipant(name)).toEqual({ kind: 'unknown' });
  });

  it('tells apart those whose names are alike', () => {
    expect(['Guinea', 'Guinea-Bissau', 'Equatorial Guinea', 'Papua New Guinea'].map(iso3Of)).toEqual([
      'GIN',
      'GNB',
      'GNQ',
      'PNG',
    ]);
    expect(['Niger', 'Nigeria'].map(iso3Of)).toEqual(['NER', 'NGA']);
    expect(['Congo', 'Democratic Republic of the Congo', 'DR Congo'].map(iso3Of)).toEqual([
      'COG',
      'COD',
      'COD',
    ]);
    expect(['Austria', 'Australia', 'Австрия', 'Австралия'].map(iso3Of)).toEqual([
      'AUT',
      'AUS',
      'AUT',
      'AUS',
    ]);
    expect(['Dominica', 'Dominican Republic', 'Dominique', 'République dominicaine'].map(iso3Of)).toEqual([
      'DMA',
      'DOM',
      'DMA',
      'DOM',
    ]);
    expect(['Samoa', 'South Sudan', 'Sudan', 'Ireland', 'Iceland', 'Iran', 'Iraq'].map(iso3Of)).toEqual([
      'WSM',
      'SSD',
      'SDN',
      'IRL',
      'ISL',
      'IRN',
      'IRQ',
    ]);
  });

  it('is done at once with what is too long for a name', () => {
    for (const text of [
      `E${' '.repeat(2_000_000)}x`,
      `E${','.repeat(2_000_000)}`,
      `E${'('.repeat(2_000_000)}`,
    ])
      expect(recogniseParticipant(text)).toEqual({ kind: 'unknown' });
  });
});
