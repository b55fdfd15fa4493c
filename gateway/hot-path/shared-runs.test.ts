import { setImmediate, setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { SharedRuns } from './shared-runs.ts';

/** Runs that end when they are told to. */
function slowRuns() {
  const ends: (() => void)[] = [];
  const runs = new SharedRuns<number>();
  const join = (question = 'the same') =>
    runs.join(question, () => {
      const number = ends.length + 1;
      return new Promise((resolve) => ends.push(() => resolve(number)));
    });
  return { join, begun: () => ends.length, end: (number: number) => ends[number - 1]?.() };
}

describe('what many ask at the same time', () => {
  it('is run once for all whose requests are read together', async () => {
    const { join, begun, end } = slowRuns();
    const asked = [join(), join(), join('another')];
    expect(begun()).toBe(0);
    await setImmediate();
    expect(begun()).toBe(2);
    end(1);
    end(2);
    expect(await Promise.all(asked)).toEqual([1, 1, 2]);
  });

  it('is run once for all who ask while it is under way, and after they asked', async () => {
    const { join, begun, end } = slowRuns();
    const first = join();
    await setImmediate();
    const others = [join(), join(), join()];
    await setImmediate();
    expect(begun()).toBe(1);
    end(1);
    expect(await first).toBe(1);
    await setImmediate();
    expect(begun()).toBe(2);
    const late = join();
    end(2);
    expect(await Promise.all(others)).toEqual([2, 2, 2]);
    await setImmediate();
    end(3);
    expect(await late).toBe(3);
  });

  it('waits for nobody longer than a moment', async () => {
    const { join, begun, end } = slowRuns();
    const slow = join();
    await setImmediate();
    const others = [join(), join()];
    await setTimeout(60);
    expect(begun()).toBe(2);
    end(2);
    expect(await Promise.all(others)).toEqual([2, 2]);
    end(1);
    expect(await slow).toBe(1);
  });

  it('fails for those who shared what failed, and for nobody else', async () => {
    const runs = new SharedRuns<number>();
    const fail = () => Promise.reject(new Error('no'));
    const ends = [runs.join('it', fail), runs.join('it', fail), runs.join('it', fail)];
    for (const end of ends) await expect(end).rejects.toThrow('no');
    expect(await runs.join('it', async () => 4)).toBe(4);
  });

  it('leaves nothing behind', async () => {
    const { join, begun, end } = slowRuns();
    for (let number = 1; number <= 3; number++) {
      const asked = join();
      await setImmediate();
      expect(begun()).toBe(number);
      end(number);
      await asked;
    }
  });
});
