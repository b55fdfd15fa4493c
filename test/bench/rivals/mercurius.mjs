// Mercurius with its gateway and JIT, as its documentation shows them. It reads the first version of federation.
import gatewayPlugin from '@mercuriusjs/gateway';
import Fastify from 'fastify';
import { served } from '../gateways/served.mjs';

const urls = JSON.parse(process.env.BENCH_FIRST_FEDERATION);
const app = Fastify();
app.register(gatewayPlugin, {
  jit: 1,
  gateway: {
    services: Object.entries(urls).map(([name, url]) => ({ name, url, keepAliveMaxTimeout: 60_000 })),
  },
});
await app.listen({ port: 0, host: '127.0.0.1' });
served(app.server.address().port);
