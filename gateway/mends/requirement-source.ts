import type { GraphQLDataSource } from '@apollo/gateway';
import { isObject, type JsonObject } from '../hot-path/json.ts';
import type { RequestContext } from '../supergraph/context.ts';
import { questionsOf } from './questions.ts';
import type { Requirements } from './requirements.ts';

type Source = GraphQLDataSource<RequestContext>;
type Fetch = Parameters<Source['process']>[0];
type Answer = Awaited<ReturnType<Source['process']>>;

/** A part that knows what is required by its own name alone: it is asked once for each set of requirements. */
export class RequirementSource implements Source {
  readonly #source: Source;
  readonly #requirements: Requirements;

  constructor(source: Source, requirements: Requirements) {
    this.#source = source;
    this.#requirements = requirements;
  }

  async process(fetch: Fetch): Promise<Answer> {
    const { query, variables = {} } = fetch.request;
    if (!query) return this.#source.process(fetch);
    const answers = await Promise.all(
      questionsOf(query, this.#requirements).map((question) => {
        const given = Object.entries(variables).map(([name, value]) => [
          name,
          name === 'representations' ? this.#given(value, question.names) : value,
        ]);
        const request = { ...fetch.request, query: question.query, variables: Object.fromEntries(given) };
        return this.#source.process({ ...fetch, request });
      }),
    );
    const answer = answers.reduce(joined);
    return answer.errors ? { ...answer, errors: answer.errors.map((error) => this.#told(error)) } : answer;
  }

  /** Representations with one set of requirements, each by its own name. */
  #given(value: unknown, names: ReadonlySet<string>): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#given(item, names));
    if (!isObject(value)) return value;
    const entries = Object.entries(value).flatMap(([key, inner]) => {
      const required = this.#requirements.required.get(key);
      if (!required) return [[key, this.#given(inner, names)]];
      return names.has(key) ? [[required.field.name.value, this.#given(inner, names)]] : [];
    });
    return Object.fromEntries(entries);
  }

  #told<Told extends { readonly path?: readonly (string | number)[] }>(error: Told): Told {
    const path = error.path?.map(
      (step) => this.#requirements.required.get(String(step))?.field.name.value ?? step,
    );
    return path ? { ...error, path } : error;
  }
}

/** What was answered to two questions about the same entities. */
function joined(one: Answer, other: Answer): Answer {
  const errors = [...(one.errors ?? []), ...(other.errors ?? [])];
  return {
    ...one,
    data: joinedData(one.data, other.data),
    ...(errors.length > 0 ? { errors } : {}),
  };
}

function joinedData(one: Answer['data'], other: Answer['data']): JsonObject | null {
  const entities: unknown = one?._entities;
  const others: unknown = other?._entities;
  if (!Array.isArray(entities) || !Array.isArray(others)) return null;
  return {
    _entities: entities.map((entity: unknown, index) => {
      const rest: unknown = others[index];
      return isObject(entity) && isObject(rest) ? { ...entity, ...rest } : null;
    }),
  };
}
