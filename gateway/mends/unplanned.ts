import type { PlanNode } from '@apollo/query-planner';
import {
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
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
      return [{ name: selection.alias?.value ?? field, field, directives }];
    }
    const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    return inner ? outermost(inner.selectionSet, fragments, directives) : [];
  });
}

/** @throws GraphQLError where some of what no subgraph can answer is included in this request */
export function refuseWhatIsLeftOut(left: readonly Outermost[], variables: JsonObject): void {
  const wanted = left.find(({ directives }) => directives.every((each) => isMet(each, variables)));
  if (!wanted) return;
  const message = `No subgraph can answer what is asked of "${wanted.field}".`;
  throw new GraphQLError(message, { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
}

function isMet(directive: DirectiveNode, variables: JsonObject): boolean {
  const node = { directives: [directive] };
  if (getDirectiveValues(GraphQLSkipDirective, node, variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, variables)?.if !== false;
}
