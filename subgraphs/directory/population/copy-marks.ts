import type { CopySourceRow } from '../storage/copy-source-row.ts';

/** What anybody can see of a copy beside its values. */
export const marksOf = ({
  present,
  consent_id,
  withheld,
  dates,
}: Pick<CopySourceRow, 'present' | 'consent_id' | 'withheld' | 'dates'>) => ({
  present,
  consent_id,
  withheld,
  dates,
});

/** A copy as a contact's history names it. */
export const shownSource = ({ directory, source_key, consent_id, present }: CopySourceRow) => ({
  directory,
  sourceKey: source_key,
  consentId: consent_id,
  present,
});
