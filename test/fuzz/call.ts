import { Agent, type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { Defect, leakIn } from './defect.ts';

/** How long is waited all the same, to tell how long it really takes. */
const longestWait = 40_000;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: string | Uint8Array | null;
}

export interface CallAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** How long answers took, in milliseconds. */
export class Durations {
  slowest = 0;
  slowestIs = '';
  count = 0;
  sum = 0;

  add(milliseconds: number, what: string): void {
    this.count += 1;
    this.sum += milliseconds;
    if (milliseconds <= this.slowest) return;
    this.slowest = milliseconds;
    this.slowestIs = what;
  }
}

/** Calls one server on this machine, and holds each answer to what every answer must be. */
export class Caller {
  readonly durations = new Durations();
  readonly statuses = new Map<number, number>();
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });
  readonly #port: number;
  /** No answer may take longer, in milliseconds. */
  readonly patience: number;

  constructor(port: number, patience: number) {
    this.#port = port;
    this.patience = patience;
  }

  close(): void {
    this.#agent.destroy();
  }

  /** @throws Defect where the answer breaks a promise. @returns null where the server ended the connection instead */
  async call(call: Call, patience = this.patience): Promise<CallAnswer | null> {
    const began = performance.now();
    const answer = await this.#send(call);
    const took = performance.now() - began;
    const place = `${call.method} ${call.path.split('?')[0]}`.slice(0, 80);
    this.durations.add(took, place);
    if (answer) {
      this.statuses.set(answer.status, (this.statuses.get(answer.status) ?? 0) + 1);
      judge(answer, place, () => told(call));
    }
    if (took > patience) throw new Defect('a hang', place, `It took ${Math.round(took)} ms.\n${told(call)}`);
    return answer;
  }

  #send({ method, path, headers, body }: Call): Promise<CallAnswer | null> {
    return new Promise((resolve, reject) => {
      // Node's client does not say where the body of a GET ends: what comes next on its connection would be read as part of it.
      const isFramed = body === null || ['POST', 'PUT', 'PATCH'].includes(method);
      const agent = isFramed ? this.#agent : false;
      const options = { host: '127.0.0.1', port: this.#port, agent, method, path };
      const outgoing = request({ ...options, headers: { ...headers } });
      const tooLate = setTimeout(() => outgoing.destroy(), longestWait);
      outgoing.once('error', (error) => {
        clearTimeout(tooLate);
        if ('code' in error && error.code === 'ECONNREFUSED')
          reject(new Defect('crash', 'nobody listens any more', ''));
        else resolve(null);
      });
      outgoing.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve(null));
        response.once('close', () => {
          clearTimeout(tooLate);
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
        });
      });
      outgoing.end(body ?? undefined);
    });
  }

  /** Sends bytes as they are, and ends. @returns the first status of what comes back; null where nothing does */
  async raw(bytes: Uint8Array, place: string): Promise<number | null> {
    const began = performance.now();
    const text = await new Promise<string>((resolve, reject) => {
      const chunks: Buffer[] = [];
      const socket = connect({ host: '127.0.0.1', port: this.#port, allowHalfOpen: true });
      const end = () => socket.destroy();
      socket.setTimeout(longestWait, end);
      socket.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        // Two answers or a hundred: the first ones are enough.
        if (chunks.length > 50) end();
      });
      socket.once('connect', () => socket.end(bytes));
      socket.once('end', end);
      socket.on('error', (error) => {
        if ('code' in error && error.code === 'ECONNREFUSED')
          reject(new Defect('crash', 'nobody listens any more', ''));
      });
      socket.once('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
    });
    const took = performance.now() - began;
    this.durations.add(took, place);
    for (const found of text.matchAll(/^HTTP\/1\.[01] (\d{3}) /gm)) {
      const status = Number(found[1]);
      this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
      judge({ status, text, headers: {} }, place, () =>
        JSON.stringify(Buffer.from(bytes).toString('latin1')),
      );
    }
    if (took > this.patience)
      throw new Defect(
        'a hang',
        place,
        `It took ${Math.round(took)} ms.\n${JSON.stringify(Buffer.from(bytes).toString('latin1')).slice(0, 4000)}`,
      );
    const first = /^HTTP\/1\.[01] (\d{3}) /.exec(text)?.[1];
    return first === undefined ? null : Number(first);
  }
}

/** Whether a server may say of itself that it is too busy for now: it does where passwords are checked. */
const mayBeBusy = (place: string) => /^\w+ \/oidc\//.test(place);

function judge({ status, text, headers }: CallAnswer, place: string, asked: () => string): void {
  const broken = (kind: string, what: string) =>
    new Defect(kind, place, `${asked().slice(0, 4000)}\n→ ${status} ${what.slice(0, 2000)}`);
  const isBusy = status === 503 && mayBeBusy(place);
  if (status >= 500 && !isBusy) throw broken(`status ${status}`, text);
  if (text.includes('INTERNAL_SERVER_ERROR')) throw broken('INTERNAL_SERVER_ERROR', text);
  const leak = leakIn(text) ?? leakIn(JSON.stringify(headers));
  if (leak !== null) throw broken('a leak', leak);
}

/** A request as a person reads it; tokens are long, and theirs. */
function told({ method, path, headers, body }: Call): string {
  const head = Object.entries(headers).map(
    ([name, value]) =>
      `${name}: ${String(value)
        .replace(/eyJ[\w.-]{60,}/, 'eyJ…')
        .slice(0, 300)}`,
  );
  return [`${method} ${path}`, ...head, '', body === null ? '' : Buffer.from(body).toString('utf8')].join(
    '\n',
  );
}
