import { describe, expect, it } from 'vitest';
import type { z } from 'zod';
import type { GraphQLService } from '../../platform/graphql/service.ts';
import { TestClock } from '../../test/support/clock.ts';
import { publicOpening } from './public-opening.ts';

describe('the door for those without a token', () => {
  const clock = new TestClock();
  let answer: () => unknown;
  let asked = 0;
  const directory: GraphQLService = {
    request: async <T>(_query: string, _variables: object, shape: z.ZodType<T>) => {
      asked += 1;
      return shape.parse(answer());
    },
  };
  const stages = (open: boolean) => ({
    openingStages: [
      { audience: 'REGIONAL_ORGANISATIONS', open: true },
      { audience: 'PUBLIC', open },
    ],
  });

  it('opens and shuts with the public stage, without asking at each request', async () => {
    const isOpen = publicOpening(directory, clock);
    answer = () => stages(false);
    expect([await isOpen(), await isOpen()]).toEqual([false, false]);
    expect(asked).toBe(1);
    answer = () => stages(true);
    clock.advance(5000);
    expect(await isOpen()).toBe(true);
    answer = () => stages(false);
    clock.advance(5000);
    expect(await isOpen()).toBe(false);
  });

  it('is shut where the directory cannot be asked', async () => {
    answer = () => {
      throw new Error('It is down.');
    };
    expect(await publicOpening(directory, clock)()).toBe(false);
  });
});
