import { expect, it } from 'vitest';
import { osceSettings } from './settings.ts';

it.each([
  [{ OSCE_TOKEN: ' t0ken\n' }, 't0ken'],
  [{ OSCE_TOKEN: ' ' }, null],
  [{}, null],
])('the token is what OSCE_TOKEN says: %j', (environment, token) => {
  expect(osceSettings(environment)).toEqual({ token });
});
