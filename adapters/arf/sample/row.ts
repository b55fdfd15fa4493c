import type { SampleEntry, SampleField } from '../../contract.ts';

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

export function countryOf(row: SampleEntry): string {
  return row.fields['Participating Country'] ?? '';
}

/** A row's fields once the row above is gone: "same as above" would mean another cell, and is spelt out. */
export function withoutDitto(row: SampleEntry, above: SampleEntry): Record<string, string> {
  const spelt = Object.entries(row.fields).map(([name, value]) => [
    name,
    /^(same as above|ditto)$/i.test(value.trim()) ? (above.fields[name] ?? '') : value,
  ]);
  return Object.fromEntries(spelt);
}
