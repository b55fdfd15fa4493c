import { expect, it } from 'vitest';
import { askedOnce } from './asked-once.ts';

/** Questions that wait to be answered by the test. */
function questions() {
  const waiting: { readonly answer: (word: number) => void; readonly fail: (why: Error) => void }[] = [];
  const ask = askedOnce(() => new Promise<number>((answer, fail) => waiting.push({ answer, fail })));
  return { ask, waiting };
}
const aTurn = () => new Promise((resolve) => setImmediate(resolve));

it('gives nobody what was asked before they came, and asks once for all that come meanwhile', async () => {
  const { ask, waiting } = questions();
  const first = [ask(), ask()];
  await aTurn();
  const later = [ask(), ask(), ask()];
  await aTurn();
  expect(waiting).toHaveLength(1);
  waiting[0]?.answer(1);
  expect(await Promise.all(first)).toEqual([1, 1]);
  await aTurn();
  expect(waiting).toHaveLength(2);
  waiting[1]?.answer(2);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
  const alone = ask();
  await aTurn();
  expect(waiting).toHaveLength(3);
  waiting[2]?.answer(3);
  expect(await alone).toBe(3);
});

it('tells all that share a question that it failed, and asks anew for the next', async () => {
  const { ask, waiting } = questions();
  const failing = [ask(), ask()].map((each) => each.catch((why: Error) => why.message));
  await aTurn();
  const next = ask();
  waiting[0]?.fail(new Error('gone'));
  expect(await Promise.all(failing)).toEqual(['gone', 'gone']);
  await aTurn();
  waiting[1]?.answer(2);
  expect(await next).toBe(2);
});
