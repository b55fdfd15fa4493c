import { type Schema, Supergraph } from '@apollo/federation-internals';
import type { ApolloGateway, Experimental_DidResolveQueryPlanCallback } from '@apollo/gateway';
import type { PlanNode } from '@apollo/query-planner';
import type { ApolloServerOptions } from '@apollo/server';
import { type DocumentNode, OperationTypeNode } from 'graphql';
import type { RecordedReading } from '../../platform/readings/request-readings.ts';
import { MendedGateway, type Planned } from '../mends/mended-gateway.ts';
import type { MendedSupergraph } from '../mends/mended-supergraph.ts';
import type { Renaming } from '../mends/renaming.ts';
import type { RequestContext } from '../supergraph/context.ts';
import { Life } from '../supergraph/life.ts';
import type { Asked } from './asked.ts';
import type { Figures } from './figures.ts';
import { givenAnswers, handOver } from './given-answers.ts';
import { HotOperation } from './hot-operation.ts';
import { Irregular, irregular, type Reason } from './irregular.ts';
import type { JsonObject } from './json.ts';
import { KnownTexts } from './known-texts.ts';
import type { HotPart } from './parts.ts';
import { Run } from './run.ts';

type Gateway = NonNullable<ApolloServerOptions<RequestContext>['gateway']>;
type Load = Gateway['load'];
type Executor = NonNullable<Awaited<ReturnType<Load>>['executor']>;
type Request = Parameters<Executor>[0];

/** Who asks, and for how long. */
interface Asking {
  readonly authorization: string | undefined;
  readonly requestId: string | undefined;
  readonly life: Life | undefined;
  /** Takes what parts of this process recorded of it. */
  readonly recorded?: RecordedReading[] | undefined;
}

/** What is known of a query since Apollo ran it first; its operation is made ready when it is asked again. */
interface Sight {
  readonly plan: PlanNode | undefined;
  readonly renaming: Renaming;
  /** Null where it is not covered. */
  operation?: HotOperation | null;
}

/** Apollo's gateway, with what it was asked before run by the hot path. */
export class HotGateway implements Gateway {
  readonly #apollo: MendedGateway;
  readonly #figures: Figures;
  readonly #parts = new Map<string, HotPart | null>();
  readonly #supergraphSdl: string;
  readonly #locate: (name: string) => HotPart | null;
  // Apollo Server's store of documents decides how long they live.
  readonly #sights = new WeakMap<DocumentNode, Map<string, Sight>>();
  readonly #known = new KnownTexts();
  #schemas: { readonly own: Schema; readonly api: Schema } | undefined;

  constructor(
    open: (seen: Experimental_DidResolveQueryPlanCallback) => ApolloGateway,
    supergraph: MendedSupergraph,
    locate: (name: string) => HotPart | null,
    figures: Figures,
  ) {
    this.#supergraphSdl = supergraph.supergraphSdl;
    this.#locate = locate;
    this.#figures = figures;
    this.#apollo = new MendedGateway(open, supergraph, (planned) => this.#see(planned));
  }

  onSchemaLoadOrUpdate(callback: Parameters<Gateway['onSchemaLoadOrUpdate']>[0]) {
    return this.#apollo.onSchemaLoadOrUpdate(callback);
  }

