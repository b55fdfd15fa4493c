// Arabic and Hebrew write few vowels. What their words share with the same names in other scripts are the consonants: one key
// for both sides, coarse enough for the ways in which one name is written.

const semitic = new Map<string, string>();
for (const [letter, sound] of [
  ...pairs(
    'ب b ت t ث t ج g ح h خ h د d ذ d ر r ز z س s ش s ص s ض d ط t ظ z غ g ف f ق k ك k ل l م m ن n ه h پ b چ s ژ g گ g ک k ڤ f ٹ t ڈ d ڑ r ہ h ھ h ں n',
  ),
  ...pairs('ב b ג g ד d ה h ז z ח h ט t כ k ך k ל l מ m ם m נ n ן n ס s פ b ף b צ ts ץ ts ק k ר r ש s ת t'),
])
  semitic.set(letter, sound);

function pairs(table: string): (readonly [string, string])[] {
  const parts = table.split(' ');
  return parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? ''] as const] : []));
}

/** Of a word in Arabic or Hebrew letters, without marks. Long vowels and what is not spoken everywhere are left out. */
export const soundsOfSemitic = (word: string): string =>
  shortened([...word.replace(/(?<=.)[هةה]$/u, '')].map((letter) => semitic.get(letter) ?? '').join(''));

/** Of a word in small Latin letters. */
export function soundsOfLatin(word: string): string {
  const spoken = word
    .replace(/sch|shch|tch|sh|ch/g, 's')
    .replace(/kh/g, 'h')
    .replace(/dzh|dj|zh|gh|j/g, 'g')
    .replace(/ph|v/g, 'f')
    .replace(/th/g, 't')
    .replace(/dh/g, 'd')
    .replace(/p/g, 'b')
    .replace(/x/g, 'ks')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/[cq]/g, 'k')
    .replace(/(?<=[aeiouy])h$/, '')
    .replace(/[aeiouyw]/g, '');
  return shortened(spoken);
}

/** Double letters are marked in the one script, and not always written in the other. */
const shortened = (consonants: string): string => consonants.replace(/(.)\1+/g, '$1');
