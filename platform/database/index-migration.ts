import { type MigrationInterface, type QueryRunner, TableIndex, type TableIndexOptions } from 'typeorm';

/** Indexes of one table. */
export interface IndexChange {
  readonly table: string;
  readonly added: readonly TableIndexOptions[];
  /** Those in whose place they stand. */
  readonly dropped?: readonly TableIndexOptions[];
}

/** A migration that changes by what index rows are found, and nothing of them. @param name ends with its timestamp of 13 digits */
export function indexMigration(name: string, changes: readonly IndexChange[]): new () => MigrationInterface {
  const made = (options: readonly TableIndexOptions[] = []) => options.map((one) => new TableIndex(one));
  return class implements MigrationInterface {
    readonly name = name;

    async up(runner: QueryRunner): Promise<void> {
      for (const { table, added, dropped } of changes) {
        await runner.dropIndices(table, made(dropped));
        await runner.createIndices(table, made(added));
      }
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const { table, added, dropped } of changes) {
        await runner.dropIndices(table, made(added));
        await runner.createIndices(table, made(dropped));
      }
    }
  };
}
