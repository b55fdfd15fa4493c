import { expect, it } from 'vitest';
import { canonicalJson } from '../ledger/canonical.ts';
import { countByState, payloadOf, type Reading, readingsOf } from './reading.ts';

const shown = { through: ['contact'], contacts: { EST: ['a', 'b'], FRA: ['c'] } };
const other = { through: ['contact', 'search'], contacts: { EST: ['a'] } };
const reading = (request: string, what: Pick<Reading, 'through' | 'contacts'>): Reading => ({
  reader: { role: 'state', subject: `authority ${request}`, party: 'EST' },
  operation: 'query state',
  request,
  ...what,
});
const some = [
  reading('1', shown),
  reading('2', other),
  reading('3', shown),
  reading('4', { ...shown, contacts: { ...shown.contacts } }),
  reading('5', { ...shown, through: ['entry'] }),
  reading('6', other),
];

it('tells every reading whole, also those that a row tells by an earlier one', () => {
  const payload = canonicalJson(payloadOf(some));
  expect(readingsOf(payload)).toEqual(some);
  expect(payload.match(/"as":/g)).toHaveLength(2);
  expect(payload).toContain('"as":0');
});

it('reads what was written before readings named one another', () => {
  expect(readingsOf(canonicalJson({ readings: some.map((each) => ({ ...each })) }))).toEqual(some);
});

it('counts each for every state that it shows', () => {
  expect(countByState(some)).toEqual(
    new Map([
      ['EST', 6],
      ['FRA', 4],
    ]),
  );
  expect(countByState(readingsOf(canonicalJson(payloadOf(some))))).toEqual(countByState(some));
});

it('refuses a row whose reading names none before it', () => {
  const { contacts: _contacts, through: _through, ...asked } = reading('1', shown);
  for (const as of [0, 1, -1, 1.5])
    expect(() => readingsOf(JSON.stringify({ readings: [{ ...asked, as }] }))).toThrow();
});
