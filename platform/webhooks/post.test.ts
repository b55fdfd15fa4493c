import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answers, type WebhookReceiver, webhookReceiver } from '../../test/support/webhook-receiver.ts';
import { webhookNetwork } from './network.ts';
import { postWebhook } from './post.ts';

const unasked = async (): Promise<readonly string[]> => {
  throw new Error('not to be asked');
};

describe('calling an endpoint', () => {
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    receiver = await webhookReceiver();
  });
  afterEach(() => receiver.close());

  const post = (url: string, network = webhookNetwork(true, unasked), timeoutMilliseconds = 2000) =>
    postWebhook(
      { url, headers: { 'content-type': 'application/json' }, body: '{"é":1}', timeoutMilliseconds },
      network,
      new AbortController().signal,
    );

  it.each([200, 202, 204, 299])('is taken by %i', async (status) => {
    receiver.answer = answers(status);
    expect(await post(receiver.url)).toEqual({ kind: 'accepted', status });
    expect(receiver.calls).toMatchObject([{ path: '/hook', body: '{"é":1}' }]);
  });

  it.each([400, 404, 429, 500, 503])('fails by %i', async (status) => {
    receiver.answer = answers(status);
    expect(await post(receiver.url)).toMatchObject({ kind: 'failed', status });
  });

  it('learns that an endpoint is gone for good', async () => {
    receiver.answer = answers(410);
    expect(await post(receiver.url)).toMatchObject({ kind: 'gone', status: 410 });
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect (%i), least of all to loopback', async (status) => {
    const inner = await webhookReceiver();
    receiver.answer = answers(status, { location: inner.url });
    expect(await post(receiver.url)).toMatchObject({
      kind: 'failed',
      status,
      problem: expect.stringMatching(/redirect/),
    });
    expect(inner.calls).toEqual([]);
    await inner.close();
  });

  it('goes to the address that was checked, and asks for it only once', async () => {
    const asked: string[] = [];
    const network = webhookNetwork(true, async (name) => {
      asked.push(name);
      return asked.length === 1 ? ['127.0.0.1'] : ['127.0.0.2'];
    });
    expect(await post(`http://hooks.example.org:${receiver.port}/hook`, network)).toMatchObject({
      kind: 'accepted',
    });
    expect(asked).toEqual(['hooks.example.org']);
    expect(receiver.calls[0]?.headers.host).toBe(`hooks.example.org:${receiver.port}`);
  });

  it.each([
    'https://127.0.0.1',
    'https://2130706433',
    'https://[::1]',
    'https://[::ffff:7f00:1]',
    'https://hooks.example.org',
    'http://hooks.example.org',
  ])('opens no connection to this machine by %s', async (base) => {
    const connections: unknown[] = [];
    const server = createServer((socket) => {
      connections.push(socket);
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    const answer = await post(
      `${base}:${port}/`,
      webhookNetwork(false, async () => ['127.0.0.1']),
    );
    expect(answer).toMatchObject({ kind: 'failed', status: null });
    expect(connections).toEqual([]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('gives up on an endpoint that does not answer in time, and on a name that does not resolve in time', async () => {
    receiver.answer = () => undefined;
    const late = { kind: 'failed', status: null, problem: expect.stringMatching(/No answer within/) };
    expect(await post(receiver.url, undefined, 100)).toMatchObject(late);
    const never = webhookNetwork(true, () => new Promise(() => undefined));
    expect(await post('http://hooks.example.org/', never, 100)).toMatchObject(late);
  });

  it('reads no more of an answer than a little, however long it is', async () => {
    let written = 0;
    receiver.answer = (_call, response) => {
      response.writeHead(200);
      const more = () => {
        written += 65_536;
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
      };
      more();
    };
    expect(await post(receiver.url)).toEqual({ kind: 'accepted', status: 200 });
    expect(written).toBeLessThan(50_000_000);
  });

  it('fails by an endpoint that wants to speak another protocol, and waits for nothing', async () => {
    receiver.answer = (_call, { socket }) =>
      socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n');
    expect(await post(receiver.url)).toMatchObject({ kind: 'failed', status: 101 });
  });

  it('takes the status for the answer where the rest never ends', async () => {
    receiver.answer = (_call, response) => {
      response.writeHead(200);
      response.write('and');
    };
    expect(await post(receiver.url, undefined, 200)).toEqual({ kind: 'accepted', status: 200 });
  });

  it('fails where nobody listens, and where TLS is spoken to who speaks none', async () => {
    expect(await post(receiver.url.replace('http:', 'https:'))).toMatchObject({
      kind: 'failed',
      status: null,
    });
    await receiver.close();
    const answer = await post(receiver.url);
    expect(answer).toMatchObject({ kind: 'failed', status: null });
    expect(JSON.stringify(answer)).not.toMatch(/ECONN|127\.0\.0\.1/);
    receiver = await webhookReceiver();
  });

  it('is broken off where whoever asked for it stops', async () => {
    receiver.answer = () => undefined;
    const stop = new AbortController();
    const call = { url: receiver.url, headers: {}, body: '', timeoutMilliseconds: 5000 };
    const calling = postWebhook(call, webhookNetwork(true, unasked), stop.signal);
    stop.abort(new Error('stopping'));
    await expect(calling).rejects.toThrow('stopping');
  });
});
