import type { ImportOperations } from './operations.ts';

/** A file is the state's own word as much as a form: whoever may not write its contacts may not even preview one. */
export function guardedImport(
  operations: ImportOperations,
  ownState: (given: string) => void,
): ImportOperations {
  return {
    previewImport: async (request) => {
      ownState(request.state);
      return operations.previewImport(request);
    },
    importContacts: async (request) => {
      ownState(request.state);
      return operations.importContacts(request);
    },
  };
}
