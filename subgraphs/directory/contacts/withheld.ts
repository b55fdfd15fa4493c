import { contactFields } from '../../../platform/vocabulary/terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';

/** The fields that a contact's source withholds, where what is shown is from that source, or nothing is shown. */
export function withheldIn({ provenance }: ContactRow, sources: readonly CopySourceRow[]): string[] {
  return contactFields.filter((field) => {
    const shown = provenance.find((row) => row.field === field);
    return sources.some(
      ({ directory, source_key, withheld }) =>
        withheld.includes(field) &&
        (!shown || (shown.directory === directory && shown.sourceKey === source_key)),
    );
  });
}
