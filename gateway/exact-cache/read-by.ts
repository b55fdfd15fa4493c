import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type DocumentNode, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import { fetchesOf } from '../hot-path/plan-fetches.ts';

/** What an operation reads at the most, whatever its variables leave out. */
export interface ReadBy {
  /** The names of the parts that its plan asks. */
  readonly parts: readonly string[];
  /** `Type.field`, of every operation and fragment of its text. */
  readonly fields: readonly string[];
}

export function readBy(document: DocumentNode, schema: GraphQLSchema, plan: PlanNode | undefined): ReadBy {
  const fields = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field: ({ name }) => {
        if (name.value !== '__typename') fields.add(`${types.getParentType()?.name}.${name.value}`);
      },
    }),
  );
  const fetches: readonly FetchNode[] = plan ? fetchesOf(plan) : [];
  return { parts: [...new Set(fetches.map(({ serviceName }) => serviceName))].sort(), fields: [...fields] };
}
