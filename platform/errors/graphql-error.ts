import { GraphQLError } from 'graphql';
import { Problem } from './problem.ts';

/** The problem behind a GraphQL error, however often executors and other copies of graphql wrapped it. */
function problemBehind(error: unknown): Problem | undefined {
  for (let current = error, depth = 0; current instanceof Error && depth < 10; depth++) {
    if (current instanceof Problem) return current;
    current = 'originalError' in current && current.originalError ? current.originalError : current.cause;
  }
  return undefined;
}

/** GraphQL's own complaint about an argument repeats the whole value, which may be about a person. */
function isUnreadableInput({ message, extensions }: GraphQLError): boolean {
  return extensions.code === undefined && /^(Argument|Variable) "/.test(message);
}

/**
 * The one place where what went wrong becomes what a client sees. A Problem keeps its code, field and message;
 * GraphQL's own complaints about the request stay as they are; everything else is ours and says nothing of the inside.
 */
export function toClientError(error: GraphQLError, report: (unexpected: unknown) => void): GraphQLError {
  const problem = problemBehind(error);
  const options = { nodes: error.nodes, source: error.source, positions: error.positions, path: error.path };
  if (problem) {
    const extensions = {
      ...problem.details,
      code: problem.code,
      intent: problem.intent,
      ...(problem.field === undefined ? {} : { field: problem.field }),
    };
    return new GraphQLError(problem.message, { ...options, extensions });
  }
  if (isUnreadableInput(error)) {
    const message = 'An argument has a value that cannot be read. Compare it with the types of the schema.';
    return new GraphQLError(message, { ...options, extensions: { code: 'BAD_USER_INPUT', intent: 'mend' } });
  }
  if (!error.originalError) return error;
  report(error.originalError);
  return new GraphQLError(
    'Something went wrong on our side. Try again; if it stays, tell the custodian when it happened.',
    {
      ...options,
      extensions: { code: 'INTERNAL_SERVER_ERROR', intent: 'ours' },
    },
  );
}
