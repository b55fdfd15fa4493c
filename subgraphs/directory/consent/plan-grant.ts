import { isBlank, nothingTelling, valuesOf } from '../contacts/claims.ts';
import { Draft } from '../population/draft.ts';
import type { StoredStates } from '../population/draft-terms.ts';
import { observationsOfReading } from '../population/observation.ts';
import { planNews } from '../population/plan.ts';
import type { StateReading } from '../population/regional-adapter.ts';
import { settle } from '../population/settle.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import { coversFunction, restrict } from './coverage.ts';

/**
 * What a consent does at once, given what is stored of the state and a reading of its entries: the same for a dry run and
 * for the grant itself.
 * @param replaced the consent that it takes the place of
 */
export function planGrant(
  stored: StoredStates,
  consent: ConsentRow,
  replaced: ConsentRow | null,
  reading: StateReading,
  newId: () => string,
): Draft {
  const draft = new Draft(stored, consent.granted_at, newId);
  const act = { actor: consent.granted_by, authority: consent.id };
  for (const proposal of draft.waiting()) {
    if (proposal.consent_id === replaced?.id) {
      draft.supersede(proposal, 'The consent it stood on has ended.');
      Object.assign(proposal, { changes: [], claims: null });
    }
  }
  const held = replaced ? draft.sourcesWhere((source) => source.consent_id === replaced.id) : [];
  for (const source of held) {
    const copiedAs = source.claims.function?.value;
    if (copiedAs === undefined || !coversFunction(consent, copiedAs)) {
      draft.unlink(source, { ...act, reason: 'The consent does not cover it any more.' });
      continue;
    }
    const { iso3, directory, source_key, contact_id: _same, ...copied } = source;
    const claims = restrict(source.claims, consent);
    if (isBlank(valuesOf(claims))) {
      draft.unlink(source, { ...act, reason: nothingTelling });
      continue;
    }
    draft.copy({ iso3, directory, source_key }, { ...copied, consent_id: consent.id, claims }, act);
  }
  const heldKeys = draft
    .sourcesWhere((source) => source.consent_id === consent.id)
    .map(({ source_key }) => source_key);
  planNews(draft, {
    directory: consent.directory,
    removalsMayBeReplaced: reading.facts.removalsMayBeReplaced,
    consents: new Map([[consent.iso3, consent]]),
    observations: observationsOfReading(consent.iso3, reading, heldKeys, consent.granted_at),
    actorOf: () => consent.granted_by,
  });
  settle(draft, consent.iso3, act);
  draft.visible = true;
  return draft;
}
