const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Mail that was refused for the time being is given up after so long (RFC 5321, 4.5.4.1: "at least 4-5 days"). */
export const patienceMilliseconds = 5 * day;

/** A state that has no authority yet may get one; after so long, the message to it is given up. */
export const nobodyMilliseconds = 7 * day;
export const lookAgainMilliseconds = hour;

const spread = (milliseconds: number, chance: number) => Math.round(milliseconds * (0.8 + 0.4 * chance));

/**
 * How long to wait after the mail server refused a message for the time being: a minute, then four times as long each time, never more than
 * four hours; a fifth more or less by chance, so that messages refused together do not come back together.
 * @param attempts how many there were, from 1
 * @param chance from 0 to 1
 * @returns milliseconds
 */
export const afterRefusal = (attempts: number, chance: number): number =>
  spread(Math.min(minute * 4 ** Math.min(attempts - 1, 10), 4 * hour), chance);

/** How long nothing is sent after the mail server could not be reached: 15 seconds, then twice as long each time, at the most ten minutes. */
export const afterOutage = (failures: number, chance: number): number =>
  spread(Math.min(15 * second * 2 ** Math.min(failures - 1, 10), 10 * minute), chance);
