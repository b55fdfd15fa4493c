import { randomUUID } from 'node:crypto';

/**
 * A name for all that answers of a part are made of, as it stands at a moment not before it was asked for. Every write that is
 * committed gives another, and none comes twice: two answers made under one name are made of the same. Null where it cannot be
 * told just now.
 */
export type Revision = string | null;

export const newRevision = (): string => randomUUID();

/** The revision of storage that this process alone writes to: known without asking. */
export class OwnRevision {
  #name: Revision = newRevision();

  get(): Revision {
    return this.#name;
  }

  /** A write is about to be committed: until it is settled, what is read may be of before or after it. */
  unsettle(): void {
    this.#name = null;
  }

  /** The write was committed, or failed; before anybody is told so. */
  settle(): void {
    this.#name ??= newRevision();
  }
}
