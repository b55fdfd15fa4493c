import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../platform/config/config.ts';
import { selfSigned } from '../support/certificate.ts';
import { plainServer } from './plain-server.ts';

describe('served by TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-tls-'));
  const files = { TLS_CERT_FILE: join(folder, 'cert.pem'), TLS_KEY_FILE: join(folder, 'key.pem') };
  const first = selfSigned('first.example');
  let server: FastifyInstance;
  let port: number;
  const place = ({ certificate, key }: ReturnType<typeof selfSigned>) => {
    writeFileSync(files.TLS_CERT_FILE, certificate);
    writeFileSync(files.TLS_KEY_FILE, key);
  };

  beforeAll(async () => {
    place(first);
    ({ server, port } = await plainServer(files));
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const get = (options: RequestOptions) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(
      (resolve, reject) => {
        const asked = request({ host: '127.0.0.1', port, path: '/hello', ...options }, (response) => {
          let body = '';
          response.on('data', (data) => {
            body += data;
          });
          response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
        });
        asked.on('error', reject).end();
      },
    );

  const handshake = (version: SecureVersion, ciphers?: string) =>
    new Promise<TLSSocket>((resolve, reject) => {
      const socket = connect(
        {
          host: '127.0.0.1',
          port,
          ca: first.certificate,
          minVersion: version,
          maxVersion: version,
          ...(ciphers ? { ciphers } : {}),
        },
        () => resolve(socket),
      );
      socket.on('error', reject);
    });

  it('it answers who trusts its certificate, and tells browsers to come by HTTPS alone', async () => {
    const { status, headers, body } = await get({ ca: first.certificate });
    expect(status).toBe(200);
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000/);
    expect(JSON.parse(body)).toMatchObject({ protocol: 'https' });
  });

  it('it speaks TLS 1.2 and 1.3 with forward secrecy, and nothing older or weaker', async () => {
    for (const version of ['TLSv1.2', 'TLSv1.3'] as const) (await handshake(version)).destroy();
    for (const version of ['TLSv1', 'TLSv1.1'] as const)
      await expect(handshake(version, 'DEFAULT@SECLEVEL=0')).rejects.toThrow();
    for (const ciphers of ['AES128-SHA', 'AES256-GCM-SHA384', 'ECDHE-ECDSA-AES128-SHA'])
      await expect(handshake('TLSv1.2', ciphers)).rejects.toThrow();
  });

  it('it takes up a renewed certificate without a restart, once both files fit together', async () => {
    const served = async () => {
      const socket = await handshakeOfAny();
      const name = new X509Certificate(socket.getPeerCertificate().raw).subject;
      socket.destroy();
      return name;
    };
    const handshakeOfAny = () =>
      new Promise<TLSSocket>((resolve, reject) => {
        const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false }, () => resolve(socket));
        socket.on('error', reject);
      });
    const second = selfSigned('second.example');
    writeFileSync(files.TLS_CERT_FILE, second.certificate);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(await served()).toBe('CN=first.example');
    writeFileSync(files.TLS_KEY_FILE, second.key);
    await expect.poll(served, { timeout: 10_000, interval: 200 }).toBe('CN=second.example');
    place(first);
    await expect.poll(served, { timeout: 10_000, interval: 200 }).toBe('CN=first.example');
  });

  it('a setting that cannot be used is refused at the start, by its name', async () => {
    expect(() => readConfig({ TLS_CERT_FILE: 'cert.pem' })).toThrow(
      /TLS_CERT_FILE and TLS_KEY_FILE go together/,
    );
    await expect(plainServer({ ...files, TLS_KEY_FILE: join(folder, 'none.pem') })).rejects.toThrow(
      /TLS_KEY_FILE/,
    );
    const other = join(folder, 'other.pem');
    writeFileSync(other, selfSigned('other.example').key);
    await expect(plainServer({ ...files, TLS_KEY_FILE: other })).rejects.toThrow(
      /TLS_CERT_FILE and TLS_KEY_FILE/,
    );
  });
});

describe('behind a proxy', () => {
  const hello = async (variables: Record<string, string>, headers: Record<string, string>) => {
    const { server, port } = await plainServer({ HOST: '127.0.0.1', ...variables });
    const response = await fetch(`http://127.0.0.1:${port}/hello`, { headers });
    const body = await response.json();
    await server.close();
    return { body, headers: response.headers };
  };
  const forwarded = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };

  it('the proxy is believed about the address and the protocol of the client', async () => {
    for (const TRUSTED_PROXY of ['127.0.0.1', '10.0.0.0/8, 127.0.0.0/8'])
      expect((await hello({ TRUSTED_PROXY }, forwarded)).body).toEqual({
        ip: '203.0.113.9',
        protocol: 'https',
      });
  });

  it('nobody else is believed, nor what the client told the proxy', async () => {
    expect((await hello({}, forwarded)).body).toEqual({ ip: '127.0.0.1', protocol: 'http' });
    expect((await hello({ TRUSTED_PROXY: '10.0.0.7' }, forwarded)).body).toEqual({
      ip: '127.0.0.1',
      protocol: 'http',
    });
    const chain = { ...forwarded, 'x-forwarded-for': '198.51.100.1, 203.0.113.9' };
    expect((await hello({ TRUSTED_PROXY: '127.0.0.1' }, chain)).body).toMatchObject({ ip: '203.0.113.9' });
  });

  it('browsers are told to come by HTTPS alone in production, or where that is the public address', async () => {
    const hsts = async (variables: Record<string, string>) =>
      (await hello(variables, {})).headers.get('strict-transport-security');
    expect(await hsts({})).toBeNull();
    expect(await hsts({ TRUSTED_PROXY: '127.0.0.1' })).toBeNull();
    expect(await hsts({ NODE_ENV: 'production', TRUSTED_PROXY: '127.0.0.1' })).toMatch(/max-age/);
    expect(await hsts({ PUBLIC_URL: 'https://crosspoint.example/' })).toMatch(/max-age/);
  });

  it.each([
    ['TRUSTED_PROXY', 'all'],
    ['TRUSTED_PROXY', '10.0.0.0/40'],
    ['ALLOWED_ORIGINS', '*'],
    ['ALLOWED_ORIGINS', 'https://portal.example/path'],
    ['PUBLIC_URL', 'crosspoint.example'],
    ['METRICS_TOKEN', 'short'],
    ['RATE_LIMIT_ACCOUNT', 'often'],
  ])('a setting that cannot be used is refused by its name: %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(new RegExp(name));
  });
});
