import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { RenewedCertificate } from './certificate.ts';

/** How long a client may take, in milliseconds. */
export interface ClientPatience {
  /** For the head of a request, from the connection's first byte or, where none comes, from its start. */
  readonly headers: number;
  /** For the whole of a request, body included, however steadily it drips. */
  readonly request: number;
  /** Between requests on a connection that is kept. */
  readonly idle: number;
}

export const clientPatience: ClientPatience = { headers: 10_000, request: 30_000, idle: 65_000 };

// What Mozilla's "intermediate" configuration names (version 5.7): forward secrecy and authenticated encryption alone.
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
].join(':');

/** A server that waits for nobody for ever; by TLS 1.2 or 1.3 where there is a certificate. */
export function createListener(
  handler: RequestListener,
  certificate: RenewedCertificate | null,
  patience: ClientPatience,
): Server {
  const options: ServerOptions = {
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    keepAliveTimeout: patience.idle,
    connectionsCheckingInterval: Math.min(1000, patience.headers),
  };
  if (!certificate) return createServer(options, handler);
  const server = createTlsServer(
    {
      ...options,
      ...certificate.current(),
      minVersion: 'TLSv1.2',
      ciphers,
      honorCipherOrder: true,
      handshakeTimeout: patience.headers,
    },
    handler,
  );
  certificate.onRenewal((pair) => server.setSecureContext({ ...pair, minVersion: 'TLSv1.2', ciphers }));
  return server;
}
