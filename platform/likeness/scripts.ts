// Names written in other scripts, in Latin letters: enough to see that two spellings are of one name, and for nothing else.
// Nothing transliterated is ever stored or shown. Scripts without a table here (Han, Arabic, …) stay as they are.

const tables = {
  Cyrillic:
    'а a б b в v г g ґ g д d е e є e ж zh з z и i і i й i к k л l м m н n о o ө o п p р r с s т t у u ү u ў v ф f х kh ц ts ч ch ш sh щ shch ъ - ы y ь - э e ю yu я ya ђ dj ј j љ lj њ nj ћ c џ dz қ k ғ g ң n һ h ә a ѓ g ќ k ѕ dz',
  Greek:
    'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o',
  Georgian:
    'ა a ბ b გ g დ d ე e ვ v ზ z თ t ი i კ k ლ l მ m ნ n ო o პ p ჟ zh რ r ს s ტ t უ u ფ p ქ k ღ gh ყ q შ sh ჩ ch ც ts ძ dz წ ts ჭ ch ხ kh ჯ j ჰ h',
  Armenian:
    'ա a բ b գ g դ d ե e զ z է e ը y թ t ժ zh ի i լ l խ kh ծ ts կ k հ h ձ dz ղ gh ճ ch մ m յ y ն n շ sh ո o չ ch պ p ջ j ռ r ս s վ v տ t ր r ց ts ւ v փ p ք k օ o ֆ f և ev',
  Latin: 'ø o ł l đ d ð d þ th ß ss æ ae œ oe ı i ə e ħ h ŋ n',
} as const;

const letters = new Map<string, string>();
for (const table of Object.values(tables)) {
  const parts = table.split(' ');
  for (let index = 0; index < parts.length; index += 2)
    letters.set(parts[index] ?? '', (parts[index + 1] ?? '').replace('-', ''));
}

/** Small letters without diacritics, in Latin where the script has a table above. */
export function inLatin(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  // Greek and Armenian write one sound with two letters: ου, ու.
  return [...plain.replaceAll('ου', 'u').replaceAll('ու', 'u')]
    .map((letter) => letters.get(letter) ?? letter)
    .join('');
}

/**
 * What is left of a word when the ways of writing one sound in Latin letters are made one: `Yevgeniy` and `Evgeny`,
 * `Müller` and `Mueller`. Two words with one skeleton are likely, not surely, the same word.
 */
export function skeleton(latin: string): string {
  return latin
    .replace(/shch|sch/g, 'sh')
    .replace(/tch/g, 'ch')
    .replace(/dzh|dj|zh/g, 'j')
    .replace(/kh/g, 'h')
    .replace(/ts|tz/g, 'c')
    .replace(/ph/g, 'f')
    .replace(/x/g, 'ks')
    .replace(/ae/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/ue|ou/g, 'u')
    .replace(/w/g, 'v')
    .replace(/y/g, 'i')
    .replace(/ie/g, 'e')
    .replace(/(.)\1+/g, '$1');
}
