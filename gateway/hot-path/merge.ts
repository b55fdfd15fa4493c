import { irregular } from './irregular.ts';
import { isObject, isTreacherous, type JsonObject } from './json.ts';

/** What merging overwrote, so that answers can be given to Apollo as they came. */
export class Journal {
  readonly #writes: { readonly target: object; readonly key: string | number; readonly before: unknown }[] =
    [];

  note(target: object, key: string | number, before: unknown): void {
    this.#writes.push({ target, key, before });
  }

  undo(): void {
    for (let write = this.#writes.pop(); write; write = this.#writes.pop()) {
      if (write.before === undefined) Reflect.deleteProperty(write.target, write.key);
      else Reflect.set(write.target, write.key, write.before);
    }
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
