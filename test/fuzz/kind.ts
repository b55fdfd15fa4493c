import type { GraphQLSchema } from 'graphql';
import type { KnownThings } from './known-things.ts';
import type { FuzzedProduct } from './product.ts';
import type { Tape } from './tape.ts';

/** One sort of input. */
export interface Kind {
  readonly name: string;
  /** Of all inputs, relative to the other kinds. */
  readonly share: number;
  /** Makes one input and tries it. @throws Defect */
  run(tape: Tape): Promise<void>;
  /** What else is worth telling, when all is done. */
  told?(): string;
}

/** What the kinds that speak to the product share. */
export interface Ground {
  readonly product: FuzzedProduct;
  readonly schema: GraphQLSchema;
  readonly things: KnownThings;
  readonly acts: OneAtATime;
  /** Where webhooks may be sent. */
  readonly endpoint: string;
}

/** Acts go one after the other, so that what each changes can be told. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  do<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }
}
