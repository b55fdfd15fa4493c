import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeness } from './match.ts';
import { tokensFor, tokensOf } from './tokens.ts';
import { searchWords } from './words.ts';

/** Whether every word of a search is met in a text. */
const finds = (search: string, text: string) => {
  const words = searchWords(text);
  const wanted = searchWords(search);
  return wanted.length > 0 && wanted.every((word) => closeness(word, words) > 0);
};
const isIndexed = (search: string, text: string) => {
  const tokens = tokensOf(searchWords(text));
  return searchWords(search).every((word) => {
    const lists = tokensFor(word);
    return lists.length === 0 || lists.some((list) => list.every((token) => tokens.has(token)));
  });
};

describe('a text is found', () => {
  it.each([
    ['in another order', 'naide anna', 'Anna Näide'],
    ['without diacritics', 'nguyen anh', 'Nguyễn Văn Ánh'],
    ['with diacritics it does not have', 'Müller', 'Muller'],
    ['in another spelling of them', 'Mueller', 'Jörg Müller'],
    ['by the beginnings of words', 'min for aff', 'Ministry for Foreign Affairs'],
    ['across an apostrophe', 'obrien', "Siobhán O'Brien"],
    ['by a part of a double name', 'hassan', 'Al-Hassan'],
    ['with an initial', 'j whitlock', 'Jordan Whitlock'],
    ['in full width', 'ＣＥＲＴ', 'CERT of Examples'],
    ['with its number', 'unit 24', 'Unit 24'],
    ['in Cyrillic by Latin letters', 'yevgeny ladygin', 'Евгений Ладыгин'],
    ['in Latin by Cyrillic letters', 'Юлия', 'Yuliya Yevgenyeva'],
    ['in Latin by Cyrillic letters with other vowels', 'Мухаммед', 'Mohamed'],
    ['in Greek by Latin letters', 'papadopoulou', 'Μαρία Παπαδοπούλου'],
    ['in Georgian by Latin letters', 'nimushi', 'გიორგი ნიმუში'],
    ['in Armenian by Cyrillic letters', 'Анна', 'Օրինակ Աննա'],
    ['in Arabic by Latin letters', 'mohamed', 'محمد المثال'],
    ['in Arabic by another Latin spelling', 'Mohammad', 'مُحَمَّد'],
    ['in Arabic by a short name', 'ali', 'علي'],
    ['in Arabic by Cyrillic letters', 'Мухаммед', 'محمد'],
    ['in Latin by Arabic letters', 'يوسف', 'Youssef'],
    ['in Latin by Arabic letters with the article', 'القاهرة', 'Cairo, al-Qahira'],
    ['in Arabic with and without the article', 'أمن', 'وزارة الأمن'],
    ['in Arabic as a Persian keyboard writes it', 'علی', 'علي'],
    ['in Hebrew by Latin letters', 'moshe', 'משה'],
    ['in Chinese by a part of it', '应急', '国家互联网应急中心'],
    ['in Chinese by one character', '王', '王小明'],
    ['in Chinese by Latin letters', 'wang xiaoming', '王小明'],
    ['in Chinese by Latin letters, the name first', 'Xiaoming Wang', '王小明'],
    ['in Chinese by syllables', 'wang xiao ming', '王小明'],
    ['in Chinese by a rarer character', 'ruihao', '睿昊'],
    ['in Chinese by the reading of a surname', 'zeng', '曾伟'],
    ['in Latin by Chinese characters', '王小明', 'Wang Xiaoming'],
    ['in Latin by Chinese characters apart', '李 伟', 'Wei Li'],
    ['in Traditional characters by Latin letters', 'chen wei', '陳偉'],
    ['in Japanese by a part of it', '情報', '内閣サイバー情報'],
    ['in Thai by a part of it', 'กระทรวง', 'กระทรวงการต่างประเทศ'],
    ['in Korean', '김', '김민준'],
  ])('%s: %s, %s', (_how, search, text) => {
    expect(finds(search, text)).toBe(true);
    expect(isIndexed(search, text)).toBe(true);
  });

  it.each([
    ['by the middle of a word', 'istry', 'Ministry'],
    ['where a word is missing', 'anna tamm', 'Anna Näide'],
    ['by the consonants alone, within one script', 'mira', 'Omar'],
    ['by other characters', '王芳', '王小明'],
    ['by nothing', ' – ', 'Anna'],
  ])('not %s: %s, %s', (_how, search, text) => {
    expect(finds(search, text)).toBe(false);
  });

  it('closer as it is written than in another spelling, by a beginning or in another script', () => {
    const [asWritten, spelled, begun, spoken] = ['Mohamed', 'Mohammed', 'Mohamedou', 'محمد'].map((text) =>
      closeness(searchWords('mohamed')[0] ?? expect.fail(), searchWords(text)),
    );
    expect([asWritten, spelled, begun, spoken]).toEqual([10, 9, 7, 5]);
  });
});

