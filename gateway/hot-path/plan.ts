import type { Schema } from '@apollo/federation-internals';
import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { entityFetch, rootFetch, sameText } from './fetches.ts';
import { objectsAt } from './flatten.ts';
import { irregular } from './irregular.ts';
import type { HotPart } from './parts.ts';
import { fetchesOf } from './plan-fetches.ts';
import type { Run } from './run.ts';

/** One step of a plan, made ready once. @throws Irregular */
export type Step = (run: Run) => Promise<void>;

export interface PlanNeeds {
  /** The supergraph's own, with what clients are not shown. */
  readonly schema: Schema;
  /** Null where a part cannot be asked by the hot path. */
  readonly part: (name: string) => HotPart | null;
}

/** Makes a plan of Apollo's planner ready to be run. @throws Irregular where something of it is not covered */
export function planSteps(plan: PlanNode, { schema, part }: PlanNeeds): Step {
  const counts = new Map<string, number>();
  for (const fetch of fetchesOf(plan)) {
    const key = `${fetch.serviceName} ${sameText(fetch)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const isTwin = (fetch: FetchNode) => (counts.get(`${fetch.serviceName} ${sameText(fetch)}`) ?? 0) > 1;
  const partOf = (fetch: FetchNode) => part(fetch.serviceName) ?? irregular('not covered');
  return step(plan);

  function step(node: PlanNode): Step {
    switch (node.kind) {
      case 'Sequence':
        return inSequence(node.nodes.map(step));
      case 'Parallel':
        return inParallel(node.nodes.map(step));
      case 'Condition': {
        const { condition, ifClause, elseClause } = node;
        const yes = ifClause && step(ifClause);
        const no = elseClause && step(elseClause);
        return async (run) => (run.conditions.get(condition) ? yes?.(run) : no?.(run));
      }
      case 'Fetch':
        return rootFetch(node, partOf(node), isTwin(node));
      case 'Flatten': {
        if (node.node.kind !== 'Fetch') return irregular('not covered');
        const fetch = node.node;
        return entityFetch(fetch, partOf(fetch), isTwin(fetch), schema, objectsAt(node.path));
      }
      case 'Defer':
        return irregular('not covered');
    }
  }
}

function inSequence(steps: readonly Step[]): Step {
  return async (run) => {
    for (const step of steps) await step(run);
  };
}

/** Waits for all even where one is irregular: what the others are answered is Apollo's then. */
function inParallel(steps: readonly Step[]): Step {
  return async (run) => {
    const ends = await Promise.allSettled(steps.map((step) => step(run)));
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  };
}
