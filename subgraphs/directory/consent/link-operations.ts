import { type Linkage, linkageOf } from '../contacts/linkage.ts';
import type { DirectoryParts } from '../parts.ts';
import type { Draft } from '../population/draft.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { endSameAsRegion, joinsByLink, type LinkEnd, type Linked, sameAsRegion } from './same-as-region.ts';
import type { ConsentRequest } from './terms.ts';
import type { Withdrawn } from './withdraw.ts';

/** "The same as in my region" (¶19): taking part, consent and contacts in one act, and the sign of it on each contact. */
export interface LinkOperations {
  /** What a contact follows by itself; null where all of it is the state's own word. */
  linkageOf(contact: ContactRow): Promise<Linkage | null>;
  sameAsRegion(request: ConsentRequest): Promise<Linked>;
  previewSameAsRegion(request: ConsentRequest): Promise<{ readonly draft: Draft; readonly joins: boolean }>;
  endSameAsRegion(end: LinkEnd): Promise<Withdrawn>;
}

/** What these operations need of the others of the same request. */
interface Known {
  sourcesOf(contact: ContactRow): Promise<readonly CopySourceRow[]>;
  /** Of a state, ended ones too. */
  consentsOf(iso3: string): Promise<readonly ConsentRow[]>;
  previewConsent(request: ConsentRequest): Promise<Draft>;
}

export function linkOperations(parts: DirectoryParts, subject: string, known: Known): LinkOperations {
  return {
    linkageOf: async (contact) =>
      linkageOf(contact, await known.sourcesOf(contact), await known.consentsOf(contact.iso3)),
    sameAsRegion: (request) => sameAsRegion(parts, request, subject),
    previewSameAsRegion: async (request) => ({
      draft: await known.previewConsent(request),
      joins: await parts.database.read((manager) => joinsByLink(manager, request.state)),
    }),
    endSameAsRegion: (end) => endSameAsRegion(parts, end, subject),
  };
}
