import { channel } from 'node:diagnostics_channel';
import type { EntityManager, Logger, QueryRunner } from 'typeorm';

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

/** What a statement begins with that leaves everything as it is. All others may write. */
const unwriting = /^\s*(?:SELECT|START TRANSACTION|BEGIN|SAVEPOINT|RELEASE|COMMIT|ROLLBACK)\b/i;

/** Tells the statements of one part. What TypeORM has to say of itself is said by its errors. */
export class StatementLogger implements Logger {
  readonly #part: string;
  readonly #writing = new WeakSet<QueryRunner>();

  constructor(part: string) {
    this.#part = part;
  }

  /** Whether a transaction asked for anything that may write, since its writes were forgotten. */
  hasWritten({ queryRunner }: EntityManager): boolean {
    return queryRunner !== undefined && this.#writing.has(queryRunner);
  }

  forgetWritesOf({ queryRunner }: EntityManager): void {
    if (queryRunner) this.#writing.delete(queryRunner);
  }

  logQuery(text: string, parameters: readonly unknown[] = [], runner?: QueryRunner): void {
    if (runner && !unwriting.test(text)) this.#writing.add(runner);
    if (statements.hasSubscribers)
      statements.publish({ part: this.#part, text, parameters } satisfies Statement);
  }
  logQueryError(): void {}
  logQuerySlow(): void {}
  logSchemaBuild(): void {}
  logMigration(): void {}
  log(): void {}
}
