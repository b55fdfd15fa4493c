import { describe, expect, it } from 'vitest';
import type { RegionalEntry } from '../population/regional-entry.ts';
import { type CoverageTerms, claimsWithin, coverage, restrict } from './coverage.ts';

const all: CoverageTerms = { functions: null, fields: null, levels: [] };
const stamp = { at: '2026-03-02T09:00:00.000Z', pull: 'pull-2' };
const before = { at: '2026-03-01T09:00:00.000Z', pull: 'pull-1' };
const entry: RegionalEntry = {
  sourceKey: 'EST-POL-1',
  state: { iso3: 'EST' },
  function: 'DIPLOMATIC',
  level: 'PRIMARY',
  kind: 'PERSON',
  name: 'Anna Näide',
  title: null,
  entity: 'Ministry of Examples',
  webPage: null,
  emails: ['anna@mfa.example'],
  telephones: [],
  languages: ['et'],
  status: 'PRESENT',
  position: 1,
  withheld: [],
  lastSeenAt: stamp.at,
};

describe('what a consent covers', () => {
  it.each([
    [
      'any function where it names none',
      all,
      'DIPLOMATIC',
      'PRIMARY',
      { kind: 'covered', function: 'DIPLOMATIC' },
    ],
    [
      'a function it names',
      { ...all, functions: ['DIPLOMATIC' as const] },
      'DIPLOMATIC',
      null,
      { kind: 'covered', function: 'DIPLOMATIC' },
    ],
    [
      'no function it does not name',
      { ...all, functions: ['LEGAL' as const] },
      'DIPLOMATIC',
      null,
      { kind: 'outside', function: 'DIPLOMATIC' },
    ],
    ['no level without an answer', all, null, 'HIGH_LEVEL', { kind: 'unanswered' }],
    [
      'a level as answered',
      { ...all, levels: [{ level: 'HIGH_LEVEL', function: 'LEGAL' as const }] },
      null,
      'HIGH_LEVEL',
      { kind: 'covered', function: 'LEGAL' },
    ],
    [
      'no level whose answer it does not name',
      {
        functions: ['TECHNICAL' as const],
        fields: null,
        levels: [{ level: 'HIGH_LEVEL', function: 'LEGAL' as const }],
      },
      null,
      'HIGH_LEVEL',
      { kind: 'outside', function: 'LEGAL' },
    ],
    [
      'the function the source names, whatever was answered for its level',
      { ...all, levels: [{ level: 'PRIMARY', function: 'LEGAL' as const }] },
      'DIPLOMATIC',
      'PRIMARY',
      { kind: 'covered', function: 'DIPLOMATIC' },
    ],
  ] as const)('%s', (_what, terms, contactFunction, level, expected) => {
    const open: CoverageTerms = {
      ...terms,
      functions: terms.functions && [...terms.functions],
      levels: [...terms.levels],
    };
    expect(coverage(open, { function: contactFunction, level })).toEqual(expected);
  });

  it('keeps structure and the fields it names, and nothing else', () => {
    const claims = claimsWithin({ ...all, fields: ['emails'] }, entry, 'DIPLOMATIC', {}, stamp);
    expect(Object.keys(claims).sort()).toEqual(['emails', 'function', 'kind', 'level']);
    expect(Object.keys(restrict(claims, { ...all, fields: ['name'] })).sort()).toEqual([
      'function',
      'kind',
      'level',
    ]);
  });

  it('leaves the date of a value that stays, and renews that of one that changes', () => {
    const claims = claimsWithin(
      all,
      entry,
      'DIPLOMATIC',
      { name: { value: 'Anna Näide', ...before }, entity: { value: 'Old Ministry', ...before } },
      stamp,
    );
    expect(claims.name).toEqual({ value: 'Anna Näide', ...before });
    expect(claims.entity).toEqual({ value: 'Ministry of Examples', ...stamp });
  });

  it('takes a withheld field for unknown: what was known stays, what was not is not claimed to be empty', () => {
    const withheld = { ...entry, emails: [], webPage: null, withheld: ['emails', 'webPage'] };
    const known = { emails: { value: ['anna@mfa.example'], ...before } };
    const claims = claimsWithin(all, withheld, 'DIPLOMATIC', known, stamp);
    expect(claims.emails).toEqual(known.emails);
    expect(claims).not.toHaveProperty('webPage');
    expect(claims.title).toEqual({ value: null, ...stamp });
  });
});
