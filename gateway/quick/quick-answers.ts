import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem } from '../../platform/errors/problem.ts';
import { givenOperation, operationHeader } from '../../platform/graphql/operation-text.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import type { Answers, Body } from '../hot-path/answers.ts';
import type { HotGateway } from '../hot-path/gateway.ts';
import { answerWhole } from '../hot-path/whole-request.ts';
import { wantedForm } from '../http/accept.ts';
import type { Admit } from '../http/door.ts';
import { readerPatienceMilliseconds, requestLife } from '../http/request-life.ts';
import type { RequestContext } from '../supergraph/context.ts';
import type { Life } from '../supergraph/life.ts';
import type { Front } from './front.ts';
import { handOverRequest } from './handed-over.ts';
import type { KnownBodies } from './known-bodies.ts';

/** A question is shorter; what is longer holds something to be written. */
const longestBody = 65_536;
const json = /^application\/json(?:; ?charset=utf-8)?$/i;

export interface QuickOptions {
  readonly front: Front;
  readonly hot: HotGateway;
  readonly answers: Answers | null;
  readonly admit: Admit;
  readonly bodies: KnownBodies;
}

/**
 * Answers questions whose texts are known before Fastify reads their requests, with the same head and behind the same door. It knows
 * one kind of request alone, the one that programs send; what is any other, or is not answered, Fastify and Apollo Server are given.
 */
export class QuickAnswers {
  readonly #options: QuickOptions;
  readonly #heads = new Map<string, readonly string[]>();

  constructor(options: QuickOptions) {
    this.#options = options;
  }

  /** @returns false where it is not of that kind */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    const { method, url, headers } = request;
    if (method !== 'POST' || url !== '/graphql' || headers.origin !== undefined) return false;
    if (!json.test(headers['content-type'] ?? '') || headers['content-encoding'] !== undefined) return false;
    if (!(Number(headers['content-length']) <= longestBody)) return false;
    if (headers['apollo-query-plan-experimental'] !== undefined) return false;
    const form = wantedForm(headers.accept);
    if (form === null) return false;
    void this.#serve(request, response, form);
    return true;
  }

  async #serve(request: IncomingMessage, response: ServerResponse, form: string): Promise<void> {
    const began = performance.now();
    const { front, hot, answers, admit, bodies } = this.#options;
    const requestId = front.requestId(request);
    let caller: Caller | null;
    try {
      const address = front.address(request);
      if (front.countAddress) await front.countAddress(address);
      caller = await admit(request.headers.authorization, address);
    } catch (refusal) {
      if (refusal instanceof Problem) handOverRequest(request, { requestId, admitted: { refusal } });
      front.fastify(request, response);
      return;
    }
    const body = await bodyOf(request);
    if (body === null) return; // whoever asked is gone
    let context: QuickContext | undefined;
    let answer: Body | null = null;
    try {
      const asked = bodies.read(body.toString());
      const contextOf = () => {
        context = new QuickContext(request, response, requestId, caller);
        return context;
      };
      answer = asked && (await answerWhole(hot, answers, asked, contextOf));
    } catch {
      // Whatever is wrong, whoever answers otherwise meets it too, and says so.
    }
    if (answer === null) {
      handOverRequest(request, { requestId, admitted: { caller }, body, context });
      front.fastify(request, response);
      return;
    }
    send(response, this.#head(form), requestId, answer);
    front.sent(requestId, performance.now() - began);
  }

  #head(form: string): readonly string[] {
    let head = this.#heads.get(form);
    if (!head) {
      const own = [
        ['vary', 'Origin'],
        ['content-type', `${form}; charset=utf-8`],
      ];
      head = [...this.#options.front.headers, ...own].flat();
      this.#heads.set(form, head);
    }
    return head;
  }
}

function send(response: ServerResponse, head: readonly string[], requestId: string, body: Body): void {
  const length = String(Buffer.byteLength(body));
  response.writeHead(200, [...head, 'x-request-id', requestId, 'content-length', length]);
  response.end(body);
  // Mostly it is with the operating system already.
  if (response.writableLength > 0) response.setTimeout(readerPatienceMilliseconds, () => response.destroy());
}

/** Null where who sends it goes away before its end. */
function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [first] = chunks;
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
    const gone = () => resolve(null);
    request.on('error', gone);
    request.on('close', gone);
  });
}

/**
 * Whoever is answered from what is kept needs no life of its own. Apollo Server copies the properties of a context, so that nothing of
 * it can be private; a getter of each object's own would cost more than all the rest.
 */
class QuickContext implements RequestContext {
  readonly authorization: string | undefined;
  readonly operation: string | undefined;
  readonly requestId: string;
  readonly caller: Caller | null;
  readonly response: ServerResponse;
  begun: Life | undefined;

  constructor(
    { headers }: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    caller: Caller | null,
  ) {
    this.authorization = headers.authorization;
    this.operation = givenOperation(headers[operationHeader]);
    this.requestId = requestId;
    this.caller = caller;
    this.response = response;
    this.begun = undefined;
  }

  get life(): Life {
    this.begun ??= requestLife(this.response);
    return this.begun;
  }
}
