import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { recogniseParticipant } from '../../../platform/states/recognise.ts';
import type { SampleEntry } from '../../contract.ts';
import { nextNumber } from '../../formats/sample-list.ts';
import { fields } from './row.ts';

// Everybody here is invented. Domains end in `.example`. Telephone numbers are of the ranges kept for fiction of Australia
// and of Canada and the United States (555-01xx); elsewhere the subscriber's part begins with zeros, which no numbering
// plan assigns.

const Contact = z.array(z.string()).length(6);
const Built = z.object({
  title: z.array(z.string()),
  notes: z.array(z.array(z.string())),
  rows: z.array(
    z.union([
      z.tuple([z.string(), Contact, Contact, z.string(), z.string()]),
      z.tuple([z.string(), Contact, Contact, z.string(), z.string(), z.literal('hidden')]),
    ]),
  ),
});

const built = Built.parse(JSON.parse(readFileSync(new URL('./rows.json', import.meta.url), 'utf8')));

/** What stands above the table. */
export const titleLines: readonly string[] = built.title;
/** The second worksheet: no part of the directory. */
export const noteLines: readonly (readonly string[])[] = built.notes;

/** The rows as they are before anybody changes them: the same at every call. */
export function builtInRows(): SampleEntry[] {
  const rows: SampleEntry[] = [];
  for (const [country, high, working, remarks, asOf, hidden] of built.rows) {
    const cells = [country, ...high, ...working, remarks, asOf, hidden ? 'yes' : ''];
    const given = Object.fromEntries(fields.map(({ name }, index) => [name, cells[index] ?? '']));
    const prefix = keyPrefix(country);
    const taken = rows.map(({ key }) => key);
    rows.push({ key: `${prefix}${nextNumber(prefix, taken)}`, fields: given });
  }
  return rows;
}

/** How the console's names for a country's rows begin: the workbook itself has no ids. */
export function keyPrefix(country: string): string {
  const participant = recogniseParticipant(country);
  if (participant.kind === 'state') return `${participant.iso3}-`;
  return participant.kind === 'not-a-state' ? 'EU-' : 'NEW-';
}
