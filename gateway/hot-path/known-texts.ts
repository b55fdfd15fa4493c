import type { HotOperation } from './hot-operation.ts';

/** Characters of all known texts together; an operation made ready takes some hundred times its text. */
const mostCharacters = 150_000;

/** Operations made ready, by the text and name they are asked with. Those asked last are kept. */
export class KnownTexts {
  readonly #operations = new Map<string, HotOperation>();
  #characters = 0;

  get(query: string, operationName: string | undefined): HotOperation | undefined {
    const key = keyOf(query, operationName);
    const operation = this.#operations.get(key);
    if (operation) {
      this.#operations.delete(key);
      this.#operations.set(key, operation);
    }
    return operation;
  }

  set(query: string, operationName: string | undefined, operation: HotOperation): void {
    const key = keyOf(query, operationName);
    if (this.#operations.has(key) || key.length > mostCharacters) return;
    this.#operations.set(key, operation);
    this.#characters += key.length;
    for (const [oldest] of this.#operations) {
      if (this.#characters <= mostCharacters) return;
      this.#delete(oldest);
    }
  }

  delete(query: string, operationName: string | undefined): void {
    this.#delete(keyOf(query, operationName));
  }

  #delete(key: string): void {
    if (this.#operations.delete(key)) this.#characters -= key.length;
  }
}

const keyOf = (query: string, operationName: string | undefined): string =>
  operationName === undefined ? query : `${operationName} ${query}`;
