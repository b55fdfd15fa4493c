import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The strong validator of an answer (RFC 9110, 8.8.3): another text has another. */
const entityTagOf = (body: string | Buffer): string =>
  `"${createHash('sha256').update(body).digest('base64url')}"`;

/** Whether who asks has that very answer already, as an If-None-Match header says (RFC 9110, 13.1.2). */
function hasAlready(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  return ifNoneMatch.split(',').some((each) => each.trim().replace(/^W\//, '') === tag);
}

/**
 * Before an answer to GET leaves: it is tagged, and not sent to who says to have the same. It was made, or found to be still so, and
 * recorded like any other. That no cache may store it stays as it is: the tag is for programs that keep what they were answered.
 */
export async function notModified(
  { headers, method }: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
): Promise<unknown> {
  if (method !== 'GET' || reply.statusCode !== 200) return body;
  if (typeof body !== 'string' && !Buffer.isBuffer(body)) return body;
  const tag = entityTagOf(body);
  reply.header('etag', tag);
  reply.header('vary', 'Origin, Accept, Authorization');
  if (!hasAlready(headers['if-none-match'], tag)) return body;
  reply.code(304);
  reply.removeHeader('content-type');
  reply.removeHeader('content-length');
  return null;
}
