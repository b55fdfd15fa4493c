import type { ContactRow } from '../storage/contact-row.ts';
import type { Conflicts } from './conflicts.ts';
import type { Standing } from './pick.ts';
import type { Precedences } from './precedences.ts';

/** What stands of a contact before it is composed anew, and what its state decided. */
export function standingOf(contact: ContactRow, conflicts: Conflicts, precedences: Precedences): Standing {
  const { id, iso3, content, provenance, revision } = contact;
  return {
    content: revision === 0 ? null : content,
    sourceOf: (field) => provenance.find((row) => row.field === field) ?? null,
    chosen: (field) => conflicts.chosen(id, field),
    precedence: (field, contactFunction) => precedences.order(iso3, field, contactFunction),
  };
}
