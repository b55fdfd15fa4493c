import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AskAsCaller } from '../../gateway/http/ask-as-caller.ts';
import { exportRoutes } from '../../gateway/http/exports.ts';
import { Problem } from '../../platform/errors/problem.ts';
import { plainServer } from './plain-server.ts';

const piece = 'x'.repeat(1_000_000);
const pages = 60;

describe('an export of many pages', () => {
  let server: FastifyInstance;
  let port: number;
  let asked: number;
  let failsAt: number;
  beforeEach(async () => {
    asked = 0;
    failsAt = Number.POSITIVE_INFINITY;
    const ask: AskAsCaller = async (_asked, _query, _variables, shape) => {
      asked += 1;
      if (asked >= failsAt) throw new Problem('INTERNAL_SERVER_ERROR', 'A part cannot be reached.');
      const hasNextPage = asked < pages;
      return shape.parse({
        exportContacts: { text: piece, hasNextPage, endCursor: hasNextPage ? `${asked}` : null },
      });
    };
    const options = { ask, tokens: null, tokenRequired: () => false, rates: null, allowedOrigins: [] };
    ({ server, port } = await plainServer({}, async (routes) => {
      await routes.register(exportRoutes(options));
    }));
  });
  afterEach(() => server.close());

  it('is read no faster than its reader takes it, and not at all once the reader is gone', async () => {
    const response = await new Promise<import('node:http').IncomingMessage>((begun, failed) => {
      request({ port, path: '/export/contacts.vcf' }, (answer) => begun(answer.pause()))
        .on('error', failed)
        .end();
    });
    await delay(300);
    const before = asked;
    expect(before).toBeLessThan(30);
    await delay(200);
    expect(asked).toBe(before);
    response.destroy();
    await delay(200);
    expect(asked).toBeLessThanOrEqual(before + 1);
  });

  it('is whole for whoever takes it', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/export/contacts.vcf`);
    expect((await response.text()).length).toBe(pages * piece.length);
  });

  it('that breaks off is never taken for a whole one', async () => {
    failsAt = 3;
    const response = await fetch(`http://127.0.0.1:${port}/export/contacts.csv`);
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    failsAt = 0;
    expect((await fetch(`http://127.0.0.1:${port}/export/contacts.csv`)).status).toBe(500);
  });
});
