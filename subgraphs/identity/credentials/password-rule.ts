/** What a password must not be; each has its sentence for people in the message catalogues. */
export type PasswordFault = 'short' | 'long' | 'common' | 'repetitive' | 'sequence' | 'personal';
export type PasswordStrength = 'fair' | 'good' | 'strong';
export type PasswordVerdict = { readonly fault: PasswordFault } | { readonly strength: PasswordStrength };

export const shortestPassword = 12;
export const longestPassword = 200;

/**
 * Words that passwords are made of when nobody thinks: what is left of a password without them and without digits is what
 * counts. NIST SP 800-63B, 5.1.1.2: length, and a list of what is expected, instead of rules about kinds of characters.
 */
const expected = [
  'password passwort passwort contraseña contrasena motdepasse parol пароль senha passphrase secret secreto geheim',
  'welcome willkommen bienvenue bienvenido letmein admin administrator root user login signin guest master default',
  'changeme temporary temp test testing example sample demo hello',
  'dragon monkey football baseball soccer superman batman sunshine princess shadow michael jennifer liverpool chelsea',
  'iloveyou loveyou trustno qwerty qwertz azerty asdf asdfgh zxcv zxcvbn йцукен qazwsx zaq',
  'spring summer autumn winter january february march april june july august september october november december',
  'monday tuesday wednesday thursday friday saturday sunday company office ministry government foreign affairs',
  'crosspoint directory contact united nations security network computer internet cyber',
  'correct horse battery staple nine invented lanterns',
]
  .join(' ')
  .split(' ')
  .map(plain)
  .sort((a, b) => b.length - a.length);

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'йцукенгшщзхъ',
  'фывапролджэ',
  '01234567890',
];
const runs = new Set(
  rows.flatMap((row) => [row, [...row].reverse().join('')]).flatMap((row) => pieces(row, 3)),
);

/**
 * Judges a password before it is taken.
 * @param personal what others know of the person: name, e-mail address, state
 */
export function judgePassword(password: string, personal: readonly string[]): PasswordVerdict {
  const characters = [...password.normalize('NFKC')];
  if (characters.length < shortestPassword) return { fault: 'short' };
  if (characters.length > longestPassword) return { fault: 'long' };
  if (new Set(characters).size < 6 || isRepeated(characters.join(''))) return { fault: 'repetitive' };
  const text = plain(password);
  const known = personal
    .flatMap((item) => plain(item).split(/[^\p{L}\p{N}]+/u))
    .filter(({ length }) => length >= 4);
  const ownWords = without(text, known);
  const rest = without(ownWords, expected);
  const effort = unforeseen(rest);
  if (effort < 7) {
    if (unforeseen(without(text, expected)) < 7 && unforeseen(text) >= 7) return { fault: 'common' };
    if (unforeseen(ownWords) < 7 && ownWords !== text) return { fault: 'personal' };
    return { fault: rest === text ? 'sequence' : 'common' };
  }
  return { strength: effort >= 20 ? 'strong' : effort >= 14 ? 'good' : 'fair' };
}

/** Lower case, and what is written instead of letters read as them. */
function plain(text: string): string {
  const letters: Readonly<Record<string, string>> = {
    '0': 'o',
    '1': 'i',
    '3': 'e',
    '4': 'a',
    '5': 's',
    '7': 't',
    '@': 'a',
    $: 's',
    '!': 'i',
  };
  const lower = text.normalize('NFKC').toLowerCase();
  // Digits between letters stand for letters; a row of digits stays one.
  return lower.replace(/(?<=\p{L})[0134578@$!](?=\p{L})/gu, (character) => letters[character] ?? character);
}

function without(text: string, words: readonly string[]): string {
  return words.reduce((left, word) => (word === '' ? left : left.replaceAll(word, ' ')), text);
}

/** How many characters one could not foresee from those before: runs of the alphabet, the keyboard and digits count once. */
function unforeseen(text: string): number {
  const characters = [...text].filter((character) => character !== ' ');
  const joined = characters.join('');
  let count = 0;
  for (const [index, character] of characters.entries()) {
    const before = characters.slice(Math.max(0, index - 2), index).join('');
    const foreseen = runs.has(before + character) || (index >= 2 && before === character + character);
    const isYear = /(?:19|20)\d\d$/.test(joined.slice(Math.max(0, index - 3), index + 1));
    if (isYear) count -= 2;
    else if (!foreseen) count += 1;
  }
  return count;
}

function isRepeated(text: string): boolean {
  return /^(.{1,8}?)\1+.{0,2}$/u.test(text);
}

function pieces(text: string, length: number): string[] {
  const characters = [...text];
  return characters.slice(length - 1).map((_, index) => characters.slice(index, index + length).join(''));
}
