import { z } from 'zod';
import type { SampleField } from '../../contract.ts';

export const groups = ['High-Level', 'Working-Level'] as const;
export const groupColumns = ['Name', 'Designation', 'Ministry/Agency', 'Tel', 'Fax', 'Email'] as const;

const hints: Readonly<Record<string, string>> = {
  'Participating Country': 'a further row of the same country stands below it, under one merged cell',
  'As of': '2026-03-31 is written as an Excel date; anything else as text',
  Hidden: 'yes: the row is hidden in the workbook, and still read',
};

/** The table's columns as the console names them: both groups of contacts in one row, as in the workbook. */
export const fields: readonly SampleField[] = [
  'Participating Country',
  ...groups.flatMap((group) => groupColumns.map((column) => `${group} ${column}`)),
  'Remarks',
  'As of',
  'Hidden',
].map((name) => {
  const hint = hints[name];
  return hint ? { name, hint } : { name };
});

export const WorkbookRow = z.object({ key: z.string(), fields: z.record(z.string(), z.string()) });
export type WorkbookRow = z.infer<typeof WorkbookRow>;

export const WorkbookState = z.object({
  changedAt: z.string(),
  rows: z.array(WorkbookRow),
  /** Keys of removed rows: never given to another. */
  retired: z.array(z.string()),
});
export type WorkbookState = z.infer<typeof WorkbookState>;

/** A row's fields, each of them present: what was not said is empty. */
export function completed(given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(fields.map(({ name }) => [name, given[name] ?? '']));
}

export function countryOf(row: WorkbookRow): string {
  return row.fields['Participating Country'] ?? '';
}

/** "same as above" means another cell once the row above is gone: then it is spelt out. */
export function withoutDitto(row: WorkbookRow, above: WorkbookRow): WorkbookRow {
  const spelt = Object.entries(row.fields).map(([name, value]) => [
    name,
    /^(same as above|ditto)$/i.test(value.trim()) ? (above.fields[name] ?? '') : value,
  ]);
  return { key: row.key, fields: Object.fromEntries(spelt) };
}
