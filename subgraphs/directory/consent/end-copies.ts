import { Claims, claimedFields, structureFields } from '../contacts/claims.ts';
import { takeOver } from '../matching/kept.ts';
import type { Draft } from '../population/draft.ts';
import type { Act } from '../population/draft-terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';

/** Takes back every copy made under a consent. @returns the contacts that went or lost what came from it */
export function withdrawCopies(draft: Draft, consentId: string, act: Act): Set<ContactRow> {
  return new Set(
    draft
      .sourcesWhere((source) => source.consent_id === consentId)
      .map((source) => draft.unlink(source, act)),
  );
}

/** Makes every copy made under a consent the state's own: its values stay, and no directory is behind them any more. */
export function keepCopies(draft: Draft, consentId: string, act: Act): Set<ContactRow> {
  return new Set(
    draft
      .sourcesWhere((source) => source.consent_id === consentId)
      .map((source) => {
        const contact = draft.contact(source.contact_id);
        if (!contact)
          throw new Error(`A copy names contact ${source.contact_id}, which is not in the draft.`);
        contact.direct = { ...shownFrom(contact, source, draft.now), ...contact.direct };
        takeOver(draft, contact, source);
        return draft.unlink(source, act, 'KEPT');
      }),
  );
}

/** What a contact shows from one source, and what it is, as the state's own word. */
function shownFrom(contact: ContactRow, source: CopySourceRow, at: string): Claims {
  const shown = contact.provenance.filter(
    ({ directory, sourceKey }) => directory === source.directory && sourceKey === source.source_key,
  );
  const fields = claimedFields.filter(
    (field) => structureFields.some((name) => name === field) || shown.some((row) => row.field === field),
  );
  const stated = fields.map((field) => [
    field,
    { value: contact.content[field], at, pull: null, kept: true },
  ]);
  return Claims.parse(Object.fromEntries(stated));
}
