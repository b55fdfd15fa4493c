import { type Asked, askedIn } from '../hot-path/asked.ts';

/** Characters of all known bodies together. */
const mostCharacters = 500_000;
const longest = 8_192;
/** Fastify refuses some bodies with names that change what objects are, however they are written: it is to say so. */
const suspect = /__proto__|constructor|\\u/;

/** Reads the body of a POST request, and remembers what bodies say that are sent again and again. */
export class KnownBodies {
  readonly #known = new Map<string, Asked>();
  readonly #listed: (body: unknown) => unknown;
  #characters = 0;

  /** @param listed puts the texts of listed operations in place of their names. @throws where a body is refused */
  constructor(listed: (body: unknown) => unknown) {
    this.#listed = listed;
  }

  /** @returns null where Fastify and Apollo Server might say something about the form of it */
  read(text: string): Asked | null {
    const known = this.#known.get(text);
    if (known) return known;
    if (suspect.test(text)) return null;
    let asked: Asked | null;
    try {
      asked = askedIn(this.#listed(JSON.parse(text)));
    } catch {
      return null;
    }
    if (asked && text.length <= longest) this.#remember(text, asked);
    return asked;
  }

  #remember(text: string, asked: Asked): void {
    this.#known.set(text, asked);
    this.#characters += text.length;
    for (const [oldest] of this.#known) {
      if (this.#characters <= mostCharacters) return;
      this.#known.delete(oldest);
      this.#characters -= oldest.length;
    }
  }
}
