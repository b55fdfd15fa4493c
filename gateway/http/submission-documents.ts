import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { badInput, notFound, Problem } from '../../platform/errors/problem.ts';
import { documentFileName, mostDocumentBytes } from '../../subgraphs/directory/schema.ts';
import { answerFailure, answerProblem } from './answers.ts';
import type { AskAsCaller } from './ask-as-caller.ts';
import { allowOrigins } from './cross-origin.ts';
import { admission, type DoorOptions, guardDoor } from './door.ts';

interface DocumentRouteOptions extends Omit<DoorOptions, 'tokenRequired'> {
  /** The global directory, asked in the name of whoever asks: who may is decided there. */
  readonly ask: AskAsCaller;
  readonly allowedOrigins: readonly string[];
}

const Uploaded = z.object({
  uploadSubmissionDocument: z.object({
    id: z.string(),
    name: z.string(),
    mediaType: z.string(),
    bytes: z.number(),
    sha256: z.string(),
  }),
});
const uploadMutation = `mutation ($name: String!, $content: String!) {
  uploadSubmissionDocument(name: $name, content: $content) { id name mediaType bytes sha256 } }`;

const Read = z.object({
  submissionDocument: z.object({
    content: z.string(),
    document: z.object({ name: z.string(), mediaType: z.string() }),
  }),
});
const readQuery = `query ($submission: ID!) {
  submissionDocument(submission: $submission) { content document { name mediaType } } }`;

const Named = z.object({ name: z.string().min(1) });
const OfSubmission = z.object({ id: z.string() });

/**
 * The documents of notes verbales as files: POST /submissions/documents?name=… with the file itself, whatever type is said of it;
 * GET /submissions/ID/document gives it back as a file to be saved, and never as something to be shown.
 */
export function submissionDocumentRoutes(options: DocumentRouteOptions): FastifyPluginAsync {
  const { ask } = options;
  return async (scope) => {
    allowOrigins(scope, options.allowedOrigins);
    guardDoor(scope, admission({ ...options, tokenRequired: () => true }));
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.setErrorHandler(answerTooLarge);
    scope.post('/submissions/documents', { bodyLimit: mostDocumentBytes }, (request, reply) =>
      answering(reply, async () => {
        const name = Named.safeParse(request.query).data?.name;
        if (name === undefined) throw badInput('name', 'Say the name of the file: ?name=note.pdf');
        const content = Buffer.isBuffer(request.body) ? request.body.toString('base64') : '';
        const asked = askedFor(request, 'mutation uploadSubmissionDocument');
        const { uploadSubmissionDocument } = await ask(asked, uploadMutation, { name, content }, Uploaded);
        return reply.code(201).send(uploadSubmissionDocument);
      }),
    );
    scope.get('/submissions/:id/document', { exposeHeadRoute: false }, (request, reply) =>
      answering(reply, async () => {
        const submission = OfSubmission.safeParse(request.params).data?.id;
        if (submission === undefined) throw notFound('There is no such submission.');
        const asked = askedFor(request, 'query submissionDocument');
        const { submissionDocument } = await ask(asked, readQuery, { submission }, Read);
        const { document, content } = submissionDocument;
        const file = documentFileName(document);
        return reply
          .type(document.mediaType)
          .header(
            'content-disposition',
            `attachment; filename="${file.plain}"; filename*=UTF-8''${file.encoded}`,
          )
          .header('content-security-policy', "sandbox; default-src 'none'")
          .header('cache-control', 'no-store')
          .send(Buffer.from(content, 'base64'));
      }),
    );
  };
}

const askedFor = ({ headers: { authorization }, id }: FastifyRequest, operation: string) => ({
  authorization,
  requestId: id,
  operation,
});

async function answering(reply: FastifyReply, answer: () => Promise<FastifyReply>): Promise<FastifyReply> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof Problem) return answerProblem(error, reply);
    throw error;
  }
}

function answerTooLarge(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.statusCode !== 413) {
    answerFailure(error, request, reply);
    return;
  }
  const problem = badInput('content', `Keep the document under ${mostDocumentBytes / 1_000_000} MB.`);
  const { message, code, intent, field } = problem;
  void reply.code(413).send({ errors: [{ message, extensions: { code, intent, field } }] });
}
