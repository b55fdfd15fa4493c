import type { Instant } from '../../../platform/clock/clock.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { emptyContent } from './claims.ts';

const empty = () => ({ ...emptyContent, emails: [], phones: [], languages: [] });

/** A contact that nobody has said anything of yet. */
export function blankContact(id: string, iso3: string, now: Instant): ContactRow {
  return {
    id,
    iso3,
    content: { ...empty(), function: 'DIPLOMATIC', kind: 'OFFICE' },
    provenance: [],
    direct: {},
    kept_from: [],
    former_ids: [],
    merged_into: null,
    revision: 0,
    created_at: now,
    updated_at: now,
    removed_at: null,
  };
}

/** Takes every value off a contact that is gone; its row stays, for its history. */
export function clearContact(contact: ContactRow, now: Instant): void {
  const { function: was, kind } = contact.content;
  contact.content = { ...empty(), function: was, kind };
  contact.provenance = [];
  contact.direct = {};
  contact.kept_from = [];
  contact.former_ids = [];
  contact.removed_at = now;
}
