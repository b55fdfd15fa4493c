import { setTimeout as delay } from 'node:timers/promises';

/** The only source of time. Tests own theirs. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: async (milliseconds, signal) => {
    await delay(milliseconds, undefined, signal ? { signal } : {});
  },
};

/** An instant as storage keeps it: ISO 8601 in UTC with milliseconds, so that text order is time order. */
export type Instant = string;

export function instant(date: Date): Instant {
  return date.toISOString();
}
