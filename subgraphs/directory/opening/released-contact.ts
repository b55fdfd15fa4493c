import { contactFields } from '../../../platform/vocabulary/terms.ts';
import {
  type ClaimedField,
  contentShowing,
  type DetailField,
  detailFields,
  emptyContent,
} from '../contacts/claims.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ContactReleaseRow } from '../storage/opening-rows.ts';

/** A contact of which its reader is shown some fields. Of the others nothing is in it, not even whether they are empty. */
export interface PartlyShown extends ContactRow {
  readonly shownFields: readonly DetailField[];
}

export const shownFieldsOf = (contact: ContactRow | PartlyShown): readonly DetailField[] =>
  'shownFields' in contact ? contact.shownFields : detailFields;

/**
 * A contact as an audience may read it: what it is for, whether it is an office, and the released fields as they are now. Its
 * level is its regional directory's word, and its dates tell of changes that are not shown: they are not in it.
 * @returns null where the release does not cover it
 */
export function releasedContact(contact: ContactRow, release: ContactReleaseRow): PartlyShown | null {
  const { content } = contact;
  if (!release.functions.includes(content.function) || !release.kinds.includes(content.kind)) return null;
  // What only the state says of a contact is named by no release yet.
  const shows = (field: ClaimedField) => release.fields.some((released) => released === field);
  return {
    id: contact.id,
    iso3: contact.iso3,
    content: { ...contentShowing(content, shows), level: emptyContent.level },
    shownFields: contactFields.filter(shows),
    provenance: [],
    direct: {},
    kept_from: [],
    former_ids: [],
    merged_into: null,
    revision: 0,
    created_at: release.released_at,
    updated_at: release.released_at,
    removed_at: null,
  };
}
