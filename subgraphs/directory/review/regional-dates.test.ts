import { describe, expect, it } from 'vitest';
import { namedDay, type RegionalDates, vouchedOn } from './regional-dates.ts';

const none: RegionalDates = { lastConfirmedOn: null, changedOn: null, notifiedOn: null, asOf: null };
const claims = {
  name: { value: 'Anna Näide', at: '2027-01-05T10:00:00.000Z', pull: null },
  entity: { value: 'Ministry of Examples', at: '2026-07-01T10:00:00.000Z', pull: null },
};
const vouched = (dates: Partial<RegionalDates> | null) =>
  vouchedOn({ dates: dates && { ...none, ...dates }, claims }, '2027-03-01');

describe('a region vouches for an entry', () => {
  it('on the day of its own confirmation, whatever was notified since', () => {
    expect(
      vouched({ lastConfirmedOn: '2025-02-01', changedOn: '2026-09-20', notifiedOn: '2026-11-05' }),
    ).toBe('2025-02-01');
  });

  it('on the last day it was told of it, where it gives no confirmation', () => {
    expect(vouched({ changedOn: '2026-09-20', notifiedOn: '2026-11-05' })).toBe('2026-11-05');
    expect(vouched({ asOf: '2026-08' })).toBe('2026-08-01');
  });

  it('on the day on which the newest of its values was read, where it gives no day', () => {
    expect(vouched({})).toBe('2027-01-05');
    expect(vouched(null)).toBe('2027-01-05');
  });

  it('on no day that has not come yet, and on none that there is not', () => {
    expect(vouched({ lastConfirmedOn: '2031-01-01', notifiedOn: '2026-11-05' })).toBe('2026-11-05');
    expect(namedDay('2027-02-30')).toBeNull();
    expect(namedDay('soon')).toBeNull();
  });
});
