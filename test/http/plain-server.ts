import type { FastifyInstance } from 'fastify';
import type { ClientPatience } from '../../gateway/http/listener.ts';
import { clientPatience } from '../../gateway/http/listener.ts';
import { createServer } from '../../gateway/http/server.ts';
import { readConfig } from '../../platform/config/config.ts';
import { createLog, type Log } from '../../platform/log/log.ts';
import { createMetrics } from '../../platform/metrics/metrics.ts';

/** The product's HTTP server without the product behind it. */
export async function plainServer(
  variables: Readonly<Record<string, string>>,
  routes: (server: FastifyInstance) => void | Promise<void> = () => undefined,
  patience: ClientPatience = clientPatience,
  log: Log = createLog('silent'),
): Promise<{ server: FastifyInstance; port: number }> {
  const server = await createServer(readConfig(variables), log, createMetrics(), patience);
  server.get('/hello', async (request) => ({ ip: request.ip, protocol: request.protocol }));
  await routes(server);
  await server.listen({ port: 0, host: '127.0.0.1' });
  const address = server.server.address();
  if (!address || typeof address === 'string') throw new Error('no port');
  return { server, port: address.port };
}
