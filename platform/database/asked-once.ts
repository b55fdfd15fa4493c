/**
 * Lets many wait for one answer. Whoever calls is given what was asked after the call and never before it: one question is under
 * way at a time, and all that come meanwhile share the next.
 */
export function askedOnce<T>(ask: () => Promise<T>): () => Promise<T> {
  let underWay: Promise<unknown> | undefined;
  let next: Promise<T> | undefined;

  function begin(): Promise<T> {
    next = undefined;
    const asked = ask();
    const over = asked.then(
      () => undefined,
      () => undefined,
    );
    underWay = over;
    void over.then(() => {
      if (underWay === over) underWay = undefined;
    });
    return asked;
  }

  return () => {
    next ??= underWay ? underWay.then(begin) : Promise.resolve().then(begin);
    return next;
  };
}
