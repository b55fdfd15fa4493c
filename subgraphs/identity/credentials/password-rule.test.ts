import { describe, expect, it } from 'vitest';
import { judgePassword } from './password-rule.ts';

const robin = ['Robin Quillay', 'robin.quillay@foreign.chl.example', 'Chile', 'Chili', '智利'];

describe('a password', () => {
  it.each([
    ['short', 'x7!kQ2#vLp9'],
    ['short', '密码很短的'],
    ['long', 'word '.repeat(50)],
    ['repetitive', 'aaaaaaaaaaaaaaa'],
    ['repetitive', 'abcabcabcabcabc'],
    ['repetitive', '121212121212'],
    ['repetitive', 'secret7secret7'],
    ['common', 'password123456'],
    ['common', 'P@ssw0rd2026!'],
    ['common', 'Crosspoint2026!!'],
    ['common', 'welcome1welcome'],
    ['common', 'correct horse battery staple'],
    ['common', 'Contraseña2027'],
    ['common', 'Qwerty!2345678'],
    ['sequence', 'abcdefghijklmnop'],
    ['sequence', '1234567890123'],
    ['common', 'йцукенгшщзхъ'],
    ['common', 'nine invented lanterns'],
    ['personal', 'RobinQuillay12'],
    ['personal', 'robin.quillay1'],
    ['personal', 'QuillayChile2026'],
  ])('is refused as %s: %s', (fault, password) => {
    expect(judgePassword(password, robin)).toEqual({ fault });
  });

  it.each([
    ['twelve patient gardeners', 'strong'],
    ['quiet harbour seven maps', 'strong'],
    ['x7!kQ2#vLp9w', 'fair'],
    ['tangerine-orbit', 'good'],
    ['мой кот любит рыбу', 'good'],
    ['我的猫喜欢在窗台上晒太阳', 'fair'],
    ['القط ينام على النافذة', 'good'],
  ])('is taken, and judged in words: %s is %s', (password, strength) => {
    expect(judgePassword(password, robin)).toEqual({ strength });
  });

  it('counts characters as people do, and is the same however it is typed', () => {
    expect(judgePassword('e\u0301'.repeat(6), [])).toEqual({ fault: 'short' });
  });
});
