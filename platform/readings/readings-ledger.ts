import type { Clock } from '../clock/clock.ts';
import type { Database, Storage } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { theProduct } from '../ledger/actor.ts';
import { appendToLedger } from '../ledger/append.ts';
import { countByState, payloadOf, type Reading, readingKind } from './reading.ts';
import { ReadingRow, readingsStorage } from './storage.ts';

const mostAtOnce = 200;
const indexRowsAtOnce = 200;

interface Waiting {
  readonly reading: Reading;
  readonly recorded: () => void;
  readonly failed: (error: unknown) => void;
}

/** Who read which contact details of a part, written down before the answer leaves. */
export class ReadingsLedger {
  /** Of its ledger and of its storage. */
  readonly name: string;
  readonly database: Database;
  readonly #clock: Clock;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;

  private constructor(name: string, database: Database, clock: Clock) {
    this.name = name;
    this.database = database;
    this.#clock = clock;
  }

  static async open(part: string, storage: Storage, clock: Clock): Promise<ReadingsLedger> {
    const model = readingsStorage(part);
    return new ReadingsLedger(model.part, await openDatabase(model, storage), clock);
  }

  /**
   * Comes back once the reading is committed. All that wait while one commit is under way share the next.
   * @throws where it could not be recorded: then what was read must not leave
   */
  record(reading: Reading): Promise<void> {
    return new Promise((recorded, failed) => {
      this.#waiting.push({ reading, recorded, failed });
      this.#writing ??= this.#write();
    });
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.database.close();
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Whoever is about to wait, in what the process does just now, comes along.
      await new Promise((resolve) => setImmediate(resolve));
      const batch = this.#waiting.splice(0, mostAtOnce);
      try {
        await this.#commit(batch.map(({ reading }) => reading));
        for (const { recorded } of batch) recorded();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    // In the same step that saw nobody wait: whoever comes now begins anew.
    this.#writing = undefined;
  }

  #commit(readings: readonly Reading[]): Promise<void> {
    return this.database.writeUnseen(async (manager) => {
      const entry = { kind: readingKind, actor: theProduct('readings'), payload: payloadOf(readings) };
      const [row] = await appendToLedger(manager, this.name, this.#clock, [entry]);
      if (!row) throw new Error('The ledger took no row.');
      const index = [...countByState(readings)].map(([state, count]) => ({
        ledger_seq: row.seq,
        state,
        at: row.at,
        readings: count,
      }));
      for (let from = 0; from < index.length; from += indexRowsAtOnce) {
        const values = index.slice(from, from + indexRowsAtOnce);
        await manager
          .createQueryBuilder()
          .insert()
          .into(ReadingRow)
          .values(values)
          .updateEntity(false)
          .execute();
      }
    });
  }
}
