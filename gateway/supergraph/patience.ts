import { Problem } from '../../platform/errors/problem.ts';

/** How long one part may take to answer a question from its storage. */
const partPatienceMilliseconds = 15_000;

/**
 * Asks a part as long as somebody waits for the answer, and not beyond a part's time.
 * @param life undefined where it is never broken off
 */
export async function whileAwaited<T>(
  life: AbortSignal | undefined,
  ask: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (!life) return ask(undefined);
  const end = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    end.signal.addEventListener('abort', () => reject(new TookTooLong()), { once: true });
  });
  const stop = () => end.abort();
  if (life.aborted) throw new TookTooLong();
  life.addEventListener('abort', stop, { once: true });
  const timer = setTimeout(stop, partPatienceMilliseconds);
  try {
    return await Promise.race([ask(end.signal), ended]);
  } finally {
    clearTimeout(timer);
    life.removeEventListener('abort', stop);
  }
}

export class TookTooLong extends Problem {
  constructor() {
    super(
      'INTERNAL_SERVER_ERROR',
      'The answer took too long. Ask for less at once, or try again in a minute.',
    );
  }
}
