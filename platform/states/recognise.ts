import { memberStates } from './states.ts';

/** Who a name in a source means: a Member State, a known participant that is none, or nobody we know. */
export type Participant =
  | { readonly kind: 'state'; readonly iso3: string }
  | { readonly kind: 'not-a-state'; readonly name: string }
  | { readonly kind: 'unknown' };

// Names in use beside the United Nations' own and those of the Unicode CLDR. Facts of usage, no position on any name.
const otherNames: Readonly<Record<string, readonly string[]>> = {
  ARE: ['UAE', 'Emirates'],
  ARG: ['Argentine Republic', 'República Argentina'],
  ATG: ['Antigua & Barbuda', 'Antigua y Barbuda', 'Antigua'],
  BGD: ["People's Republic of Bangladesh"],
  BHS: [
    'The Bahamas',
    'Bahamas, The',
    'Commonwealth of The Bahamas',
    'Las Bahamas',
    'Mancomunidad de las Bahamas',
  ],
  BIH: ['Bosnia-Herzegovina', 'Bosnia & Herzegovina', 'BiH'],
  BOL: ['Bolivia', 'Plurinational State of Bolivia', 'Estado Plurinacional de Bolivia'],
  BRN: ['Brunei', 'Negara Brunei Darussalam'],
  BRB: ['La Barbade'],
  BRA: ['Federative Republic of Brazil', 'República Federativa do Brasil'],
  CHE: ['Swiss Confederation'],
  CHN: ["People's Republic of China", 'PRC', 'PR China'],
  COD: ['DRC', 'DR Congo', 'Congo (Kinshasa)'],
  COG: ['Republic of the Congo', 'Congo (Brazzaville)'],
  CIV: ['Ivory Coast'],
  CPV: ['Cape Verde'],
  CZE: ['Czech Republic', 'The Czech Republic', 'República Checa', 'République tchèque'],
  DEU: ['Federal Republic of Germany', 'FRG'],
  DMA: ['Mancomunidad de Dominica'],
  DOM: ['Dominican Rep.', 'Rep. Dominicana'],
  FRA: ['French Republic', 'République française'],
  FSM: ['Micronesia'],
  GBR: ['UK', 'U.K.', 'Great Britain', 'Britain', 'United Kingdom', 'Reino Unido', 'Royaume-Uni'],
  GRC: ['Hellenic Republic'],
  GRD: ['Granada'],
  GUY: ['República Cooperativa de Guyana'],
  IRN: ['Iran', 'Islamic Republic of Iran'],
  ITA: ['Italian Republic'],
  KGZ: ['Kyrgyz Republic'],
  KNA: [
    'St. Kitts and Nevis',
    'Saint Christopher and Nevis',
    'San Kitts y Nevis',
    'Federación de San Cristóbal y Nieves',
    'St Kitts & Nevis',
    'Saint Kitts & Nevis',
    'San Cristóbal y Nieves',
    'San Cristóbal y Nevis',
  ],
  KOR: [
    'ROK',
    'R.O.K.',
    'South Korea',
    'Korea, Republic of',
    'Korea (Republic of)',
    'Korea, South',
    'Rep. of Korea',
  ],
  LAO: ['Lao PDR', 'Laos', 'Lao', 'Lao P.D.R.', "Lao People's Democratic Republic"],
  LCA: ['St. Lucia', 'Santa Lucía'],
  LKA: ['Democratic Socialist Republic of Sri Lanka'],
  MDA: ['Moldova', 'Republic of Moldova', 'Moldova, Republic of'],
  MEX: ['United Mexican States', 'Estados Unidos Mexicanos'],
  MKD: ['North Macedonia', 'Republic of North Macedonia', 'Macedonia'],
  MMR: ['Burma', 'Myanmar (Burma)', 'Union of Myanmar', 'Republic of the Union of Myanmar'],
  NLD: [
    'The Netherlands',
    'Netherlands',
    'Holland',
    'Kingdom of the Netherlands',
    'Países Bajos',
    'Pays-Bas',
  ],
  NZL: ['Aotearoa New Zealand'],
  PNG: ['PNG'],
  PRT: ['Portuguese Republic', 'República Portuguesa'],
  PRK: [
    'DPRK',
    'D.P.R.K.',
    'DPR Korea',
    'North Korea',
    "Korea, Democratic People's Republic of",
    'Korea, DPR',
  ],
  RUS: ['Russia', 'Russian Fed.', 'Rusia', 'Russie'],
  SLV: ['Salvador'],
  SUR: ['Surinam'],
  SVK: ['Slovak Republic'],
  SWZ: ['Swaziland'],
  SYR: ['Syria'],
  TLS: ['East Timor', 'Timor Leste', 'Democratic Republic of Timor-Leste'],
  TTO: [
    'Trinidad & Tobago',
    'Trinidad y Tobago',
    'Trinidad y Tabago',
    'Trinidad and Tobago',
    'Trindade e Tobago',
  ],
  TUR: ['Turkey', 'Türkiye', 'Turkiye', 'Turquía', 'Turquie'],
  TZA: ['Tanzania'],
  URY: ['República Oriental del Uruguay'],
  USA: [
    'USA',
    'U.S.A.',
    'US',
    'U.S.',
    'United States',
    'The United States',
    'Estados Unidos',
    'Estados Unidos de América',
    'Estados Unidos da América',
    'EUA',
    'EE.UU.',
    'EE. UU.',
    'EEUU',
    'États-Unis',
  ],
  VCT: ['St. Vincent and the Grenadines', 'St Vincent & the Grenadines', 'San Vicente y las Granadinas'],
  VEN: ['Venezuela', 'Bolivarian Republic of Venezuela', 'República Bolivariana de Venezuela'],
  VNM: ['Vietnam', 'Viet Nam', 'Socialist Republic of Viet Nam', 'Socialist Republic of Vietnam'],
};

