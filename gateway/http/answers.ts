import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem, ProblemCode } from '../../platform/errors/problem.ts';

/** Plain words for what HTTP itself refuses. None repeats what was sent: it may be about a person, or be a secret. */
const sentences: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'There is nothing here.',
  405: 'This address does not take that method.',
  406: 'Answers are JSON: send accept: application/json, or leave it out.',
  413: 'The body is too large. At most 1 MB goes in one request.',
  415: 'The body must be JSON: send content-type: application/json.',
  431: 'The head of the request is too large.',
  503: 'The server is stopping. Try again in a minute.',
};
const ours = 'Something went wrong on our side. Try again.';

const sentence = (status: number) => sentences[status] ?? (status < 500 ? 'The request was refused.' : ours);

/** A status of a client's fault as the error gives it; anything else is ours. */
function statusOf(error: unknown): number {
  const given = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof given === 'number' && given >= 400 && given < 600 ? given : 500;
}

const sendPlain = (reply: FastifyReply, status: number) =>
  reply
    .code(status)
    .type('text/plain; charset=utf-8')
    .send(`${sentence(status)}\n`);

export function answerNotFound(_request: FastifyRequest, reply: FastifyReply): void {
  void sendPlain(reply, 404);
}

export function answerFailure(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = statusOf(error);
  if (status >= 500 && status !== 503) request.log.error({ err: error }, 'unexpected error');
  void sendPlain(reply, status);
}

/** A body that is no JSON, or too large, never reaches GraphQL; its answer has GraphQL's form all the same. */
export function answerUnreadable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = statusOf(error);
  if (status >= 500 && status !== 503) request.log.error({ err: error }, 'unexpected error');
  const mend = status < 500 ? ' Send {"query": "…"} as application/json, up to 1 MB.' : '';
  const extensions =
    status < 500
      ? { code: 'BAD_USER_INPUT', intent: 'mend' }
      : { code: 'INTERNAL_SERVER_ERROR', intent: status === 503 ? 'retry' : 'ours' };
  void reply.code(status).send({ errors: [{ message: `${sentence(status)}${mend}`, extensions }] });
}

/** Whoever takes no answer of ours is refused before anything is done. */
export function answerUnacceptable(reply: FastifyReply): FastifyReply {
  const extensions = { code: 'BAD_USER_INPUT', intent: 'mend' };
  return reply.code(406).send({ errors: [{ message: sentence(406), extensions }] });
}

const statuses: Readonly<Record<ProblemCode, number>> = {
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
};

/** Refuses a request to /graphql before it is read, in GraphQL's form and with HTTP's status (RFC 6750, RFC 6585). */
export function answerProblem(problem: Problem, reply: FastifyReply): FastifyReply {
  const { code, intent, message, details } = problem;
  if (code === 'UNAUTHENTICATED') reply.header('www-authenticate', 'Bearer error="invalid_token"');
  if (typeof details.retryAfter === 'number') reply.header('retry-after', details.retryAfter);
  return reply.code(statuses[code]).send({ errors: [{ message, extensions: { ...details, code, intent } }] });
}
