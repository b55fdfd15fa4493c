import { describe, expect, it } from 'vitest';
import { afterOutage, afterRefusal } from './backoff.ts';

describe('how long to wait', () => {
  it('grows with each refusal of a message, to four hours at the most', () => {
    const minutes = [1, 2, 3, 4, 5, 50].map((attempts) => afterRefusal(attempts, 0.5) / 60_000);
    expect(minutes).toEqual([1, 4, 16, 64, 240, 240]);
  });

  it('grows while the mail server is away, to ten minutes at the most', () => {
    const seconds = [1, 2, 3, 10, 100].map((failures) => afterOutage(failures, 0.5) / 1_000);
    expect(seconds).toEqual([15, 30, 60, 600, 600]);
  });

  it('differs by a fifth either way', () => {
    expect([afterRefusal(1, 0), afterRefusal(1, 1)]).toEqual([48_000, 72_000]);
    expect([afterOutage(1, 0), afterOutage(1, 1)]).toEqual([12_000, 18_000]);
  });
});
