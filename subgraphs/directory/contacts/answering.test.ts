import { describe, expect, it } from 'vitest';
import { Problem } from '../../../platform/errors/problem.ts';
import { answeringAt } from './answering.ts';
import { weekdays } from './availability.ts';
import { type AvailabilityRequest, availabilityOf } from './direct-availability.ts';

const workdays = weekdays.slice(0, 5);
const office = { timeZone: 'Europe/Tallinn', hours: [{ days: workdays, from: '09:00', to: '17:00' }] };

function at(request: AvailabilityRequest, time: string) {
  const availability = availabilityOf(request, 'input.availability');
  if (!availability) throw new Error('nothing said');
  const { open, opensAt, closesAt } = answeringAt(availability, new Date(time));
  return { open, opens: opensAt?.toISOString() ?? null, closes: closesAt?.toISOString() ?? null };
}

describe('whether a point of contact answers', () => {
  it('depends on its own clock and not on the reader’s', () => {
    // Monday; Tallinn is two hours ahead in winter.
    expect(at(office, '2026-03-02T06:59:00Z')).toEqual({
      open: false,
      opens: '2026-03-02T07:00:00.000Z',
      closes: null,
    });
    expect(at(office, '2026-03-02T07:00:00Z')).toEqual({
      open: true,
      opens: null,
      closes: '2026-03-02T15:00:00.000Z',
    });
    expect(at(office, '2026-03-02T15:00:00Z')).toMatchObject({
      open: false,
      opens: '2026-03-03T07:00:00.000Z',
    });
    // Friday evening to Monday morning, over the night in which the clocks are put forward.
    expect(at(office, '2026-03-27T15:00:00Z')).toMatchObject({
      open: false,
      opens: '2026-03-30T06:00:00.000Z',
    });
  });

  it('is yes at any time where it answers around the clock', () => {
    const always = { timeZone: 'UTC', aroundTheClock: true };
    expect(at(always, '2026-03-01T03:00:00Z')).toEqual({ open: true, opens: null, closes: null });
    const asHours = { timeZone: 'UTC', hours: [{ days: weekdays, from: '00:00', to: '24:00' }] };
    expect(at(asHours, '2026-03-01T03:00:00Z')).toEqual({ open: true, opens: null, closes: null });
  });

  it('goes on over midnight, and over the end of the week', () => {
    const night = {
      timeZone: 'Asia/Tokyo',
      hours: [{ days: ['SUNDAY' as const], from: '22:00', to: '6:00' }],
    };
    // Sunday 22:00 to Monday 06:00 in Tokyo.
    expect(at(night, '2026-03-01T12:59:00Z')).toMatchObject({
      open: false,
      opens: '2026-03-01T13:00:00.000Z',
    });
    expect(at(night, '2026-03-01T20:59:00Z')).toMatchObject({
      open: true,
      closes: '2026-03-01T21:00:00.000Z',
    });
    expect(at(night, '2026-03-01T21:00:00Z')).toMatchObject({
      open: false,
      opens: '2026-03-08T13:00:00.000Z',
    });
    const days = {
      timeZone: 'UTC',
      hours: [{ days: ['SUNDAY' as const, 'MONDAY' as const], from: '00:00', to: '24:00' }],
    };
    expect(at(days, '2026-03-01T12:00:00Z')).toMatchObject({
      open: true,
      closes: '2026-03-03T00:00:00.000Z',
    });
  });

  it('follows the clock where it is put forward over the hour of opening, and where an hour comes twice', () => {
    const early = {
      timeZone: 'Europe/Paris',
      hours: [{ days: ['SUNDAY' as const], from: '02:30', to: '03:30' }],
    };
    // 02:30 does not come on 29 March 2026: it is 03:30, and nothing is left of the hour.
    expect(at(early, '2026-03-29T01:10:00Z')).toMatchObject({ open: false });
    // 02:30 comes twice on 25 October 2026: from the first of the two.
    expect(at(early, '2026-10-25T00:29:00Z')).toMatchObject({
      open: false,
      opens: '2026-10-25T00:30:00.000Z',
    });
    expect(at(early, '2026-10-25T00:30:00Z')).toMatchObject({
      open: true,
      closes: '2026-10-25T02:30:00.000Z',
    });
  });
});

describe('hours are refused', () => {
  const one = (from: string, to: string) => [{ days: workdays, from, to }];
  it.each<[string, AvailabilityRequest]>([
    ['timeZone', { timeZone: 'Tallinn', aroundTheClock: true }],
    ['timeZone', { timeZone: '+02:00', aroundTheClock: true }],
    ['timeZone', { timeZone: 'Mars/Base', aroundTheClock: true }],
    ['hours', { timeZone: 'UTC' }],
    ['hours', { timeZone: 'UTC', aroundTheClock: true, hours: one('09:00', '17:00') }],
    ['hours.0.days', { timeZone: 'UTC', hours: [{ days: [], from: '09:00', to: '17:00' }] }],
    ['hours.0.from', { timeZone: 'UTC', hours: one('9', '17:00') }],
    ['hours.0.from', { timeZone: 'UTC', hours: one('24:00', '17:00') }],
    ['hours.0.to', { timeZone: 'UTC', hours: one('09:00', '17:60') }],
    ['hours.0.to', { timeZone: 'UTC', hours: one('09:00', '24:01') }],
    ['hours', { timeZone: 'UTC', hours: [...one('09:00', '17:00'), ...one('16:00', '18:00')] }],
    [
      'hours',
      {
        timeZone: 'UTC',
        hours: [
          { days: ['SUNDAY'], from: '22:00', to: '06:00' },
          { days: ['MONDAY'], from: '05:00', to: '07:00' },
        ],
      },
    ],
  ])('at %s: %j', (field, request) => {
    let problem: unknown;
    try {
      availabilityOf(request, 'input');
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(Problem);
    expect(problem).toMatchObject({ code: 'BAD_USER_INPUT', field: `input.${field}` });
  });
});
