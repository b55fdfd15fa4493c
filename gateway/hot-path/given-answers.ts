import type { Life } from '../supergraph/life.ts';
import type { JsonObject } from './json.ts';

/** A question the hot path asked a part, and what came of it. */
export interface Given {
  readonly part: string;
  readonly query: string;
  readonly variables: JsonObject;
  readonly outcome: { readonly answer: JsonObject } | { readonly problem: Error };
}

/** What the parts answered to one request before the hot path gave it up: Apollo is given the same and asks for the rest. */
export class GivenAnswers {
  readonly #left: Given[];

  constructor(given: readonly Given[]) {
    this.#left = [...given];
  }

  /** Each answer is given once: who asks twice is asking anew. */
  take(part: string, query: string, variables: object): Promise<JsonObject> | undefined {
    const asked = JSON.stringify(variables);
    const index = this.#left.findIndex(
      (each) => each.part === part && each.query === query && JSON.stringify(each.variables) === asked,
    );
    const [given] = index < 0 ? [] : this.#left.splice(index, 1);
    if (!given) return undefined;
    return 'answer' in given.outcome
      ? Promise.resolve(given.outcome.answer)
      : Promise.reject(given.outcome.problem);
  }
}

/** By the request's life, which is its own from the door to the parts. */
const byRequest = new WeakMap<Life, GivenAnswers>();

export const givenAnswers = (life: Life): GivenAnswers | undefined => byRequest.get(life);

export function handOver(life: Life, given: readonly Given[]): void {
  byRequest.set(life, new GivenAnswers(given));
}
