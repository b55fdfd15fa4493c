import type { FastifyReply, FastifyRequest } from 'fastify';
import type { OpenSample } from '../contract.ts';

/** Hands a request to the sample and its answer to the client, in the directory's own transport. */
export async function serveSource(
  sample: OpenSample,
  path: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  const response = await sample.handle({
    method: request.method,
    path,
    query: new URL(request.url, 'http://localhost').searchParams,
    headers,
    body: typeof request.body === 'string' ? request.body : '',
  });
  reply.code(response.status).headers(response.headers);
  if (response.status === 304) return reply.send();
  if (!response.headers['content-type']) reply.type('text/plain; charset=utf-8');
  return reply.send(typeof response.body === 'string' ? response.body : Buffer.from(response.body));
}
