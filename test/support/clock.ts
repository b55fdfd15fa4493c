import type { Clock } from '../../platform/clock/clock.ts';

/** Time that the test owns. Sleeping takes none of the test's, and moves it on. */
export class TestClock implements Clock {
  #now: number;

  constructor(start = '2026-03-01T09:00:00.000Z') {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  async sleep(milliseconds: number): Promise<void> {
    this.advance(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  set(at: string): void {
    this.#now = new Date(at).getTime();
  }
}
