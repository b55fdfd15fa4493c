import type { FetchNode, PlanNode } from '@apollo/query-planner';

/** All that a plan may ask of parts. */
export function fetchesOf(node: PlanNode): FetchNode[] {
  switch (node.kind) {
    case 'Fetch':
      return [node];
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap(fetchesOf);
    case 'Flatten':
      return fetchesOf(node.node);
    case 'Condition':
      return [node.ifClause, node.elseClause].flatMap((branch) => (branch ? fetchesOf(branch) : []));
    case 'Defer':
      return [];
  }
}
