import { describe, expect, it } from 'vitest';
import { daysLate, daysOfNotice } from './lateness.ts';
import { medianOf, type Observed, sharesOf } from './statistics.ts';

describe('a notice', () => {
  it('is late after more than 30 days, and by so many', () => {
    expect(daysOfNotice('2026-09-20', '2026-11-05')).toBe(46);
    expect(daysLate(46)).toBe(16);
    expect(daysLate(31)).toBe(1);
    expect(daysLate(30)).toBe(0);
  });

  it('that came before the change is in time', () => {
    expect(daysLate(daysOfNotice('2026-11-05', '2026-09-20'))).toBe(0);
  });
});

const seen = (iso3: string, days: number): Observed => ({
  iso3,
  function: 'TECHNICAL',
  regionalGroup: 'AFRICAN',
  days,
  isLate: days > 30,
});

describe('statistics', () => {
  it('tell the number, the share that is late and the median, by function and regional group', () => {
    expect(sharesOf([seen('KEN', 10), seen('GHA', 20), seen('MAR', 40), seen('KEN', 50)])).toEqual([
      { function: 'TECHNICAL', regionalGroup: 'AFRICAN', count: 4, lateShare: 0.5, medianDays: 30 },
    ]);
  });

  it('tell nothing of fewer than three states together, for it would tell of one', () => {
    const few = [seen('KEN', 10), seen('GHA', 20), seen('KEN', 50), seen('GHA', 60)];
    expect(sharesOf(few)).toEqual([
      { function: 'TECHNICAL', regionalGroup: 'AFRICAN', count: null, lateShare: null, medianDays: null },
    ]);
  });

  it('stand in the order of the terms, whatever the values: nobody is ranked', () => {
    const three = ['EST', 'POL', 'CZE'].map((iso3) => ({
      ...seen(iso3, 1),
      regionalGroup: 'EASTERN_EUROPEAN' as const,
    }));
    const slow = ['KEN', 'GHA', 'MAR'].map((iso3) => seen(iso3, 90));
    const order = (observed: Observed[]) => sharesOf(observed).map(({ regionalGroup }) => regionalGroup);
    expect(order([...three, ...slow])).toEqual(order([...slow, ...three]));
  });

  it('have the middle of an odd number of values, and the mean of both middles of an even one', () => {
    expect(medianOf([5, 1, 9])).toBe(5);
    expect(medianOf([1, 2, 3, 10])).toBe(2.5);
    expect(medianOf([])).toBeNull();
  });
});
