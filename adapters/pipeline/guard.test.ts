import { describe, expect, it } from 'vitest';
import { defaultGuard, judge, mostAtOnce } from './guard.ts';

const keys = (count: number) => new Set(Array.from({ length: count }, (_, index) => `EST-${index}`));

describe('how many entries go without asking', () => {
  it.each([
    { accepted: 0, most: 1 },
    { accepted: 1, most: 1 },
    { accepted: 2, most: 1 },
    { accepted: 4, most: 1 },
    { accepted: 5, most: 1 },
    { accepted: 9, most: 1 },
    { accepted: 10, most: 2 },
    { accepted: 14, most: 2 },
    { accepted: 15, most: 3 },
    { accepted: 113, most: 3 },
    { accepted: 10_000, most: 3 },
  ])('$most of $accepted, by default', ({ accepted, most }) => {
    expect(mostAtOnce(defaultGuard, accepted)).toBe(most);
  });

  it.each([
    { share: 50, count: 1000, accepted: 113, most: 56 },
    { share: 100, count: 1000, accepted: 113, most: 113 },
    { share: 20, count: 10, accepted: 113, most: 10 },
    { share: 20, count: 0, accepted: 113, most: 0 },
    { share: 0, count: 3, accepted: 113, most: 0 },
    { share: 1, count: 3, accepted: 10, most: 1 },
  ])('$most of $accepted, with $share % and $count', ({ share, count, accepted, most }) => {
    expect(mostAtOnce({ share, count }, accepted)).toBe(most);
  });
});

describe('a read that takes away', () => {
  const going = (count: number, accepted: number) => ({
    subject: 'ENTRY' as const,
    keys: keys(count),
    accepted,
  });

  it('as much as goes without asking is let through', () => {
    expect(judge(going(3, 113), new Set(), defaultGuard)).toBeNull();
  });

  it('more is held, with the evidence', () => {
    expect(judge(going(4, 113), new Set(), defaultGuard)).toEqual({
      subject: 'ENTRY',
      going: 4,
      accepted: 113,
      limit: 3,
    });
  });

  it('nothing but what is held already is not held once more', () => {
    expect(judge(going(60, 113), keys(60), defaultGuard)).toBeNull();
  });

  it('a little more than what is held already is held too: together it is too much', () => {
    expect(judge(going(61, 113), keys(60), defaultGuard)).toMatchObject({ going: 61 });
  });
});
