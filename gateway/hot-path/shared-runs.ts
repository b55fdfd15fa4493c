/** How long somebody waits at the most for what others asked before to end, when the same could be begun at once. */
const longestWaitMilliseconds = 25;

/** What is asked and not begun yet, and how many runs of it are under way. */
interface Line<T> {
  underWay: number;
  next: { readonly end: Promise<T>; begin(): void } | null;
}

/**
 * Lets all that ask the same wait for one run. Whoever asks is given the end of a run that began after it asked, and never before:
 * nobody is told what was so before. Those whose requests have come already, but were not read yet, and those who ask while a run is
 * under way, share the next.
 */
export class SharedRuns<T> {
  readonly #lines = new Map<string, Line<T>>();

  /** @param run is called for one of those that share */
  join(question: string, run: () => Promise<T>): Promise<T> {
    let line = this.#lines.get(question);
    if (!line) {
      line = { underWay: 0, next: null };
      this.#lines.set(question, line);
    }
    line.next ??= this.#next(question, line, run);
    return line.next.end;
  }

  #next(question: string, line: Line<T>, run: () => Promise<T>): NonNullable<Line<T>['next']> {
    let begin = () => {};
    const end = new Promise<T>((resolve) => {
      const timer = line.underWay > 0 ? setTimeout(() => begin(), longestWaitMilliseconds) : undefined;
      begin = () => {
        begin = () => {};
        clearTimeout(timer);
        line.next = null;
        line.underWay += 1;
        const over = () => this.#over(question, line);
        const ran = run();
        ran.then(over, over);
        resolve(ran);
      };
    });
    // Requests that have come are read before.
    if (line.underWay === 0) setImmediate(() => begin());
    return { end, begin: () => begin() };
  }

  #over(question: string, line: Line<T>): void {
    line.underWay -= 1;
    if (line.next) setImmediate(line.next.begin);
    else if (line.underWay === 0) this.#lines.delete(question);
  }
}
