import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { limits, limitsRule } from './limits.ts';

const schema = buildSchema(`
  type Mutation { pull(code: ID): Boolean a1: Int }
  type Query { states: [State!]! state(iso3: ID!): State things(first: Int = 10): Things! }
  type State { iso3: ID! contacts: [Contact!]! }
  type Contact { id: ID! state: State! emails: [String!]! }
  type Things { nodes: [Contact!]! }
`);
const complaints = (query: string) =>
  validate(schema, parse(query), [limitsRule]).map(({ message }) => message);

/** contacts { state { contacts { state { … } } } }, `times` over. */
const nested = (times: number) => `${'contacts { state { '.repeat(times)}iso3${' } }'.repeat(times)}`;

describe('what one request may ask for', () => {
  it.each([
    '{ __typename }',
    '{ states { iso3 contacts { id emails state { iso3 } } } }',
    '{ state(iso3: "EST") { contacts { state { contacts { id } } } } }',
    'fragment S on State { iso3 contacts { id } } { states { ...S } state(iso3: "EST") { ...S } }',
    `{ ${Array.from({ length: 50 }, (_, index) => `a${index}: state(iso3: "EST") { iso3 }`).join(' ')} }`,
  ])('is what people need: %s', (query) => {
    expect(complaints(query)).toEqual([]);
  });

  it('is not a directory that multiplies itself', () => {
    expect(complaints(`{ states { ${nested(4)} } }`)).toEqual([
      expect.stringMatching(/answer would be too large/),
    ]);
  });

  it('is not depth without end, by fragments either', () => {
    expect(complaints(`{ state(iso3: "EST") { ${nested(100)} } }`)).toEqual([
      expect.stringMatching(/nests deeper/),
    ]);
    const chain = Array.from(
      { length: 9 },
      (_, index) => `fragment F${index} on State { contacts { state { ...F${index + 1} } } }`,
    );
    const query = `${chain.join(' ')} fragment F9 on State { iso3 } { state(iso3: "EST") { ...F0 } }`;
    expect(complaints(query)).toEqual([expect.stringMatching(/nests deeper/)]);
  });

  it('is not one thing a thousand times under other names', () => {
    const aliased = Array.from(
      { length: limits.aliases + 1 },
      (_, index) => `a${index}: states { iso3 }`,
    ).join(' ');
    expect(complaints(`{ ${aliased} }`)).toEqual([expect.stringMatching(/aliases/)]);
  });

  it('is not many acts at once, by fragments neither', () => {
    const pulls = (count: number) =>
      Array.from({ length: count }, (_, index) => `a${index}: pull(code: "x")`).join(' ');
    expect(complaints(`mutation { ${pulls(limits.acts)} }`)).toEqual([]);
    expect(complaints(`mutation { ${pulls(limits.acts + 1)} }`)).toEqual([expect.stringMatching(/at once/)]);
    const halves = `mutation { ...A b: pull ... on Mutation { c: pull } } fragment A on Mutation { ${pulls(limits.acts)} }`;
    expect(complaints(halves)).toEqual([expect.stringMatching(/at once/)]);
    const questions = 'states { iso3 } '.repeat(limits.questions + 1);
    expect(complaints(`{ ${questions} }`)).toEqual([expect.stringMatching(/at once/)]);
  });

  it('is not a value that nests without end: planning it would take twice as long for each list more', () => {
    const lists = (depth: number) =>
      `{ state(iso3: ${'['.repeat(depth)}"EST"${']'.repeat(depth)}) { iso3 } }`;
    expect(complaints(lists(limits.values))).toEqual([]);
    const tooDeep = [expect.stringMatching(/value in it nests deeper/)];
    expect(complaints(lists(limits.values + 1))).toEqual(tooDeep);
    const mixed = `${'[{ a: '.repeat(20)}1${' }]'.repeat(20)}`;
    expect(complaints(`{ state(iso3: ${mixed}) { iso3 } }`)).toEqual(tooDeep);
    expect(complaints(`query ($x: ID = ${mixed}) { state(iso3: $x) { iso3 } }`)).toEqual(tooDeep);
  });

  it('is not a heap of directives', () => {
    const many = '@include(if: true) '.repeat(limits.directives + 1);
    expect(complaints(`{ states { iso3 ${many} } }`)).toEqual([expect.stringMatching(/directives/)]);
  });

  it('is not a page of a million', () => {
    expect(complaints('{ things(first: 1000000) { nodes { id emails } } }')).toEqual([
      expect.stringMatching(/too large/),
    ]);
  });

  it('is weighed in time that grows with the text alone', () => {
    // Each fragment spreads the next twice: written out, 2^40 fields.
    const chain = Array.from(
      { length: 40 },
      (_, index) => `fragment F${index} on State { ...F${index + 1} ...F${index + 1} }`,
    );
    const query = `${chain.join(' ')} fragment F40 on State { iso3 } { states { ...F0 } }`;
    expect(complaints(query)).toEqual([expect.stringMatching(/too large/)]);
  });
});
