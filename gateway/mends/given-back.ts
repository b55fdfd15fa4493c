import { type ExecutionResult, GraphQLError, Kind, type SelectionSetNode } from 'graphql';
import { isObject, type JsonObject } from '../hot-path/json.ts';
import { type Fragments, fragmentsOf } from './fragments.ts';
import type { Renaming } from './renaming.ts';

type Names = ReadonlyMap<string, string>;

/** Gives the answer to an operation that was renamed the names that the client knows. */
export function givenBack<Answer extends ExecutionResult>(
  answer: Answer,
  { document, called }: Renaming,
  asked: SelectionSetNode,
): Answer {
  const { data, errors, extensions } = answer;
  const told = (error: unknown) => (error instanceof GraphQLError ? toldBack(error, called) : error);
  const completion = extensions?.valueCompletion;
  return {
    ...answer,
    ...(data ? { data: new Place([asked], called, fragmentsOf(document)).object(data) } : {}),
    ...(errors ? { errors: errors.map(told) } : {}),
    ...(Array.isArray(completion)
      ? { extensions: { ...extensions, valueCompletion: completion.map(told) } }
      : {}),
  };
}

/** What is asked of the objects at one place. The client may know keys inside of a value that is no object of the graph. */
class Place {
  readonly #asked: readonly SelectionSetNode[];
  readonly #called: Names;
  readonly #fragments: Fragments;
  #below: ReadonlyMap<string, Place> | undefined;

  constructor(asked: readonly SelectionSetNode[], called: Names, fragments: Fragments) {
    this.#asked = asked;
    this.#called = called;
    this.#fragments = fragments;
  }

  object(data: JsonObject): JsonObject {
    this.#below ??= this.#places();
    const entries = Object.entries(data).map(([key, value]) => {
      const below = this.#below?.get(key);
      return [this.#called.get(key) ?? key, below ? below.#value(value) : value] as const;
    });
    return Object.fromEntries(entries);
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.#value(item));
    return isObject(value) ? this.object(value) : value;
  }

  #places(): ReadonlyMap<string, Place> {
    const sets = new Map<string, SelectionSetNode[]>();
    const seen = new Set<string>();
    const collect = ({ selections }: SelectionSetNode): void => {
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          const { alias, name, selectionSet } = selection;
          const key = alias?.value ?? name.value;
          if (selectionSet) sets.set(key, [...(sets.get(key) ?? []), selectionSet]);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet);
        else if (!seen.has(selection.name.value)) {
          seen.add(selection.name.value);
          const fragment = this.#fragments.get(selection.name.value);
          if (fragment) collect(fragment.selectionSet);
        }
      }
    };
    this.#asked.forEach(collect);
    return new Map([...sets].map(([key, asked]) => [key, new Place(asked, this.#called, this.#fragments)]));
  }
}

function toldBack(error: GraphQLError, called: Names): GraphQLError {
  const { nodes, source, positions, originalError, extensions } = error;
  // What must not be null is told by its name in the answer.
  const message = error.message.replace(/\w+/g, (word) => called.get(word) ?? word);
  const path = error.path?.map((step) => called.get(String(step)) ?? step);
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
