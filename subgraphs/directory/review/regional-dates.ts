import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type Day, dayOf } from '../../../platform/clock/days.ts';
import type { Draft } from '../population/draft.ts';
import type { RegionalEntry } from '../population/regional-entry.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';

const date = z.string().nullable();

/** The dates that a regional directory gives of an entry: YYYY-MM-DD, or YYYY-MM where it has no day. */
export const RegionalDates = z.object({
  lastConfirmedOn: date,
  changedOn: date,
  notifiedOn: date,
  asOf: date,
});
export type RegionalDates = z.infer<typeof RegionalDates>;

export const datesOf = (entry: RegionalEntry): RegionalDates => ({
  lastConfirmedOn: entry.lastConfirmedOn ?? null,
  changedOn: entry.changedOn ?? null,
  notifiedOn: entry.notifiedOn ?? null,
  asOf: entry.asOf ?? null,
});

/** What its region says of when, of a copied entry that says nothing else that is new. */
export function redate(draft: Draft, source: CopySourceRow, dates: RegionalDates): void {
  if (isDeepStrictEqual(source.dates, dates)) return;
  source.dates = dates;
  draft.touchedSources.add(source);
  draft.visible = true;
}

/** The day a date names; of a month without a day, its first. Null for what is no date. */
export function namedDay(written: string | null): Day | null {
  const day = written !== null && /^\d{4}-\d{2}$/.test(written) ? `${written}-01` : written;
  if (day === null || !/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const time = Date.parse(`${day}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? day : null;
}

/**
 * The day on which its region last vouched for an entry: its own confirmation date; where it gives none, the last day on which it
 * was told of the entry; where it gives no date at all, the day on which the newest of its values was read. A day that has not
 * come yet vouches for nothing.
 */
export function vouchedOn(
  { dates, claims }: Pick<CopySourceRow, 'dates' | 'claims'>,
  today: Day,
): Day | null {
  const last = (written: readonly (string | null | undefined)[]): Day | undefined =>
    written
      .flatMap((date) => namedDay(date ?? null) ?? [])
      .filter((day) => day <= today)
      .sort()
      .at(-1);
  return (
    last([dates?.lastConfirmedOn]) ??
    last([dates?.changedOn, dates?.notifiedOn, dates?.asOf]) ??
    last(Object.values(claims).map(({ at }) => dayOf(at))) ??
    null
  );
}
