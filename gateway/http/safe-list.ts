import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, Kind, parse, print, separateOperations } from 'graphql';
import { z } from 'zod';
import { ConfigurationError } from '../../platform/config/config.ts';

/** The operations an operator has looked at; where there is a list, nothing else is run. */
export interface SafeList {
  /** The text of the operation listed under this id or hash. */
  text(id: string): string | undefined;
  holds(document: DocumentNode): boolean;
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** One spelling of a document, whatever its spaces and comments. */
export const normalised = (document: DocumentNode) => print(document);

/** The form of Apollo's manifest of persisted queries, which client tools write too. */
const Manifest = z.looseObject({
  operations: z.array(
    z.looseObject({ id: z.string().optional(), name: z.string().optional(), body: z.string() }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

/**
 * @param file a manifest (JSON: `{ "operations": [{ "id", "name", "body" }] }`) or a GraphQL document with any number of operations
 * @throws ConfigurationError where it cannot be read
 */
export function readSafeList(file: string): SafeList {
  try {
    const text = readFileSync(file, 'utf8');
    const listed =
      text.trimStart().startsWith('{') && isJson(text)
        ? Manifest.parse(JSON.parse(text)).operations
        : [{ body: text }];
    return safeListOf(listed);
  } catch (cause) {
    const why =
      cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : cause;
    throw new ConfigurationError(`SAFE_LISTED_OPERATIONS: ${file} cannot be used: ${why}`);
  }
}

export function safeListOf(
  listed: readonly { readonly id?: string | undefined; readonly body: string }[],
): SafeList {
  const byId = new Map<string, string>();
  const hashes = new Set<string>();
  for (const { id, body } of listed) {
    const whole = parse(body);
    if (id !== undefined) byId.set(id, body);
    byId.set(sha256(body), body);
    for (const document of [whole, ...Object.values(separateOperations(whole))]) {
      const text = normalised(document);
      hashes.add(sha256(text));
      byId.set(sha256(text), text);
    }
  }
  const known = new WeakMap<DocumentNode, boolean>();
  return {
    text: (id) => byId.get(id.replace(/^sha256:/, '')),
    holds(document) {
      let held = known.get(document);
      if (held === undefined) {
        held = hashes.has(sha256(normalised(document)));
        known.set(document, held);
      }
      return held;
    },
  };
}

/** The operations of documents, one by one, as a manifest holds them. */
export function manifestOf(documents: readonly DocumentNode[]): Manifest {
  const all: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: documents.flatMap(({ definitions }) => definitions),
  };
  const operations = Object.entries(separateOperations(all)).map(([name, document]) => {
    const body = normalised(document);
    return { id: sha256(body), name, body };
  });
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const Identified = z.object({
  query: z.union([z.null(), z.literal('')]).optional(),
  documentId: z.string().optional(),
  extensions: z
    .looseObject({ persistedQuery: z.looseObject({ sha256Hash: z.string() }).optional() })
    .nullish(),
});

/** A request that names a listed operation by its id is given that operation's text; any other is left as it is. */
export function withListedText(body: unknown, list: SafeList): unknown {
  const parsed = Identified.safeParse(body);
  if (!parsed.success || typeof body !== 'object') return body;
  const { documentId, extensions } = parsed.data;
  const query = list.text(documentId ?? extensions?.persistedQuery?.sha256Hash ?? '');
  if (query === undefined) return body;
  const { persistedQuery: _named, ...others } = extensions ?? {};
  return { ...body, query, extensions: others };
}

/** Runs what is listed and nothing else, whoever asks. */
export function onlyListed(list: SafeList): ApolloServerPlugin {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document }) => {
        if (list.holds(document)) return;
        throw new GraphQLError(
          'This operation is not on the list of operations that may be run here. Ask the custodian to add it.',
          { extensions: { code: 'FORBIDDEN', intent: 'mend', http: { status: 403 } } },
        );
      },
    }),
  };
}
