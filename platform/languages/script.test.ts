import { expect, it } from 'vitest';
import { scriptOf } from './script.ts';

it.each([
  ['Anna Näide', 'Latn'],
  ['Анна Няйде', 'Cyrl'],
  ['المركز الوطني', 'Arab'],
  ['国家中心 (CN)', 'Hani'],
  ['内閣サイバー', 'Jpan'],
  ['Μαρία', 'Grek'],
  ['24/7', null],
])('the script of %s is %s', (text, script) => {
  expect(scriptOf(text)).toBe(script);
});