const letters = {
  latin: 'abcdefghijklmnopqrstuvwxyzäöüéñçšžøłßđ',
  cyrillic: 'абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєў',
  greek: 'αβγδεζηθικλμνξοπρσςτυφχψω',
  arabic: 'ابتثجحخدذرزسشصضطظعغفقكلمنهويىةء',
  han: '王李张小明伟芳国外交部网络安全中心处长',
};
const word = (alphabet: string, minLength = 1) =>
  fc.array(fc.constantFrom(...alphabet), { minLength, maxLength: 9 }).map((some) => some.join(''));
const anyWord = fc.oneof(
  ...Object.values(letters).map((alphabet) => word(alphabet)),
  fc.string({ unit: 'grapheme' }),
);
const text = fc.array(anyWord, { minLength: 1, maxLength: 6 });
const names = fc.array(fc.oneof(word(letters.latin, 2), word(letters.cyrillic, 2), word(letters.arabic, 2)), {
  minLength: 1,
  maxLength: 5,
});

describe('whatever is written', () => {
  it('finds itself', () => {
    fc.assert(
      fc.property(text, (some) => {
        const written = some.join(' ');
        fc.pre(searchWords(written).length > 0);
        return finds(written, written);
      }),
    );
  });

  it('is found in any order, case and composition', () => {
    fc.assert(
      fc.property(
        names.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: 1 }))),
        ([all, some]) => {
          const written = all.join(' ');
          return (
            finds(some.join(' '), written.normalize('NFD')) &&
            finds(some.join(', ').toLowerCase(), written) &&
            finds(written, written.normalize('NFD').toLowerCase())
          );
        },
      ),
    );
  });

  it('is found without its diacritics', () => {
    fc.assert(
      fc.property(fc.array(word(letters.latin, 2), { minLength: 1, maxLength: 4 }), (some) => {
        const written = some.join(' ');
        const bare = written.normalize('NFD').replace(/\p{Mark}/gu, '');
        return finds(bare, written) && finds(written, bare);
      }),
    );
  });

  it('is found by each beginning of a word', () => {
    fc.assert(
      fc.property(word(letters.latin, 2), fc.nat(), (one, cut) =>
        finds(one.slice(0, 2 + (cut % (one.length - 1))), `x ${one}`),
      ),
    );
  });

  it('is in the index of whatever it is found in', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.tuple(text, text),
          // Texts that have much in common are where an index would leave something out.
          text.chain((some) => fc.tuple(fc.shuffledSubarray(some), fc.constant(some))),
          fc.tuple(
            fc.array(word('aeiouyhwsckt', 1), { minLength: 1, maxLength: 2 }),
            fc.array(word('aeiouyhwsckt', 1), { minLength: 1, maxLength: 3 }),
          ),
          fc.tuple(
            fc.array(fc.oneof(word('باينومحed'), word('王小明李伟wangxiol')), { maxLength: 2 }),
            fc.array(fc.oneof(word('باينومحed'), word('王小明李伟wangxiol')), { maxLength: 3 }),
          ),
        ),
        ([search, written]) => {
          const [wanted, found] = [search.join(' '), written.join(' ')];
          return !finds(wanted, found) || isIndexed(wanted, found);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('has few tokens', () => {
    fc.assert(fc.property(text, (some) => tokensOf(searchWords(some.join(' '))).size <= 80 * some.length));
  });
});
