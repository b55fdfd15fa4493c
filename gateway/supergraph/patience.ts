import { Problem } from '../../platform/errors/problem.ts';
import { Life } from './life.ts';

/** How long one part may take to answer a question from its storage. */
const partPatienceMilliseconds = 15_000;

/**
 * Asks a part as long as somebody waits for the answer, and not beyond a part's time.
 * @param life undefined where it is never broken off
 * @param ask is told when nobody waits for it any more
 */
export function whileAwaited<T>(
  life: Life | undefined,
  ask: (end: Life | undefined) => Promise<T>,
): Promise<T> {
  if (!life) return ask(undefined);
  if (life.isOver) return Promise.reject(new TookTooLong());
  return new Promise((resolve, reject) => {
    const end = new Life();
    const stop = () => {
      settle();
      reject(new TookTooLong());
      end.end();
    };
    const timer = setTimeout(stop, partPatienceMilliseconds);
    const forget = life.onEnd(stop);
    const settle = () => {
      clearTimeout(timer);
      forget();
    };
    ask(end).then(
      (answer) => {
        settle();
        resolve(answer);
      },
      (error: unknown) => {
        settle();
        reject(error);
      },
    );
  });
}

export class TookTooLong extends Problem {
  constructor() {
    super(
      'INTERNAL_SERVER_ERROR',
      'The answer took too long. Ask for less at once, or try again in a minute.',
    );
  }
}
