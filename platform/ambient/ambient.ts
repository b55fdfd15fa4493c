import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * A value that whatever `work` does finds, however deep, without being handed it. While one is in use, Node before 24 follows every
 * promise of the process, which makes all of them slower: it is let go of as soon as nobody is inside.
 */
export class Ambient<T> {
  readonly #storage = new AsyncLocalStorage<T>();
  #inside = 0;

  get(): T | undefined {
    return this.#inside === 0 ? undefined : this.#storage.getStore();
  }

  async run<R>(value: T, work: () => R | Promise<R>): Promise<R> {
    this.#inside++;
    try {
      return await this.#storage.run(value, work);
    } finally {
      this.#inside--;
      if (this.#inside === 0) this.#storage.disable();
    }
  }
}
