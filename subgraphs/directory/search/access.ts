import type { ContactSight } from '../opening/access.ts';
import type { SearchOperations } from './operations.ts';

/** Whoever may read contacts may search those they may read, by what of them they may read. */
export const guardedSearch = (operations: SearchOperations, sight: ContactSight): SearchOperations => ({
  searchContacts: (search) => operations.searchContacts(search, (contacts) => sight.shown(contacts)),
});
