import type { PlanNode } from '@apollo/query-planner';
import {
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import type { JsonObject } from '../hot-path/json.ts';
import { fetchesOf } from '../hot-path/plan-fetches.ts';
import { type Fragments, fragmentsOf } from './fragments.ts';

/** An outermost field of an operation, and the directives of it and of the fragments around it. */
export interface Outermost {
  readonly name: string;
  readonly field: string;
  readonly directives: readonly DirectiveNode[];
  readonly below: SelectionSetNode | undefined;
}

/**
 * What of an operation its plan leaves out: Apollo's planner leaves out, without a word, what no subgraph can answer, and the answer
 * then has null where nobody was asked.
 */
export function leftOut(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  plan: PlanNode | undefined,
): readonly Outermost[] {
  const asked = outermost(operation.selectionSet, fragmentsOf(document)).filter(
    ({ field }) => !field.startsWith('__'),
  );
  if (asked.length === 0) return asked;
  const planned = new Set(plan ? fetchesOf(plan).flatMap((fetch) => answeredBy(fetch.operation)) : []);
  return asked.filter(({ name }) => !planned.has(name));
}

/** Names that an operation's answer has outermost. What is fetched by `_entities` has none of the client's. */
function answeredBy(operation: string): string[] {
  const document = parse(operation, { noLocation: true });
  const fragments = fragmentsOf(document);
  return document.definitions.flatMap((each) =>
    each.kind === Kind.OPERATION_DEFINITION
      ? outermost(each.selectionSet, fragments).map(({ name }) => name)
      : [],
  );
}

function outermost(
  { selections }: SelectionSetNode,
  fragments: Fragments,
  around: readonly DirectiveNode[] = [],
): Outermost[] {
  return selections.flatMap((selection) => {
    const directives = [...around, ...(selection.directives ?? [])];
    if (selection.kind === Kind.FIELD) {
      const field = selection.name.value;
      return [{ name: selection.alias?.value ?? field, field, directives, below: selection.selectionSet }];
    }
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return inner ? outermost(inner.selectionSet, fragments, directives) : [];
  });
}

/** @throws GraphQLError where some of what no subgraph can answer is asked for in this request */
export function refuseWhatIsLeftOut(
  left: readonly Outermost[],
  document: DocumentNode,
  variables: JsonObject,
): void {
  const fragments = fragmentsOf(document);
  const wanted = left.find((each) => isAskedFor(each, fragments, variables));
  if (!wanted) return;
  const message = `No subgraph can answer what is asked of "${wanted.field}".`;
  throw new GraphQLError(message, { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
}

/** Whether a field is included, and so is something of it: the planner may leave out what no variables include. */
const isAskedFor = ({ directives, below }: Outermost, fragments: Fragments, variables: JsonObject): boolean =>
  directives.every((each) => isMet(each, variables)) &&
  (!below || outermost(below, fragments).some((each) => isAskedFor(each, fragments, variables)));

/** A variable that is null is left to Apollo, which tells of it. */
function isMet({ name, arguments: given = [] }: DirectiveNode, variables: JsonObject): boolean {
  if (name.value !== 'skip' && name.value !== 'include') return true;
  const value = given[0]?.value;
  const condition = value?.kind === Kind.VARIABLE ? variables[value.name.value] : undefined;
  const is = value?.kind === Kind.BOOLEAN ? value.value : condition;
  return is === (name.value === 'include');
}
