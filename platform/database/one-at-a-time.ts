/** Runs works one after the other, in the order they came. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Comes back once everything that was waiting has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
