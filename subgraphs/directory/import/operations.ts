import { oneARequest } from '../one-a-request.ts';
import type { DirectoryParts } from '../parts.ts';
import { type ImportPreview, type ImportRequest, importContacts, previewImport } from './import-contacts.ts';

/** A state brings its contacts as a file. */
export interface ImportOperations {
  /** What an import would do. */
  previewImport(request: ImportRequest): Promise<ImportPreview>;
  /** Does what the preview of this digest said. */
  importContacts(request: ImportRequest & { readonly digest: string }): Promise<ImportPreview>;
}

export const importOperations = (parts: DirectoryParts, subject: string): ImportOperations => {
  const [preview, change] = [oneARequest('previewImport'), oneARequest('importContacts')];
  return {
    previewImport: async (request) => {
      preview();
      return previewImport(parts, request, subject);
    },
    importContacts: async (request) => {
      change();
      return importContacts(parts, request, subject);
    },
  };
};
