import { channel } from 'node:diagnostics_channel';
import type { Logger } from 'typeorm';

/** One statement, as it goes to a part's database. */
export interface Statement {
  /** The part whose storage it is for. */
  readonly part: string;
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/**
 * Every statement is told here before it is run, in the asynchronous context of whoever asked for it. Nobody listens but tests
 * and whoever looks for what is slow; while nobody does, it costs a look at a flag. The parameters are what is stored, as clear as
 * it is before sealing, and belong in no log.
 */
export const statements = channel('crosspoint.statement');

/** Tells the statements of one part. What TypeORM has to say of itself is said by its errors. */
export class StatementLogger implements Logger {
  readonly #part: string;

  constructor(part: string) {
    this.#part = part;
  }

  logQuery(text: string, parameters: readonly unknown[] = []): void {
    if (statements.hasSubscribers)
      statements.publish({ part: this.#part, text, parameters } satisfies Statement);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
