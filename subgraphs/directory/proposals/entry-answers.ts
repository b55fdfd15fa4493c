import type { Instant } from '../../../platform/clock/clock.ts';
import { type EntryOfState, entryKey } from '../population/draft-terms.ts';
import type { EntryDecisionRow } from '../storage/entry-decision-row.ts';

type Answer = Omit<EntryDecisionRow, keyof EntryOfState>;

const nothing = {
  answered_function: null,
  refusal: null,
  refused_content: null,
  kept: false,
  decided_by: '',
  reason: null,
};

/** What some states answered about single entries, as part of a draft. */
export class EntryAnswers {
  readonly #now: Instant;
  readonly #answers = new Map<string, EntryDecisionRow>();
  readonly touched = new Set<EntryDecisionRow>();

  constructor(stored: readonly EntryDecisionRow[], now: Instant) {
    this.#now = now;
    for (const row of stored) this.#answers.set(entryKey(row), row);
  }

  about(entry: EntryOfState): EntryDecisionRow | undefined {
    return this.#answers.get(entryKey(entry));
  }

  /** Remembers an answer about an entry beside those there are. */
  set({ iso3, directory, source_key }: EntryOfState, answer: Partial<Answer>): void {
    const entry = { iso3, directory, source_key };
    const known = this.about(entry) ?? { ...nothing, ...entry, decided_at: this.#now };
    const row: EntryDecisionRow = Object.assign(known, answer);
    this.#answers.set(entryKey(entry), row);
    this.touched.add(row);
  }
}
