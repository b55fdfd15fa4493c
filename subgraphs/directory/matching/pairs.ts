import type { Instant } from '../../../platform/clock/clock.ts';
import type { EntryOfState } from '../population/draft-terms.ts';
import type { PairDecisionRow } from '../storage/pair-decision-row.ts';

/** Names an entry, among those of its state. */
export const nodeKey = ({ directory, source_key }: Pick<EntryOfState, 'directory' | 'source_key'>) =>
  JSON.stringify([directory, source_key]);

/** Names what the state itself says of a contact. */
export const ownNodeKey = (contactId: string) => JSON.stringify(['DIRECT', contactId]);

/** What the states of a draft said of two entries: one point of contact, or two. */
export class PairDecisions {
  readonly #rows = new Map<string, PairDecisionRow>();
  readonly touched = new Set<PairDecisionRow>();
  readonly dropped = new Set<PairDecisionRow>();

  constructor(rows: readonly PairDecisionRow[]) {
    for (const row of rows) this.#rows.set(rowKey(row.iso3, row.one, row.other), row);
  }

  between(iso3: string, one: string, other: string): PairDecisionRow | undefined {
    return this.#rows.get(rowKey(iso3, ...inOrder(one, other)));
  }

  remember(
    iso3: string,
    pair: readonly [string, string],
    decision: Pick<PairDecisionRow, 'same' | 'rule' | 'decided_by'>,
    now: Instant,
  ): void {
    const [one, other] = inOrder(...pair);
    const row = { iso3, one, other, ...decision, decided_at: now };
    this.#rows.set(rowKey(iso3, one, other), row);
    this.touched.add(row);
  }

  /**
   * What was said of one holds for the other from now on as well: the values are the same, and only whose word they are is
   * another. Where something was said of both, the later word counts.
   */
  passOn(iso3: string, from: string, to: string): void {
    for (const row of [...this.#rows.values()]) {
      if (row.iso3 !== iso3 || (row.one !== from && row.other !== from)) continue;
      const third = row.one === from ? row.other : row.one;
      const known = this.between(iso3, to, third);
      if (third === to || (known && known.decided_at >= row.decided_at)) continue;
      const { same, rule, decided_by, decided_at } = row;
      this.remember(iso3, [to, third], { same, rule, decided_by }, decided_at);
    }
  }

  /** What was said of an entry is void once it stands for somebody else, or is there no more. */
  forget(iso3: string, key: string): void {
    for (const [name, row] of this.#rows) {
      if (row.iso3 !== iso3 || (row.one !== key && row.other !== key)) continue;
      this.#rows.delete(name);
      this.touched.delete(row);
      this.dropped.add(row);
    }
  }
}

const inOrder = (one: string, other: string): [string, string] => (one < other ? [one, other] : [other, one]);
const rowKey = (iso3: string, one: string, other: string) => JSON.stringify([iso3, one, other]);
