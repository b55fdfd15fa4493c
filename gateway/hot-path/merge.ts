import { irregular } from './irregular.ts';
import { isObject, isTreacherous, type JsonObject } from './json.ts';

/** What merging overwrote, so that answers can be given to Apollo as they came: target, key and value before, one after the other. */
export class Journal {
  readonly #writes: unknown[] = [];

  note(target: object, key: string | number, before: unknown): void {
    this.#writes.push(target, key, before);
  }

  undo(): void {
    for (let index = this.#writes.length - 3; index >= 0; index -= 3) {
      const [target, key, before] = this.#writes.slice(index, index + 3);
      if (typeof target !== 'object' || target === null) continue;
      const name = typeof key === 'number' ? key : String(key);
      if (before === undefined) Reflect.deleteProperty(target, name);
      else Reflect.set(target, name, before);
    }
    this.#writes.length = 0;
  }
}

/**
 * Adds what a part answered to what is known of an object, by the gateway's rules: objects are joined, lists of one length item by
 * item, anything else is replaced.
 */
export function merge(target: JsonObject, source: JsonObject, journal: Journal | null): void {
  for (const key of Object.keys(source)) {
    const given = source[key];
    if (given === undefined) continue;
    if (isTreacherous(key)) irregular('not covered');
    const known = target[key];
    if (known && isObject(given)) {
      if (!isObject(known)) irregular('unexpected answer');
      merge(known, given, journal);
    } else if (Array.isArray(given) && Array.isArray(known) && given.length === known.length) {
      mergeLists(known, given, journal);
    } else {
      journal?.note(target, key, known);
      target[key] = given;
    }
  }
}

function mergeLists(known: unknown[], given: readonly unknown[], journal: Journal | null): void {
  for (let index = 0; index < given.length; index++) {
    const before = known[index];
    const item = given[index];
    if (isObject(before) && isObject(item)) merge(before, item, journal);
    else {
      journal?.note(known, index, before);
      known[index] = item;
    }
  }
}
