import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, visit } from 'graphql';

/** Fields that tell the schema itself. */
const tellsTheSchema: ReadonlySet<string> = new Set(['__schema', '__type', '_service']);

/** Refuses questions for the schema itself, except to those who may know it. */
export function introspectionFor<Context extends object>(
  mayKnow: (context: Context) => boolean,
): ApolloServerPlugin<Context> {
  const asked = new WeakMap<DocumentNode, boolean>();
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, contextValue }) => {
        let asks = asked.get(document);
        if (asks === undefined) {
          asks = asksForTheSchema(document);
          asked.set(document, asks);
        }
        if (!asks || mayKnow(contextValue)) return;
        throw new GraphQLError('The schema is not told here. The documentation describes the API.', {
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED', http: { status: 400 } },
        });
      },
    }),
  };
}

function asksForTheSchema(document: DocumentNode): boolean {
  let asks = false;
  visit(document, {
    Field: ({ name }) => {
      if (tellsTheSchema.has(name.value)) asks = true;
    },
  });
  return asks;
}
