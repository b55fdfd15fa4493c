import type { ContactSight } from '../opening/access.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { type ExportOperations, exportOperations } from './operations.ts';

/** A file holds what its reader is shown of each contact, and nothing else: who reads contacts may take them away. */
export function guardedExport(
  contactsOf: (iso3: string) => Promise<readonly ContactRow[]>,
  sight: ContactSight,
): ExportOperations {
  const shown = exportOperations((iso3) => sight.shown(() => contactsOf(iso3)));
  return {
    exportContacts: async (request) => {
      // Also where nobody's contacts are asked for, or none are there.
      await sight.shown(async () => []);
      return shown.exportContacts(request);
    },
  };
}
