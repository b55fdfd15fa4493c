import { describe, expect, it } from 'vitest';
import { nextStep } from '../../subgraphs/directory/submissions/attend.ts';

const entered_at = '2026-03-01T09:00:00.000Z';
const due_at = '2026-03-15T09:00:00.000Z';
const of = (awaits: 'AUTHORITY' | 'SECOND_OFFICER') => ({ awaits, entered_at, due_at });
const expire = { step: 'expire' };
const wait = { step: 'wait' };

describe('what is done next of a submission that waits', () => {
  it.each([
    ['at first', '2026-03-01T09:00:00.000Z', null, wait],
    ['in good time', '2026-03-08T08:59:59.000Z', null, wait],
    ['seven days before', '2026-03-08T09:00:00.000Z', null, { step: 'remind', days: 7 }],
    ['one day before', '2026-03-14T09:00:00.000Z', null, { step: 'remind', days: 1 }],
    ['at its end, of a state with an authority', due_at, 'SOME', expire],
    ['at its end, of a state without one', due_at, 'NONE', { step: 'pass', to: 'SECOND_OFFICER' }],
    ['at its end, where nobody can know', due_at, 'UNKNOWN', expire],
    ['where its end came since it was looked at', due_at, null, wait],
  ] as const)('for the authority: %s', (_when, now, presence, step) => {
    expect(nextStep(of('AUTHORITY'), new Date(now), presence)).toEqual(step);
  });

  it.each([
    ['while there is no authority', '2026-03-10T09:00:00.000Z', 'NONE', wait],
    ['once there is one', '2026-03-10T09:00:00.000Z', 'SOME', { step: 'pass', to: 'AUTHORITY' }],
    ['once there is one, at the very end', due_at, 'SOME', { step: 'pass', to: 'AUTHORITY' }],
    ['at its end', due_at, 'NONE', expire],
  ] as const)('for a second officer: %s', (_when, now, presence, step) => {
    expect(nextStep(of('SECOND_OFFICER'), new Date(now), presence)).toEqual(step);
  });

  it('reminds nobody on the day they were asked, however short the time', () => {
    const short = { awaits: 'AUTHORITY', entered_at, due_at: '2026-03-02T09:00:00.000Z' } as const;
    expect(nextStep(short, new Date('2026-03-02T08:00:00.000Z'), null)).toEqual(wait);
  });
});
