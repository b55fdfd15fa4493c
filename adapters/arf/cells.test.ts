import { describe, expect, it } from 'vitest';
import { isDitto, isPlaceholder, plainText, pointsElsewhere, values } from './cells.ts';

describe('the values of a cell', () => {
  it.each([
    ['a\nb', ['a', 'b']],
    ['a\r\nb', ['a', 'b']],
    ['a;b; c', ['a', 'b', 'c']],
    ['a / b', ['a', 'b']],
    ['Ministry/Agency', ['Ministry/Agency']],
    ['a\n\nTBC; - / b', ['a', 'b']],
    ['  ', []],
  ])('of %j are %j', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('of a field that has one are its lines, one behind the other', () => {
    expect(plainText('Ministry of Foreign Affairs,\nCyber Division')).toBe(
      'Ministry of Foreign Affairs, Cyber Division',
    );
    expect(plainText('Director / Head')).toBe('Director / Head');
    expect(plainText('TBC\n')).toBeNull();
  });
});

describe('a placeholder', () => {
  it.each([
    'TBC',
    'tbd',
    'T.B.C.',
    '(TBC)',
    '-',
    '–',
    '--',
    'N/A',
    'n/a',
    'N.A.',
    'nil',
    'Nil.',
    'None',
    'NONE',
    '',
    ' ',
  ])('%j means empty', (text) => {
    expect(isPlaceholder(text)).toBe(true);
  });
  it.each(['Nilsson', 'Nona', '+60', '0', 'TBC Ministry'])('%j does not', (text) => {
    expect(isPlaceholder(text)).toBe(false);
  });
});

describe('"same as above"', () => {
  it.each([
    'same as above',
    'Same as above.',
    '(SAME AS ABOVE)',
    'ditto',
    'Ditto',
    '"',
    '”',
    '〃',
    '- " -',
    'as above',
    'same as the above',
  ])('is %j', (text) => {
    expect(isDitto(text)).toBe(true);
  });
  it.each(['Dittmar', 'above', 'same', 'same as High-Level'])('is not %j', (text) => {
    expect(isDitto(text)).toBe(false);
  });
  it.each(['same as High-Level', 'Same as in the working-level column', 'see row 5', 'Same as left'])(
    'has a like in %j, which names no cell by a rule',
    (text) => {
      expect(pointsElsewhere(text)).toBe(true);
    },
  );
  it.each(['High-Level Office', 'Seema Level', 'Director, see website'])('has none in %j', (text) => {
    expect(pointsElsewhere(text)).toBe(false);
  });
});
