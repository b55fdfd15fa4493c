import { type DocumentNode, type ExecutionResult, execute, GraphQLError, parse } from 'graphql';
import { toClientError } from '../errors/graphql-error.ts';
import type { Log } from '../log/log.ts';
import { recordReadings } from '../readings/request-readings.ts';
import type { Part, PartRequest } from './part.ts';

const rememberedDocuments = 1000;

export interface PartQuery {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  readonly operationName?: string | undefined;
}

/** Runs queries on a part in this process: no HTTP, and each text is parsed once. The texts are the product's own. */
export function inProcessExecutor(part: Pick<Part, 'subgraph' | 'context'>, log: Log) {
  const documents = new Map<string, DocumentNode>();

  function documentOf(query: string): DocumentNode {
    const known = documents.get(query);
    if (known) return known;
    if (documents.size >= rememberedDocuments) documents.clear();
    const document = parse(query, { noLocation: true });
    documents.set(query, document);
    return document;
  }

  return async (query: PartQuery, request: PartRequest): Promise<ExecutionResult> => {
    const report = (error: unknown) =>
      log.error({ err: error, part: part.subgraph.name, requestId: request.requestId }, 'unexpected error');
    try {
      const context = await part.context(request);
      const result = await execute({
        schema: part.subgraph.schema,
        document: documentOf(query.query),
        variableValues: query.variables ?? {},
        ...(query.operationName === undefined ? {} : { operationName: query.operationName }),
        contextValue: context,
      });
      const recorded = await recordReadings(context);
      if (recorded) request.recorded?.push(recorded);
      if (!result.errors) return result;
      return { ...result, errors: result.errors.map((error) => toClientError(error, report)) };
    } catch (error) {
      const wrapped = new GraphQLError('failed', {
        originalError: error instanceof Error ? error : new Error(String(error)),
      });
      return { data: null, errors: [toClientError(wrapped, report)] };
    }
  };
}
export type InProcessExecutor = ReturnType<typeof inProcessExecutor>;
