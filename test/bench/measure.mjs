// What an answer costs in processor time, of servers that take turns: what else the machine does weighs on all of them.
import { askFor, askOnce } from './asker.mjs';

const rounds = 5;

/** The middle one. */
export const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** What each of these has used by now. */
async function usedBy(processes) {
  const used = new Map();
  for (const one of new Set(processes)) used.set(one, (await one.usage()).microseconds);
  return used;
}

/**
 * @param contenders each `{ name, asked, counted }`: what to ask, and the processes whose time counts, by what they are counted as
 * @param {number} seconds of asking each
 * @returns {Promise<Map<string, number[]>>} microseconds for an answer in each round, by name and what was counted
 */
export async function costs(contenders, seconds) {
  const found = new Map();
  const octets = new Map();
  for (const { name, asked } of contenders) {
    octets.set(name, (await askOnce(asked)).length);
    await askFor(asked, Math.max(3_000, seconds * 1_000), octets.get(name));
  }
  for (let round = 0; round < rounds; round++)
    for (const { name, asked, counted } of contenders) {
      const before = await usedBy(Object.values(counted).flat());
      const answered = await askFor(asked, (seconds * 1_000) / rounds, octets.get(name));
      const after = await usedBy(before.keys());
      for (const [kind, processes] of Object.entries(counted)) {
        const key = kind === '' ? name : `${name}, ${kind}`;
        const used = processes.reduce((sum, one) => sum + after.get(one) - before.get(one), 0);
        found.set(key, [...(found.get(key) ?? []), used / answered]);
      }
    }
  return found;
}

/** How many times as many answers the first gives with the same processor time. @param {number[]} ours @param {number[]} theirs */
export const ratioOf = (ours, theirs) => middle(ours.map((cost, round) => theirs[round] / cost));
