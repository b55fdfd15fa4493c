import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';

/** Takes a request before Fastify reads it. @returns false where it leaves it to Fastify */
export type Take = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What of a server is there before Fastify. */
export interface Front {
  /** Headers of every answer. */
  readonly headers: readonly (readonly [string, string])[];
  readonly requestId: (request: IncomingMessage) => string;
  /** Whose request it is: behind proxies that are trusted, what they say. */
  readonly address: (request: IncomingMessage) => string;
  /** Counts and logs an answer that was sent. */
  readonly sent: (requestId: string, milliseconds: number) => void;
  /** Whom a request is given that was taken, and is not answered after all. */
  fastify: RequestListener;
  /** Null where nobody counts by address. @throws Problem where it is too many */
  countAddress: ((address: string) => Promise<void>) | null;
  /** Null where every request goes to Fastify. */
  take: Take | null;
}

const fronts = new WeakMap<object, Front>();

export function putFront(server: Server, front: Front): void {
  fronts.set(server, front);
}

export function frontOf(server: object): Front {
  const front = fronts.get(server);
  if (!front) throw new Error('This HTTP server was not made by createServer.');
  return front;
}