// Participants of a regional directory that are not Member States: read, kept, shown, never copied.
const notStates: Readonly<Record<string, readonly string[]>> = {
  'European Union': [
    'EU',
    'E.U.',
    'The European Union',
    'European Union (EU)',
    'Union européenne',
    'Unión Europea',
    'EEAS',
  ],
  'Holy See': [
    'The Holy See',
    'Holy See (Vatican)',
    'Vatican',
    'Vatican City',
    'Santa Sede',
    'Saint-Siège',
    'Святой Престол',
  ],
};

/** Names compare without case, diacritics, punctuation, a leading "the", and with "&" as "and". */
function comparable(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');
}

const known = new Map<string, Participant>();

function learn(name: string, participant: Participant): void {
  const key = comparable(name);
  if (key !== '' && !known.has(key)) known.set(key, participant);
}

for (const state of memberStates) {
  const participant: Participant = { kind: 'state', iso3: state.iso3 };
  for (const name of [...Object.values(state.names), ...(otherNames[state.iso3] ?? []), state.iso3]) {
    learn(name, participant);
  }
}
for (const [name, others] of Object.entries(notStates)) {
  for (const other of [name, ...others]) learn(other, { kind: 'not-a-state', name });
}
for (const locale of ['en', 'es', 'fr', 'pt', 'de', 'ru']) {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  for (const { iso2, iso3 } of memberStates) {
    const name = names.of(iso2);
    if (name) learn(name, { kind: 'state', iso3 });
  }
}

/** Recognises a participant by any of its usual names, in any case and with or without diacritics. Never guesses. */
export function recogniseParticipant(name: string): Participant {
  if (name.length > longestName) return { kind: 'unknown' };
  const exact = known.get(comparable(name));
  if (exact) return exact;
  const turned = qualifierInFront(name);
  const inOrder = turned === undefined ? undefined : known.get(comparable(turned));
  return inOrder ?? withoutKind(name) ?? { kind: 'unknown' };
}

/** No participant is called by so many characters; what is longer is not looked into. */
const longestName = 300;

/** "Korea (Republic of)", "Moldova, Republic of": the qualifier stands behind. */
function qualifierInFront(name: string): string | undefined {
  for (const { index } of name.matchAll(/[,(]/g)) {
    const before = name.slice(0, index);
    const qualifier = name
      .slice(index + 1)
      .trim()
      .replace(/\)$/, '')
      .trim();
    if (before !== '' && qualifier !== '' && !/[()]/.test(qualifier)) return `${qualifier} ${before}`;
  }
  return undefined;
}

const kindOfState =
  /^(?:(?:federal|islamic|cooperative|co operative|oriental|eastern) )?(?:republic|kingdom|commonwealth|principality|grand duchy|sultanate|republica|reino|republique|royaume|principaute) (?:of|de|del|du|d) (?:the |la |los )?/;
// Where such a word tells two apart, or once did, it is not taken off.
const toldApart = ['CHN', 'COD', 'COG', 'KOR', 'PRK', 'VNM', 'YEM'];

/** "Republic of Singapore", "Kingdom of Thailand": by the name behind the words that only say what kind of state it is. */
function withoutKind(name: string): Participant | undefined {
  const plain = comparable(name);
  const rest = plain.replace(kindOfState, '');
  const found = rest === plain ? undefined : known.get(rest);
  return found?.kind === 'state' && !toldApart.includes(found.iso3) ? found : undefined;
}
