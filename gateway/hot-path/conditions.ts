import { type Operation, type Selection, type SelectionSet, Variable } from '@apollo/federation-internals';
import type { PlanNode } from '@apollo/query-planner';
import { irregular } from './irregular.ts';

/** Values of the variables that say what is included, in one request. */
export type Conditions = ReadonlyMap<string, boolean>;

type Conditional = Selection['element'];

const given = (element: Conditional, name: '@skip' | '@include'): unknown => {
  const schema = element.schema();
  const definition = name === '@skip' ? schema.skipDirective() : schema.includeDirective();
  const [directive] = element.appliedDirectivesOf(definition);
  return directive?.arguments().if;
};

/** Whether a field or fragment is left out. */
export function isLeftOut(element: Conditional, conditions: Conditions): boolean {
  const holds = (condition: unknown): boolean => {
    const value = condition instanceof Variable ? conditions.get(condition.name) : condition;
    return typeof value === 'boolean' ? value : irregular('variables');
  };
  const skip = given(element, '@skip');
  const include = given(element, '@include');
  return (skip !== undefined && holds(skip)) || (include !== undefined && !holds(include));
}

/** The variables that say what of an operation is included. */
export function conditionNames(operation: Operation, plan: PlanNode | undefined): string[] {
  const names = new Set<string>();
  inSelections(operation.selectionSet, names);
  if (plan) inPlan(plan, names);
  return [...names].sort();
}

function inSelections(set: SelectionSet, names: Set<string>): void {
  for (const selection of set.selections()) {
    for (const name of ['@skip', '@include'] as const) {
      const condition = given(selection.element, name);
      if (condition instanceof Variable) names.add(condition.name);
    }
    if (selection.selectionSet) inSelections(selection.selectionSet, names);
  }
}

function inPlan(node: PlanNode, names: Set<string>): void {
  switch (node.kind) {
    case 'Condition':
      names.add(node.condition);
      for (const branch of [node.ifClause, node.elseClause]) if (branch) inPlan(branch, names);
      return;
    case 'Sequence':
    case 'Parallel':
      for (const inner of node.nodes) inPlan(inner, names);
      return;
    case 'Flatten':
      inPlan(node.node, names);
      return;
    case 'Fetch':
      return;
    case 'Defer':
      irregular('not covered');
  }
}
