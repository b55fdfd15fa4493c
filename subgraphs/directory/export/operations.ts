import { oneARequest } from '../one-a-request.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { type ExportPage, type ExportRequest, exportPage } from './export-page.ts';

/** What of the directory can be taken away as a file. */
export interface ExportOperations {
  /** The next piece of a file of contacts, as far as the caller may read them. */
  exportContacts(request: ExportRequest): Promise<ExportPage>;
}

/** @param contactsOf a state's contacts, whole */
export const exportOperations = (
  contactsOf: (iso3: string) => Promise<readonly ContactRow[]>,
): ExportOperations => {
  const once = oneARequest('exportContacts');
  return {
    exportContacts: async (request) => {
      once();
      return exportPage(request, contactsOf);
    },
  };
};
