import type { FieldChange } from '../contacts/changes.ts';
import type { Composition } from '../contacts/compose.ts';
import type { ContactRevisionRow, RevisionAction } from '../storage/contact-revision-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { shownSource } from './copy-marks.ts';
import type { Act } from './draft-terms.ts';

/**
 * A step in a contact's history, as the contact stands after it.
 * @param composed null where the step removed it
 */
export function revisionOf(
  { id: contact_id, revision, updated_at: at }: ContactRow,
  action: RevisionAction,
  act: Act,
  changes: FieldChange[],
  composed: Composition | null,
  sources: readonly CopySourceRow[],
): ContactRevisionRow {
  return {
    contact_id,
    revision,
    at,
    action,
    actor: act.actor,
    authority: act.authority,
    reason: act.reason ?? null,
    changes,
    snapshot: composed && {
      content: composed.content,
      provenance: composed.provenance,
      copiedFrom: sources.map(shownSource),
    },
    changed_on: act.changedOn ?? null,
    submission: act.submission?.id ?? null,
    notified_on: act.submission?.notifiedOn ?? null,
  };
}
