import {
  type DocumentNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { fragmentsOf } from './fragments.ts';
import type { Requirements } from './requirements.ts';

/** What a part is asked with one set of requirements. */
export interface Question {
  readonly query: string;
  /** The requirements' names on the way. */
  readonly names: ReadonlySet<string>;
}

type Keep = (coordinate: string) => boolean;

/** The questions that a fetch of a plan is made of, with required fields by their own names. */
export function questionsOf(query: string, { required, requiredBy }: Requirements): readonly Question[] {
  const document = withOwnNames(parse(query, { noLocation: true }), required);
  const sets = new Map<string, ReadonlySet<string>>();
  const setOf = (coordinate: string): string => {
    const names = requiredBy.get(coordinate) ?? new Set();
    const set = [...names].sort().join(' ');
    if (names.size > 0) sets.set(set, names);
    return set;
  };
  ofEntities(document, (coordinate) => setOf(coordinate) !== undefined);
  if (sets.size === 0) {
    const isAsItIs = ![...required.keys()].some((name) => query.includes(name));
    return [{ query: isAsItIs ? query : print(document), names: new Set() }];
  }
  // What requires nothing of the kind is asked for once, with the first.
  return [...sets].map(([set, names], index) => {
    const isAsked: Keep = (coordinate) => {
      const own = setOf(coordinate);
      return own === set || (own === '' && index === 0);
    };
    return { query: print(withUsedVariables(ofEntities(document, isAsked))), names };
  });
}

/** The same without fragments that have a name, and with what is required by its own name, answered under that on the way. */
function withOwnNames(document: DocumentNode, required: Requirements['required']): DocumentNode {
  const fragments = fragmentsOf(document);
  return visit(document, {
    FragmentDefinition: () => null,
    FragmentSpread: ({ name, directives }) => {
      const fragment = fragments.get(name.value);
      if (!fragment) return undefined;
      const { typeCondition, selectionSet } = fragment;
      return { kind: Kind.INLINE_FRAGMENT, typeCondition, directives, selectionSet };
    },
    Field: (field) => {
      const original = required.get(field.name.value)?.field;
      if (!original) return undefined;
      return {
        ...field,
        alias: field.alias ?? field.name,
        name: original.name,
        arguments: original.arguments,
      };
    },
  });
}

/** The same with some of the fields that are asked of entities. */
function ofEntities(document: DocumentNode, keep: Keep): DocumentNode {
  return visit(document, {
    Field: (field) =>
      field.name.value === '_entities' && field.selectionSet
        ? { ...field, selectionSet: kept(field.selectionSet, '', keep) }
        : undefined,
  });
}

function kept({ kind, selections }: SelectionSetNode, type: string, keep: Keep): SelectionSetNode {
  return {
    kind,
    selections: selections.flatMap((selection): SelectionNode[] => {
      if (selection.kind === Kind.FIELD) return keep(`${type}.${selection.name.value}`) ? [selection] : [];
      if (selection.kind === Kind.FRAGMENT_SPREAD) return [selection];
      const inner = kept(selection.selectionSet, selection.typeCondition?.name.value ?? type, keep);
      return inner.selections.length > 0 ? [{ ...selection, selectionSet: inner }] : [];
    }),
  };
}

function withUsedVariables(document: DocumentNode): DocumentNode {
  return visit(document, {
    OperationDefinition: (operation) => {
      const used = new Set<string>();
      visit(operation.selectionSet, { Variable: ({ name }) => void used.add(name.value) });
      const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) =>
        used.has(variable.name.value),
      );
      return { ...operation, variableDefinitions };
    },
  });
}
