import { createServer, type Server } from 'node:http';
import { composeServices } from '@apollo/composition';
import type { FastifyInstance } from 'fastify';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveGraphQL } from '../../gateway/http/graphql.ts';
import { createGateway } from '../../gateway/supergraph/gateway.ts';
import { createLog } from '../../platform/log/log.ts';
import { plainServer } from './plain-server.ts';

describe('what nobody waits for any more', () => {
  let part: Server;
  let front: FastifyInstance;
  let stop: () => Promise<void>;
  let url: string;
  /** What the part was asked, and which of it was broken off by the gateway. */
  const asked: string[] = [];
  const brokenOff: string[] = [];

  beforeAll(async () => {
    part = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => {
        body += data;
      });
      request.on('end', () => asked.push(body));
      response.on('close', () => {
        if (!response.writableFinished) brokenOff.push(body);
      });
      const answer = { data: { slow: 1, act: 1 } };
      setTimeout(
        () => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)),
        1_500,
      );
    });
    await new Promise<void>((resolve) => part.listen(0, '127.0.0.1', resolve));
    const address = part.address();
    const partUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/graphql`;
    const typeDefs = parse('type Query { slow: Int } type Mutation { act: Int }');
    const { supergraphSdl } = composeServices([{ name: 'slow', typeDefs, url: partUrl }]);
    const log = createLog('silent');
    const { server, port } = await plainServer({}, async (routes) => {
      stop = await serveGraphQL(routes, {
        serve: { gateway: createGateway(supergraphSdl ?? '', () => ({ url: partUrl })) },
        tokens: null,
        tokenRequired: () => false,
        rates: null,
        allowedOrigins: [],
        introspection: () => true,
        limited: false,
        safeList: null,
        log,
      });
    });
    front = server;
    url = `http://127.0.0.1:${port}`;
  });
  afterAll(async () => {
    await front.close();
    await stop();
    part.closeAllConnections();
    part.close();
  });

  async function askAndLeave(query: string, field: string): Promise<void> {
    const gone = new AbortController();
    const answer = fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: gone.signal,
    }).catch(() => undefined);
    await expect.poll(() => asked.some((text) => text.includes(field)), { timeout: 3_000 }).toBe(true);
    gone.abort();
    await answer;
  }

  it('a question is broken off at the part that works on it', async () => {
    await askAndLeave('{ slow }', 'slow');
    await expect.poll(() => brokenOff.length, { timeout: 1_000 }).toBe(1);
  });

  it('an act is not: it is done once it was asked for', async () => {
    await askAndLeave('mutation { act }', 'act');
    await new Promise((resolve) => setTimeout(resolve, 1_800));
    expect(brokenOff).toHaveLength(1);
    expect(asked.some((text) => text.includes('act'))).toBe(true);
  });
});
