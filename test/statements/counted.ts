import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type Statement, statements } from '../../platform/database/statements.ts';

const isStatement = (message: unknown): message is Statement =>
  typeof message === 'object' && message !== null && 'part' in message && 'text' in message;

/** Longer and shorter lists, and other numbers, are the same statement. */
const withoutNumbers = (text: string) =>
  text
    .replace(/\d+/g, '0')
    .replace(/((?:\?|\$0|0)(?:, ?)?)+/g, '?')
    .replace(/(\(\?\)(, ?)?)+/g, '(?)');

/**
 * The statements that are run for requests, told apart from what jobs of the same process run meanwhile: what a server does for a
 * request happens in that request's asynchronous context.
 */
export class CountedStatements {
  readonly #ofRequest = new AsyncLocalStorage<Statement[]>();
  readonly #distinct = new Map<string, Statement>();
  #asked: Statement[] = [];

  readonly #begin = () => {
    this.#ofRequest.enterWith(this.#asked);
  };
  readonly #tell = (message: unknown) => {
    if (!isStatement(message)) return;
    this.#ofRequest.getStore()?.push(message);
    this.#distinct.set(`${message.part} ${withoutNumbers(message.text)}`, message);
  };

  /** From now on, until `stop`. Before the first server is opened. */
  start(): void {
    subscribe('http.server.request.start', this.#begin);
    statements.subscribe(this.#tell);
  }

  stop(): void {
    unsubscribe('http.server.request.start', this.#begin);
    statements.unsubscribe(this.#tell);
  }

  /** Of all that was run, for requests and by jobs, one of each shape. */
  forgetShapes(): void {
    this.#distinct.clear();
  }

  get shapes(): readonly Statement[] {
    return [...this.#distinct.values()];
  }

  /** One after the other: what requests of `work` cause. */
  async during<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly answer: T; readonly ran: readonly Statement[] }> {
    const ran: Statement[] = [];
    this.#asked = ran;
    try {
      return { answer: await work(), ran: ran };
    } finally {
      this.#asked = [];
    }
  }
}
