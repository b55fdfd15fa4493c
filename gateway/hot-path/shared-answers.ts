import type { RequestContext } from '../supergraph/context.ts';
import { type AnswerAnew, type Answers, type Body, sendable } from './answers.ts';
import type { HotOperation } from './hot-operation.ts';
import type { JsonObject } from './json.ts';
import { SharedRuns } from './shared-runs.ts';
import { variablesText } from './variables-text.ts';

/** Answers together who asks the same at the same time in the same name, over any graph: nothing is kept. */
export class SharedAnswers implements Answers {
  readonly #runs = new SharedRuns<Body | null>();
  readonly #numbers = new WeakMap<HotOperation, number>();
  #last = 0;

  answer(
    operation: HotOperation,
    variables: JsonObject,
    { authorization = '' }: RequestContext,
    anew: AnswerAnew,
  ): Promise<Body | null> {
    const question = `${this.#number(operation)} ${authorization} ${variablesText(variables)}`;
    return this.#runs.join(question, async () => {
      const text = await anew();
      return text && sendable(text);
    });
  }

  /** Stands for its text. */
  #number(operation: HotOperation): number {
    let number = this.#numbers.get(operation);
    if (number === undefined) {
      number = ++this.#last;
      this.#numbers.set(operation, number);
    }
    return number;
  }
}
