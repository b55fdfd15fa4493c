import type { DirectoryParts } from '../parts.ts';
import type { SubmissionRow } from '../storage/submission-rows.ts';
import type { SubmittedAct } from './submitted-act.ts';
import { ActProblem, presentRevisions, rehearse, standsInTheWay } from './take-effect.ts';

/** What saying yes now would do, as contacts stand now. */
export interface SubmissionPreview {
  readonly acts: readonly SubmittedAct[];
  /** Contacts that have changed since they were entered: to say yes all the same, give the revisions that they have now. */
  readonly changedMeanwhile: readonly { readonly contact: string; readonly revision: number }[];
  /** What stands in the way; null where nothing does. */
  readonly problem: string | null;
}

/** @returns null where it waits no longer */
export async function previewSubmission(
  parts: DirectoryParts,
  row: SubmissionRow,
  subject: string,
): Promise<SubmissionPreview | null> {
  if (row.status !== 'WAITING') return null;
  const present = await parts.database.read((manager) => presentRevisions(manager, row));
  const changedMeanwhile = row.acts.flatMap((act) => {
    if (act.kind === 'ADD') return [];
    const revision = present.get(act.contactId);
    const { contactId: contact } = act;
    return revision === undefined || revision === act.revision ? [] : [{ contact, revision }];
  });
  try {
    const acts = await rehearse(parts, row, subject, present);
    // What is added has no id before it is there.
    const shown = acts.map((act) => (act.kind === 'ADD' ? { ...act, contactId: null } : act));
    return { acts: shown, changedMeanwhile, problem: null };
  } catch (error) {
    if (!(error instanceof ActProblem)) throw error;
    return { acts: [], changedMeanwhile, problem: standsInTheWay(error).message };
  }
}
