import type { PartRequest } from '../../platform/graphql/part.ts';
import type { Life } from '../supergraph/life.ts';
import { TookTooLong, whileAwaited } from '../supergraph/patience.ts';
import type { Conditions } from './conditions.ts';
import type { Given } from './given-answers.ts';
import { Irregular, irregular } from './irregular.ts';
import { copied, isObject, type JsonObject } from './json.ts';
import { Journal } from './merge.ts';
import type { HotPart, Question } from './parts.ts';

/** One request on its way through a plan. */
export class Run {
  /** What is known so far. */
  readonly data: JsonObject = {};
  readonly journal = new Journal();
  readonly given: Given[] = [];
  /** Whether an answer came over HTTP: the answer to the whole is then never kept by anybody. */
  overHttp = false;
  readonly variables: JsonObject;
  readonly conditions: Conditions;
  readonly #asker: PartRequest;
  readonly #life: Life | undefined;
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(asker: PartRequest, life: Life | undefined, variables: JsonObject, conditions: Conditions) {
    this.#asker = asker;
    this.#life = life;
    this.variables = variables;
    this.conditions = conditions;
  }

  /** @returns the data of an answer without errors. @throws Irregular */
  async ask(name: string, part: HotPart, question: Question): Promise<JsonObject> {
    const { query, variables } = question;
    try {
      const { body, cacheControl } = await whileAwaited(this.#life, (end) =>
        part.ask(question, this.#asker, end),
      );
      // What may be kept by others is Apollo's to work out.
      if (typeof cacheControl === 'string' && cacheControl !== 'no-store') irregular('cacheable');
      if (cacheControl !== undefined) this.overHttp = true;
      this.given.push({ part: name, query, variables, outcome: { answer: body } });
      if (body.errors !== undefined && body.errors !== null) irregular('errors');
      return isObject(body.data) ? body.data : irregular('unexpected answer');
    } catch (error) {
      if (!(error instanceof TookTooLong)) throw error;
      this.given.push({ part: name, query, variables, outcome: { problem: error } });
      throw new Irregular('took too long');
    }
  }

  /** The same for a question that the plan may ask at several places: while it is under way, or answered, it is not asked again. */
  async askOnce(key: string, name: string, part: HotPart, question: Question): Promise<JsonObject> {
    const asked = this.#underWay.get(key);
    if (asked) {
      const data = copied(await asked);
      return isObject(data) ? data : irregular('unexpected answer');
    }
    const answer = this.ask(name, part, question);
    // Whoever comes second gets a copy from before the first merged into its own.
    const kept = answer.then(copied);
    kept.catch(() => {});
    this.#underWay.set(key, kept);
    return answer;
  }
}
