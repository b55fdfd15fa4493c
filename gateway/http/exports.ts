import { Readable } from 'node:stream';
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badInput, Problem } from '../../platform/errors/problem.ts';
import { ContactFunction, contactFunctions } from '../../platform/vocabulary/terms.ts';
import { type ExportFile, exportFiles } from '../../subgraphs/directory/schema.ts';
import { answerProblem } from './answers.ts';
import type { AskAsCaller } from './ask-as-caller.ts';
import { allowOrigins } from './cross-origin.ts';
import { admission, type DoorOptions, guardDoor } from './door.ts';

interface ExportRouteOptions extends DoorOptions {
  /** The global directory, asked in the name of whoever asks. */
  readonly ask: AskAsCaller;
  readonly allowedOrigins: readonly string[];
}

const Page = z.object({
  exportContacts: z.object({
    text: z.string(),
    hasNextPage: z.boolean(),
    endCursor: z.string().nullable(),
  }),
});
type Page = z.infer<typeof Page>['exportContacts'];

const pageQuery = `query ($format: ContactFormat!, $states: [ID!], $function: ContactFunction, $after: String) {
  exportContacts(format: $format, states: $states, function: $function, after: $after) { text hasNextPage endCursor } }`;

const texts = z.union([z.string(), z.array(z.string())]).transform((given) => [given].flat());
const Asked = z.strictObject({
  state: texts
    .transform((given) => given.flatMap((list) => list.split(',')).filter((code) => code.trim() !== ''))
    .optional(),
  function: z.preprocess(
    (given) => (typeof given === 'string' ? given.toUpperCase() : given),
    ContactFunction.optional(),
  ),
});

/** Files of contacts: read page by page while the reader takes them, and never held whole. */
export function exportRoutes(options: ExportRouteOptions): FastifyPluginAsync {
  return async (scope) => {
    allowOrigins(scope, options.allowedOrigins);
    guardDoor(scope, admission(options));
    for (const file of exportFiles)
      scope.get(file.path, { exposeHeadRoute: false }, (request, reply) =>
        sendExport(file, request, reply, options.ask),
      );
  };
}

async function sendExport(
  { format, mediaType, ending }: ExportFile,
  request: FastifyRequest,
  reply: FastifyReply,
  ask: AskAsCaller,
): Promise<FastifyReply> {
  const asked = {
    authorization: request.headers.authorization,
    requestId: request.id,
    operation: 'query exportContacts',
  };
  try {
    const { state: states, function: wanted } = askedFor(request.query);
    const page = async (after: string | null) => {
      const variables = { format, states: states ?? null, function: wanted ?? null, after };
      return (await ask(asked, pageQuery, variables, Page)).exportContacts;
    };
    // What is to be refused is refused before anything is answered.
    const first = await page(null);
    const only = states?.length === 1 ? `-${states[0]?.trim().toUpperCase()}` : '';
    return await reply
      .type(mediaType)
      .header('content-disposition', `attachment; filename="contacts${only}.${ending}"`)
      .send(Readable.from(pieces(first, page), { objectMode: false, highWaterMark: heldBack }));
  } catch (error) {
    if (error instanceof Problem) return answerProblem(error, reply);
    throw error;
  }
}

/** So many octets wait for a slow reader; until it takes them, no further page is read. */
const heldBack = 65_536;

async function* pieces(first: Page, page: (after: string) => Promise<Page>): AsyncGenerator<Buffer> {
  for (let next = first; ; next = await page(next.endCursor)) {
    if (next.text !== '') yield Buffer.from(next.text);
    if (!next.hasNextPage || next.endCursor === null) return;
  }
}

/** @throws Problem BAD_USER_INPUT */
function askedFor(query: unknown): z.infer<typeof Asked> {
  const asked = Asked.safeParse(query);
  if (asked.success) return asked.data;
  const field = String(asked.error.issues[0]?.path[0] ?? 'query');
  throw badInput(
    field,
    `Narrow an export by "state" (codes such as EST, parted by commas) and "function" (one of ${contactFunctions.join(', ')}), and by nothing else.`,
  );
}
