import { describe, expect, it } from 'vitest';
import { checkVariables, variableLimits } from './variables.ts';

const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

describe('the variables of one request', () => {
  it.each([
    undefined,
    null,
    'text',
    {},
    { input: { fields: ['name', 'emails'] } },
    nested(variableLimits.depth),
  ])('hold what people send: %j', (variables) => expect(() => checkVariables(variables)).not.toThrow());

  it('do not nest without end, nor hold without end', () => {
    expect(() => checkVariables(nested(variableLimits.depth + 3))).toThrow(/nest deeper/);
    expect(() => checkVariables(nested(5_000))).toThrow(/nest deeper/);
    const many = Array.from({ length: variableLimits.values + 1 }, () => 0);
    expect(() => checkVariables({ many })).toThrow(/Send less at once/);
  });
});
