import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import helmet from 'helmet';

/** What a page of the product may load and do; everything that is not named is refused. */
export interface PagePolicy {
  readonly [directive: string]: readonly string[];
}

const nothing: PagePolicy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'none'"],
  'frame-ancestors': ["'none'"],
};

/** A page with its own style sheets and nothing else. */
export const plainPage: PagePolicy = { 'style-src': ["'self'"] };

const written = (policy: PagePolicy) =>
  Object.entries({ ...nothing, ...policy })
    .map(([directive, values]) => `${directive} ${values.join(' ')}`)
    .join('; ');

/** Answers with a page that may do what `policy` says, within what no page may. */
export function sendPage(reply: FastifyReply, html: string, policy: PagePolicy): FastifyReply {
  return reply.type('text/html; charset=utf-8').header('content-security-policy', written(policy)).send(html);
}

const oneYearSeconds = 365 * 24 * 60 * 60;

/** No page of this product has a use for any of these. */
const permissions = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ');

type Header = readonly [name: string, value: string];

/**
 * Headers of every answer.
 * @param secure whether people reach the server by HTTPS: browsers are then told to use nothing else
 */
export function securityHeaders(secure: boolean): readonly Header[] {
  return [
    ...helmetHeaders(secure),
    // Whatever is no fixed file of the product may hold data.
    ['cache-control', 'no-store'],
    ['permissions-policy', permissions],
  ];
}

/** They are set on the raw answer, so that what is mounted beside fastify carries them too. */
export function sendSecurityHeaders(server: FastifyInstance, headers: readonly Header[]): void {
  server.addHook('onRequest', (_request, reply, done) => {
    for (const [name, value] of headers) reply.raw.setHeader(name, value);
    done();
  });
}

/** What helmet sets, which is the same for every answer: it is asked once. */
function helmetHeaders(secure: boolean): Header[] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  const set = helmet({
    contentSecurityPolicy: { useDefaults: false, directives: mutable(nothing) },
    strictTransportSecurity: secure ? { maxAge: oneYearSeconds, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
  set(request, response, (error) => {
    if (error) throw error;
  });
  return response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]);
}

const mutable = (policy: PagePolicy) =>
  Object.fromEntries(Object.entries(policy).map(([directive, values]) => [directive, [...values]]));
