/**
 * How long somebody waits for an answer: it ends once. An AbortSignal says the same, but costs several times as much to make and to
 * listen to, and most answers come before anybody wants to know; one is made for who asks for it.
 */
export class Life {
  #isOver = false;
  #listeners = new Set<() => void>();
  #controller: AbortController | undefined;

  get isOver(): boolean {
    return this.#isOver;
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    const listeners = this.#listeners;
    this.#listeners = new Set();
    for (const listener of listeners) listener();
    this.#controller?.abort();
  }

  /** Calls back when it ends, at once where it has ended. @returns what ends the listening */
  onEnd(listener: () => void): () => void {
    if (this.#isOver) {
      listener();
      return () => {};
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For what knows signals alone. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#isOver) this.#controller.abort();
    return this.#controller.signal;
  }
}
