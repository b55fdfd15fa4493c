import { contactFunctions } from '../../../platform/vocabulary/terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** One fixed order for everybody: function, level, name, and the id as the last word. */
export function compareContacts(a: ContactRow, b: ContactRow): number {
  return (
    contactFunctions.indexOf(a.content.function) - contactFunctions.indexOf(b.content.function) ||
    compareText(a.content.level ?? '', b.content.level ?? '') ||
    compareText(a.content.name ?? '', b.content.name ?? '') ||
    compareText(a.id, b.id)
  );
}
