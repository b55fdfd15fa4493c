import type { ApolloGateway, Experimental_DidResolveQueryPlanCallback } from '@apollo/gateway';
import type { PlanNode } from '@apollo/query-planner';
import type { ApolloServerOptions } from '@apollo/server';
import { type DocumentNode, getOperationAST, getVariableValues, type OperationDefinitionNode } from 'graphql';
import { fetchesOf } from '../hot-path/plan-fetches.ts';
import type { RequestContext } from '../supergraph/context.ts';
import { givenBack } from './given-back.ts';
import type { MendedSupergraph } from './mended-supergraph.ts';
import { type NeededNames, neededNames } from './needed-names.ts';
import { type Renaming, renamed } from './renaming.ts';
import { leftOut, type Outermost, refuseWhatIsLeftOut } from './unplanned.ts';

type Gateway = NonNullable<ApolloServerOptions<RequestContext>['gateway']>;
type Load = Gateway['load'];
type Executor = NonNullable<Awaited<ReturnType<Load>>['executor']>;
type Request = Parameters<Executor>[0];
type Answer = Awaited<ReturnType<Executor>>;
type Resolved = Parameters<Experimental_DidResolveQueryPlanCallback>[0];

/** A plan of Apollo's, and what it is for. */
export interface Planned {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly plan: PlanNode | undefined;
  readonly renaming: Renaming;
  /** Whether it can be run as it is: all that is asked for is in it, and nothing of it is by another name than a part knows. */
  readonly asItIs: boolean;
}

/** What is known of a document from its first sight on. */
interface Known {
  readonly original: DocumentNode;
  readonly renaming: Renaming;
  readonly operations: Map<
    string | undefined,
    { readonly left: readonly Outermost[]; readonly asItIs: boolean }
  >;
}

/** Apollo's gateway, mended where it would answer wrongly without a word. */
export class MendedGateway implements Gateway {
  readonly #apollo: ApolloGateway;
  readonly #supergraph: MendedSupergraph;
  #needed: NeededNames | undefined;
  readonly #known = new WeakMap<DocumentNode, Known>();

  /** @param seen is told each plan before it is run */
  constructor(
    open: (seen: Experimental_DidResolveQueryPlanCallback) => ApolloGateway,
    supergraph: MendedSupergraph,
    seen: (planned: Planned) => void,
  ) {
    this.#supergraph = supergraph;
    this.#apollo = open((resolved) => this.#beforeItIsRun(resolved, seen));
  }

  onSchemaLoadOrUpdate(callback: Parameters<Gateway['onSchemaLoadOrUpdate']>[0]) {
    return this.#apollo.onSchemaLoadOrUpdate(callback);
  }

  async load(options: Parameters<Load>[0]): Promise<{ executor: Executor }> {
    const { executor } = await this.#apollo.load(options);
    return { executor: async (request) => this.#execute(request, executor) };
  }

  stop(): Promise<void> {
    return this.#apollo.stop();
  }

  async #execute(request: Request, apollo: Executor): Promise<Answer> {
    const { renaming } = this.#knownOf(request.document);
    if (renaming.called.size === 0) return apollo(request);
    const { document } = renaming;
    const operation = getOperationAST(document, request.request.operationName) ?? request.operation;
    const answer = await apollo({ ...request, document, operation });
    return givenBack(answer, renaming, operation.selectionSet);
  }

  /** What is thrown here is answered by Apollo as what its planner throws. */
  #beforeItIsRun(
    { queryPlan, requestContext, operationContext }: Resolved,
    seen: (planned: Planned) => void,
  ): void {
    const plan = queryPlan.node;
    if (plan?.kind === 'Subscription') return;
    const { document, request } = requestContext;
    const { original, renaming, operations } = this.#knownOf(document);
    const { operationName } = request;
    const { operation, schema } = operationContext;
    const known = operations.get(operationName) ?? this.#lookAt(document, operation, plan);
    operations.set(operationName, known);
    const { left, asItIs } = known;
    seen({ document: original, operationName, plan, renaming, asItIs });
    if (left.length === 0) return;
    const { coerced } = getVariableValues(
      schema,
      operation.variableDefinitions ?? [],
      request.variables ?? {},
    );
    refuseWhatIsLeftOut(left, document, coerced ?? {});
  }

  #lookAt(document: DocumentNode, operation: OperationDefinitionNode, plan: PlanNode | undefined) {
    const left = leftOut(document, operation, plan);
    const texts = plan ? fetchesOf(plan).map((fetch) => fetch.operation) : [];
    const asItIs =
      left.length === 0 &&
      ![...this.#supergraph.required.keys()].some((name) => texts.some((text) => text.includes(name)));
    return { left, asItIs };
  }

  #knownOf(document: DocumentNode): Known {
    let known = this.#known.get(document);
    if (!known) {
      this.#needed ??= neededNames(this.#supergraph.supergraphSdl);
      known = { original: document, renaming: renamed(document, this.#needed), operations: new Map() };
      this.#known.set(document, known);
      // What Apollo tells of the plan, it tells with the document that it was given.
      this.#known.set(known.renaming.document, known);
    }
    return known;
  }
}
