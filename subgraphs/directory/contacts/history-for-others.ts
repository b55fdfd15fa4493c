import { coveredFields, coversFunction } from '../consent/coverage.ts';
import type { PartlyShown } from '../opening/released-contact.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import { type ContactContent, contentShowing, detailFields } from './claims.ts';
import type { PastContact } from './history.ts';

/**
 * A contact of the past as other states may read it: of what was copied, only what a consent in force still covers. What a
 * consent no longer covers was taken back, and a look into the past does not bring it out again.
 * @param consents the state's consents in force
 * @returns null where the contact was removed since, or was copied and is covered no longer
 */
export function pastForOthers(
  past: PastContact,
  consents: readonly ConsentRow[],
): (PastContact & PartlyShown) | null {
  if (past.removed_at !== null) return null;
  const isCovered = (directory: string, field: string) => {
    const consent = consents.find((row) => row.directory === directory);
    if (!consent || !coversFunction(consent, past.content.function)) return false;
    return field === 'function' || coveredFields(consent).some((covered) => covered === field);
  };
  const shown = past.provenance.filter(
    ({ origin, directory, field }) =>
      origin === 'DIRECT' || (directory !== null && isCovered(directory, field)),
  );
  const has = (field: keyof ContactContent) => shown.some((row) => row.field === field);
  if (!has('function')) return null;
  return {
    ...past,
    shownFields: detailFields.filter(
      (field) => has(field) || !past.provenance.some((row) => row.field === field),
    ),
    provenance: shown,
    sourcesThen: past.sourcesThen.filter(({ directory }) => isCovered(directory, 'function')),
    content: contentShowing(past.content, has),
  };
}
