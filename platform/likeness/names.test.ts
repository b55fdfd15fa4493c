import { describe, expect, it } from 'vitest';
import { compareNames, parseName } from './names.ts';

describe('two spellings of a name are', () => {
  it.each([
    ['SAME', 'WHITLOCK Jordan', 'Jordan A. Whitlock'],
    ['SAME', 'Dr. Jordan Whitlock', 'Whitlock, Jordan'],
    ['SAME', 'Օրինակ Աննա', 'Anna Orinak'],
    ['SAME', 'გიორგი ნიმუში', 'Giorgi Nimushi'],
    ['SAME', 'Μαρία Παπαδοπούλου', 'Maria Papadopoulou'],
    ['SAME', 'Юлия Евгеньева', 'Yuliya Yevgenyeva'],
    ['SAME', 'Nguyễn Văn Ánh', 'Nguyen Van Anh'],
    ['LIKE', 'Jörg Müller', 'Joerg Mueller'],
    ['LIKE', 'María José Pérez', 'María Pérez'],
    ['LIKE', 'Suharto', 'Suharto'],
    ['PARTLY', 'Maria Silva', 'João Silva'],
    ['DIFFERENT', 'Anna Näide', 'Peeter Tamm'],
    ['DIFFERENT', 'J. Smith', 'Jane Doe'],
    ['UNKNOWN', '李伟', 'Li Wei'],
    ['SAME', '李伟', '李伟'],
    ['DIFFERENT', '李伟', '王芳'],
    ['UNKNOWN', '', 'Anna Näide'],
  ])('%s: %s, %s', (expected, one, other) => {
    expect(compareNames(parseName(one), parseName(other))).toBe(expected);
    expect(compareNames(parseName(other), parseName(one))).toBe(expected);
  });
});
