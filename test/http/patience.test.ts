import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestLife } from '../../gateway/http/request-life.ts';
import { plainServer } from './plain-server.ts';

const patience = { headers: 600, request: 1_200, idle: 500 };

describe('a client that takes its time', () => {
  let server: FastifyInstance;
  let port: number;
  const ended: string[] = [];
  beforeAll(async () => {
    const answer = async (reply: FastifyReply, name: string, milliseconds: number) => {
      const life = requestLife(reply.raw, milliseconds);
      life.onEnd(() => ended.push(name));
      await new Promise((resolve) => setTimeout(resolve, 400));
      return { done: true };
    };
    ({ server, port } = await plainServer(
      {},
      (routes) => {
        routes.post('/body', async () => ({ done: true }));
        routes.get('/long', async (_request, reply) => answer(reply, 'long', 10_000));
        routes.get('/over', async (_request, reply) => answer(reply, 'over', 100));
      },
      patience,
    ));
  });
  afterAll(() => server.close());

  /** Sends a piece each 100 ms. @returns what came back and after how many ms the server hung up */
  async function drip(pieces: Iterable<string>): Promise<{ answer: string; after: number }> {
    const began = Date.now();
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString();
    });
    socket.on('error', () => undefined);
    const closed = once(socket, 'close');
    const iterator = pieces[Symbol.iterator]();
    const timer = setInterval(() => {
      const piece = iterator.next();
      if (!piece.done && socket.writable) socket.write(piece.value);
    }, 100);
    await closed;
    clearInterval(timer);
    return { answer, after: Date.now() - began };
  }

  function* dripping(start: string, piece: string): Generator<string> {
    yield start;
    for (let count = 0; count < 200; count++) yield piece;
  }

  it('with the head of a request is hung up on', async () => {
    const { answer, after } = await drip(dripping('GET /hello HTTP/1.1\r\nHost: a\r\n', 'X-A: b\r\n'));
    expect(answer).toMatch(/^HTTP\/1.1 408/);
    expect(after).toBeLessThan(4_000);
  });

  it('with the body is hung up on, however steadily it drips', async () => {
    const head =
      'POST /body HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"query":"';
    const { answer, after } = await drip(dripping(head, 'x'));
    expect(answer).not.toMatch(/200 OK/);
    expect(after).toBeLessThan(5_000);
  });

  it('and says nothing at all is hung up on', async () => {
    expect((await drip([])).after).toBeLessThan(4_000);
  });

  it('between requests is hung up on', async () => {
    const { answer, after } = await drip(['GET /hello HTTP/1.1\r\nHost: a\r\n\r\n']);
    expect(answer).toMatch(/^HTTP\/1.1 200/);
    expect(after).toBeLessThan(4_000);
  });

  it('does not keep others waiting, in hundreds', async () => {
    const slow: Socket[] = Array.from({ length: 400 }, () => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET /hello HTTP/1.1\r\nHost: a\r\nX-A: '),
      );
      return socket.on('error', () => undefined).resume();
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = Date.now();
    expect((await fetch(`http://127.0.0.1:${port}/hello`)).status).toBe(200);
    expect(Date.now() - began).toBeLessThan(1_000);
    await Promise.all(slow.map((socket) => socket.closed || once(socket, 'close')));
  });

  it('and goes away is waited for no longer', async () => {
    const gone = new AbortController();
    const asked = fetch(`http://127.0.0.1:${port}/long`, { signal: gone.signal }).catch(() => 'gone');
    await new Promise((resolve) => setTimeout(resolve, 100));
    gone.abort();
    expect(await asked).toBe('gone');
    await expect.poll(() => ended, { timeout: 300, interval: 10 }).toContain('long');
  });

  it('is worked for only so long; one that is answered was in time', async () => {
    expect((await fetch(`http://127.0.0.1:${port}/over`)).status).toBe(200);
    expect(ended.filter((name) => name === 'over')).toHaveLength(1);
    const before = ended.length;
    expect((await fetch(`http://127.0.0.1:${port}/long`)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(ended.slice(before)).toEqual([]);
  });
});
