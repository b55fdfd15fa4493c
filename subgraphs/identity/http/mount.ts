import type { FastifyPluginAsync } from 'fastify';
import type { RunningProvider } from '../provider/running.ts';
import type { Site } from './visit.ts';

/** The provider's own addresses: everything below /oidc that no page of the product's has. */
export function providerRoutes(running: RunningProvider, site: Site, publicUrl: string): FastifyPluginAsync {
  const { host, protocol } = new URL(publicUrl);
  return async (scope) => {
    // The provider reads bodies itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all('/oidc/*', (request, reply) => {
      reply.hijack();
      const { raw } = request;
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value);
      const path = (raw.url ?? '/oidc/').slice('/oidc'.length);
      Object.assign(raw, { url: path, originalUrl: `${site.base}/oidc${path}` });
      raw.headers.host = host;
      raw.headers['x-forwarded-proto'] = protocol.replace(':', '');
      raw.headers['x-forwarded-for'] = request.ip;
      delete raw.headers['x-forwarded-host'];
      void running.current().callback()(raw, reply.raw);
    });
  };
}
