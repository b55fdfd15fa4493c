import { createServer, type Socket } from 'node:net';
import { act, graphqlAnswer } from './acts.ts';
import type { Call } from './call.ts';
import { percent } from './graphql-requests.ts';
import type { Ground, Kind } from './kind.ts';
import { mutatedText } from './mutate-bytes.ts';
import type { Tape } from './tape.ts';

/** An endpoint that answers as no endpoint should; the path says how. */
export class HostileReceiver {
  calls = 0;
  readonly #server = createServer((socket) => this.#serve(socket));
  readonly #open = new Set<Socket>();
  port = 0;

  static async start(): Promise<HostileReceiver> {
    const receiver = new HostileReceiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    const address = receiver.#server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    receiver.port = address.port;
    return receiver;
  }

  stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.#open.add(socket);
    socket.once('close', () => this.#open.delete(socket));
    socket.on('error', () => undefined);
    socket.setTimeout(15_000, () => socket.destroy());
    socket.once('data', (head: Buffer) => {
      this.calls += 1;
      const mode = Number(/ \/(\d+)/.exec(head.toString('latin1'))?.[1] ?? this.calls) % modes.length;
      modes[mode]?.(socket, this.port);
    });
  }
}

const ok = 'HTTP/1.1 200 OK\r\n';

const modes: readonly ((socket: Socket, port: number) => void)[] = [
  (socket) => socket.end('HTTP/1.1 204 No Content\r\n\r\n'),
  (socket) => socket.end('\0\u0001garbage {<\r\n\r\n'),
  (socket) => flood(socket, `${ok}content-length: 100000000\r\n\r\n`),
  (socket, port) => socket.end(`HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:${port}/5\r\n\r\n`),
  (socket) => socket.end('HTTP/1.1 307 T\r\nlocation: file:///etc/hosts\r\ncontent-length: 0\r\n\r\n'),
  (socket) => socket.destroy(),
  (socket) => socket.end('HTTP/1.1 500 No\r\ncontent-length: 3\r\n\r\nno'),
  (socket) => socket.end(`${ok}transfer-encoding: chunked\r\n\r\nffffffffffffffffff\r\nx`),
  (socket) => socket.end(`${ok}x: ${'y'.repeat(30_000)}\r\n\r\n`),
  (socket) => socket.end('HTTP/1.1 429 Later\r\nretry-after: -99999999999999\r\ncontent-length: 0\r\n\r\n'),
  (socket) => socket.end('HTTP/1.1 999 ?\r\ncontent-length: 0\r\n\r\n'),
  (socket) => socket.end('HTTP/1.1 101 Switching\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'),
  (socket) => flood(socket, 'HTTP/1.1 100 Continue\r\n\r\n'),
  (socket) => socket.end(`${ok}content-encoding: gzip\r\ncontent-length: 4\r\n\r\n\u001f\u008b\u0008x`),
  (socket) => drip(socket, ok),
  (socket) => drip(socket, `${ok}\r\n`),
];
const slowModes = 2;

/** More than anybody wants. */
function flood(socket: Socket, head: string): void {
  socket.write(head);
  let left = 200;
  const more = () => {
    while (left > 0) {
      left -= 1;
      if (!socket.write(head.startsWith('HTTP/1.1 100') ? head.repeat(400) : 'x'.repeat(40_000))) break;
    }
    if (left === 0) socket.end();
  };
  socket.on('drain', more);
  more();
}

/** A letter now and then. */
function drip(socket: Socket, head: string): void {
  socket.write(head);
  const ticking = setInterval(() => socket.write('x'), 500);
  socket.once('close', () => clearInterval(ticking));
}

const register = `mutation ($directory: ID!, $url: String!) {
  registerWebhook(directory: $directory, url: $url) { __typename webhook { __typename id url } } }`;
const test = 'mutation ($id: ID!) { sendTestWebhook(id: $id) { __typename id status problem } }';
const remove = 'mutation ($id: ID!) { removeWebhook(id: $id) }';
const list = `query ($directory: ID!) { webhooks(directory: $directory) { __typename id url } }`;
const directories = ['OSCE', 'ARF', 'OAS'];
/** Whoever sends a test waits for the endpoint, which has so long. */
const endpointsTime = 10_000;

/** Webhooks: odd addresses, and endpoints that answer oddly. Whatever is asked for, only this machine is reached. */
export function webhookKind(ground: Ground, receiver: HostileReceiver): Kind {
  const { product, things } = ground;
  const refused = new Map<string, number>();

  function request(query: string, variables: Record<string, unknown>, directory: number): Call {
    const token = product.tokens[4 + directory] ?? '';
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    return { method: 'POST', path: '/graphql', headers, body: JSON.stringify({ query, variables }) };
  }
  const asked = (query: string, variables: Record<string, unknown>, directory: number) =>
    act(ground, request(query, variables, directory));

  function oddUrl(tape: Tape): string {
    const { port } = receiver;
    // Those that keep the caller waiting come last, and seldom.
    const path = `/${tape.below(tape.chance(0.03) ? modes.length : modes.length - slowModes)}`;
    const usual = `http://127.0.0.1:${port}${path}`;
    return tape.pick(
      usual,
      usual,
      `http://localhost:${port}${path}`,
      `http://2130706433:${port}${path}`,
      `http://0x7f.1:${port}${path}?${percent(tape.oddText())}`,
      `http://[::ffff:127.0.0.1]:${port}${path}`,
      `http://127.0.0.1:${tape.pick(port, 0, 65_535, product.port)}${path}#${tape.oddText()}`,
      `${tape.pick('https', 'file', 'gopher', 'javascript', 'ws', 'HTTP')}://127.0.0.1:${port}${path}`,
      `http://user:secret@127.0.0.1:${port}/`,
      'http://none.invalid/',
      'http://169.254.169.254/latest/',
      'http://192.0.2.1/',
      `http://127.0.0.1:${port}/${'a'.repeat(tape.pick(1900, 2001, 100_000))}`,
      `http://①②⑦.0.0.1:${port}${path}`,
      mutatedText(tape, usual),
      tape.oddText(),
    );
  }

  return {
    name: 'webhooks',
    share: 5,
    run: async (tape) => {
      const at = tape.below(3);
      const directory = directories[at] ?? 'OSCE';
      const answer = graphqlAnswer(await asked(register, { directory, url: oddUrl(tape) }, at));
      const why = answer?.errors?.[0]?.message ?? 'taken';
      refused.set(why, (refused.get(why) ?? 0) + 1);
      const known = graphqlAnswer(await asked(list, { directory }, at))?.data?.webhooks;
      const ids = Array.isArray(known) ? known.map(({ id }) => String(id)) : [];
      const id = tape.of(ids) ?? things.of('Webhook', tape);
      await product.caller.call(request(test, { id }, at), endpointsTime + product.caller.patience);
      if (ids.length > 12 || tape.chance(0.3)) await asked(remove, { id: ids[0] ?? id }, at);
    },
    told: () => `${receiver.calls} calls came to the hostile endpoint`,
  };
}