  async load(options: Parameters<Load>[0]): ReturnType<Load> {
    const { executor: apollo } = await this.#apollo.load(options);
    return { executor: async (request) => (await this.#execute(request)) ?? apollo(request) };
  }

  async stop(): Promise<void> {
    await this.#apollo.stop();
    for (const part of this.#parts.values()) await part?.close();
  }

  /** What is known of a text that was run here before: everything Apollo Server looks at in a text was looked at. */
  known(query: string, operationName: string | undefined): HotOperation | undefined {
    return this.#known.get(query, operationName);
  }

  /**
   * Runs what is known of a text.
   * @returns null where Apollo Server is to run it; it is given what the parts answered so far
   */
  async answer(
    operation: HotOperation,
    { query, operationName, variables }: Asked,
    context: RequestContext,
    recorded?: RecordedReading[],
  ): Promise<JsonObject | null> {
    const { authorization, requestId, life } = context;
    const end = await this.#run(() => operation, variables, { authorization, requestId, life, recorded });
    if ('data' in end) return end.data;
    if (end.reason === 'cacheable' || end.reason === 'not covered') this.#known.delete(query, operationName);
    return null;
  }

  /** @returns null where Apollo is to run it */
  async #execute(request: Request): Promise<{ data: JsonObject } | null> {
    if (request.operation.operation !== OperationTypeNode.QUERY) return null;
    const { authorization, requestId, life } = request.context;
    if (life instanceof Life && givenAnswers(life)) return null; // it was tried already
    const variables: JsonObject = request.request.variables ?? {};
    const { operationName } = request.request;
    let operation: HotOperation | undefined;
    const end = await this.#run(() => (operation = this.#operationOf(request)), variables, {
      authorization,
      requestId,
      life,
    });
    if ('reason' in end) {
      if (end.reason === 'cacheable' || end.reason === 'not covered') this.#giveUp(request);
      return null;
    }
    if (operation) this.#known.set(request.source, operationName, operation);
    if (end.overHttp) request.overallCachePolicy?.restrict?.({ maxAge: 0 });
    return { data: end.data };
  }

  async #run(
    operationOf: () => HotOperation,
    variables: JsonObject,
    { authorization, requestId, life, recorded }: Asking,
  ): Promise<{ readonly data: JsonObject; readonly overHttp: boolean } | { readonly reason: Reason }> {
    let run: Run | undefined;
    try {
      const operation = operationOf();
      const asker = { authorization, requestId: requestId ?? 'gateway', operation: operation.text, recorded };
      run = new Run(asker, life, variables, operation.conditions(variables));
      const data = await operation.run(run);
      this.#figures.count('hot path');
      return { data, overHttp: run.overHttp };
    } catch (error) {
      const reason: Reason = error instanceof Irregular ? error.reason : 'unexpected answer';
      this.#figures.count(reason);
      run?.journal.undo();
      if (run && life) handOver(life, run.given);
      return { reason };
    }
  }

  #see({ document, operationName, plan, renaming, asItIs }: Planned): void {
    const sights = this.#sights.get(document) ?? new Map<string, Sight>();
    this.#sights.set(document, sights);
    const name = operationName ?? '';
    if (!sights.has(name))
      sights.set(name, asItIs ? { plan, renaming } : { plan, renaming, operation: null });
  }

  /** @throws Irregular */
  #operationOf({ document, request, schema, metrics }: Request): HotOperation {
    const { operationName, http } = request;
    const sight = this.#sights.get(document)?.get(operationName ?? '');
    if (!sight) return irregular('first sight');
    if (metrics.captureTraces || http?.headers.get('apollo-query-plan-experimental'))
      irregular('not covered');
    if (sight.operation === undefined) {
      sight.operation = null;
      this.#schemas ??= schemasOf(this.#supergraphSdl);
      const { plan, renaming } = sight;
      const accepted = { ...renaming, operationName, plan, schema, apiSchema: this.#schemas.api };
      const needs = { schema: this.#schemas.own, part: (name: string) => this.#part(name) };
      sight.operation = new HotOperation(accepted, needs);
    }
    return sight.operation ?? irregular('not covered');
  }

  #giveUp({ document, request }: Request): void {
    const sight = this.#sights.get(document)?.get(request.operationName ?? '');
    if (sight) sight.operation = null;
  }

  #part(name: string): HotPart | null {
    const known = this.#parts.get(name);
    if (known !== undefined) return known;
    const part = this.#locate(name);
    this.#parts.set(name, part);
    return part;
  }
}

function schemasOf(supergraphSdl: string): { readonly own: Schema; readonly api: Schema } {
  const supergraph = Supergraph.build(supergraphSdl);
  return { own: supergraph.schema, api: supergraph.apiSchema() };
}
