/**
 * Names or codes of languages in English, French, Spanish, Portuguese, Russian and more (`español, inglés`, `en et ru`,
 * `English; French`, `Bahasa Indonesia`) to BCP 47, in the order written, each once.
 *
 * `et` is Estonian in a list of codes (`en et ru`) and "and" between names or before the last item of a list that has commas
 * (`anglais et français`, `en, fr et ru`); so for every word that is both.
 */
export function parseLanguages(text: string): { languages: string[]; unknown: string[] } {
  const languages = new Set<string>();
  const unknown = new Set<string>();
  const segments = text
    .normalize('NFC')
    .split(/[,;/|•·、，；\r\n\t]+|\s[-–—]+\s/)
    .map((segment) => segment.trim().replace(/[.:]+$/, ''))
    .filter((segment) => segment !== '');
  for (const segment of segments) {
    const read = codeList(segment, segments.length > 1) ?? nameList(segment);
    for (const language of read.languages) languages.add(language);
    for (const word of read.unknown) unknown.add(word);
  }
  return { languages: [...languages], unknown: [...unknown] };
}

interface Read {
  readonly languages: string[];
  readonly unknown: string[];
}

const conjunctions = new Set(
  ['and', 'or', '&', '+', 'et', 'ou', 'y', 'e', 'o', 'u', 'und', 'и', 'или', 'та', 'i', 'dan', 'و', '和'].map(
    (word) => comparable(word) || word,
  ),
);

/** Words beside a language that say how well it is spoken, or that it is one. */
const qualifiers = new Set(
  [
    'language languages langue langues idioma idiomas lengua lenguas língua línguas язык языки',
    'native fluent fluently good basic intermediate advanced working knowledge proficient mother tongue only',
    'courant nativo fluido básico intermedio avanzado fluente свободно родной',
    'a1 a2 b1 b2 c1 c2',
  ].flatMap((words) => words.split(' ').map(comparable)),
);

/** Names beside those of the Unicode CLDR. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  ar: ['Modern Standard Arabic'],
  bn: ['Bengali'],
  bs: ['Bosanski'],
  cnr: ['Montenegrin', 'monténégrin', 'montenegrino', 'черногорский', 'crnogorski'],
  de: ['Hochdeutsch'],
  el: ['Modern Greek'],
  en: ['Ing', 'анг', 'англ', 'Inggris', 'Bahasa Inggris', 'ENG'],
  es: ['Castellano', 'Castilian', 'castillan', 'castelhano', 'Esp', 'исп'],
  fa: ['Farsi', 'фарси'],
  'fa-AF': ['Dari', 'дари'],
  fil: ['Pilipino', 'Tagalog', 'тагальский'],
  fr: ['Franç', 'франц', 'фр'],
  he: ['Ivrit'],
  ht: ['Créole', 'Kreyol', 'Haitian', 'Creole (Haitian)', 'Creole haitiano'],
  id: ['Bahasa', 'Bahasa Indonesia'],
  km: ['Cambodian'],
  ko: ['Hangul'],
  lo: ['Laotian'],
  ms: ['Bahasa Melayu', 'Bahasa Malaysia'],
  my: ['Myanmar', 'Myanmar language'],
  nb: ['Bokmål', 'Bokmal'],
  nn: ['Nynorsk'],
  pap: ['Papiamento', 'Papiamentu'],
  ro: ['Moldovan', 'moldave', 'moldavo', 'молдавский'],
  ru: ['рус'],
  rom: ['Romani', 'Romany'],
  si: ['Sinhalese'],
  'sr-Latn': ['Serbo-Croatian'],
  tet: ['Tetun', 'Tetum', 'Tétum'],
  tpi: ['Tok Pisin', 'Pidgin'],
  ho: ['Hiri Motu', 'Motu'],
  yue: ['Cantonese', 'cantonais', 'cantonés', 'кантонский', '广东话'],
  zh: ['Mandarin', 'Mandarin Chinese', 'mandarín', 'mandarim', 'мандарин', 'Putonghua', '普通话', 'Huayu'],
};

const locales = ['en', 'fr', 'es', 'pt', 'ru', 'ar', 'zh', 'de', 'it', 'id', 'uk', 'tr'];

function comparable(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, ' ')
    .trim();
}

let table: ReadonlyMap<string, string> | undefined;

/** From comparable name to BCP 47; made at first use, for it takes a moment. */
function names(): ReadonlyMap<string, string> {
  if (table) return table;
  const made = new Map<string, string>();
  const learn = (name: string | undefined, code: string) => {
    const key = name ? comparable(name) : '';
    if (key !== '' && !made.has(key)) made.set(key, code);
  };
  for (const [code, others] of Object.entries(otherNames)) for (const name of others) learn(name, code);
  const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];
  const codes = alphabet
    .flatMap((first) => alphabet.map((second) => first + second))
    .filter((code) => knownCode(code) === code);
  for (const locale of locales) {
    const display = new Intl.DisplayNames([locale], { type: 'language', fallback: 'none' });
    for (const code of [...codes, ...threeLetters]) learn(display.of(code), code);
  }
  for (const code of codes) {
    learn(new Intl.DisplayNames([code], { type: 'language', fallback: 'none' }).of(code), code);
  }
  table = made;
  return made;
}

