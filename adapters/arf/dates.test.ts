import { describe, expect, it } from 'vitest';
import { readDate } from './dates.ts';

describe('a date', () => {
  it.each([
    ['15 March 2026', '2026-03-15'],
    ['15th March 2026', '2026-03-15'],
    ['15-Mar-2026', '2026-03-15'],
    ['15-Mar-26', '2026-03-15'],
    ['5 Sept. 2026', '2026-09-05'],
    ['March 15, 2026', '2026-03-15'],
    ['As of 15 March 2026', '2026-03-15'],
    ['Mar-26', '2026-03'],
    ["Mar '26", '2026-03'],
    ['March 2026', '2026-03'],
    ['MAR 2026', '2026-03'],
    ['2026-03-15', '2026-03-15'],
    ['2026-03', '2026-03'],
    ['15.03.2026', '2026-03-15'],
    ['15/03/2026', '2026-03-15'],
    ['03/15/2026', '2026-03-15'],
    ['03/03/2026', '2026-03-03'],
  ])('%j is %s', (written, date) => {
    expect(readDate(written)).toBe(date);
  });

  it.each([
    '03/04/2026',
    '31 February 2026',
    '30 Mars 2026',
    '2026',
    'soon',
    '26-Mar',
    '15 Marsh 2026',
    '2026-13',
    '',
  ])('%j is none that can be read for certain', (written) => {
    expect(readDate(written)).toBeNull();
  });
});
