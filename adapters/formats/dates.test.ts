import { expect, it } from 'vitest';
import { parseDate } from './dates.ts';

it.each([
  ['07.11.2025', '2025-11-07'],
  ['07/11/2025', '2025-11-07'],
  ['7-1-2025', '2025-01-07'],
  [' 29.02.2024 ', '2024-02-29'],
  ['2025-11-07', '2025-11-07'],
  ['31.02.2025', null],
  ['29.02.2025', null],
  ['11/13/2025', null],
  ['00.01.2025', null],
  ['07.11/2025', null],
  ['07.11.25', null],
  ['07.11.2025 16:20', null],
  ['soon', null],
  ['', null],
])('the date “%s” is %s', (written, date) => {
  expect(parseDate(written)).toBe(date);
});