const english = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
/** Languages without a code of two letters that a point of contact may well speak. */
const threeLetters = new Set(['ceb', 'ckb', 'fil', 'gsw', 'haw', 'kea', 'pap', 'rom', 'tet', 'tpi', 'yue']);
const noLanguage = new Set(['und', 'mul', 'zxx', 'mis', 'root']);

/** A code of ISO 639 or a tag of BCP 47 in its canonical form; null where it means no language. */
function knownCode(word: string): string | null {
  if (!/^[a-z]{2,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?$/i.test(word)) return null;
  const [language = ''] = word.toLowerCase().split('-');
  if (noLanguage.has(language)) return null;
  if (language === 'cnr') return 'cnr'; // Montenegrin: CLDR would make Serbian of it.
  if (!english.of(language)) return null;
  const canonical = Intl.getCanonicalLocales(word)[0] ?? null;
  // Many words of three letters are also the code of some language (`see`, `new`): only those of a language met here count.
  const rare =
    canonical !== null && /^[a-z]{3}(?:-|$)/.test(canonical) && !threeLetters.has(canonical.slice(0, 3));
  return rare ? null : canonical;
}

/** The codes of a segment that holds codes only, in the order written; null where it holds anything else. */
function codeList(segment: string, oneOfMany: boolean): Read | null {
  const words = segment.split(/\s+/).flatMap(hyphenated);
  const read: Read = { languages: [], unknown: [] };
  for (const [position, word] of words.entries()) {
    const code = knownCode(word);
    const between = position > 0 && position < words.length - 1;
    if (conjunctions.has(word.toLowerCase()) && (!code || (between && oneOfMany))) continue;
    if (code) read.languages.push(code);
    else if (/^[a-z]{2,3}$/i.test(word)) read.unknown.push(word);
    else return null;
  }
  return read.languages.length > read.unknown.length ? read : null;
}

/** `pt-BR` is a tag; `EN-FR` and `en-fr` are two codes. */
function hyphenated(word: string): string[] {
  const halves = /^([a-z]{2})-([a-z]{2})$/.exec(word) ?? /^([A-Z]{2})-([A-Z]{2})$/.exec(word);
  const [, first, second] = halves ?? [];
  return first && second && knownCode(first) && knownCode(second) ? [first, second] : [word];
}

function nameList(segment: string): Read {
  const whole = names().get(comparable(segment));
  if (whole) return { languages: [whole], unknown: [] };
  const words = segment.split(/[\s()[\]]+/).filter((word) => word !== '');
  const languages: string[] = [];
  const unknown: string[] = [];
  let refused: string[] = [];
  const closeRefused = () => {
    if (refused.length > 0) unknown.push(refused.join(' '));
    refused = [];
  };
  for (let start = 0; start < words.length; ) {
    const found = longestName(words.slice(start));
    const word = words[start] ?? '';
    const plain = comparable(word) || word;
    if (found) {
      closeRefused();
      languages.push(found.code);
      start += found.length;
      continue;
    }
    if (conjunctions.has(plain)) closeRefused();
    else if (!qualifiers.has(plain) && plain !== '') refused.push(word);
    start += 1;
  }
  closeRefused();
  return { languages, unknown };
}

function longestName(words: readonly string[]): { code: string; length: number } | null {
  for (let length = Math.min(4, words.length); length > 0; length -= 1) {
    const phrase = comparable(words.slice(0, length).join(' '));
    const code = names().get(phrase);
    if (code && !(length === 1 && conjunctions.has(phrase))) return { code, length };
  }
  return null;
}
