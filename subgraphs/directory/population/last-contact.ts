import { differences } from '../contacts/changes.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { Draft } from './draft.ts';
import type { Act } from './draft-terms.ts';

// The last point of contact of a state, or of a function of it, never goes without a person's yes (E5).

/**
 * Removes a copy whose entry is gone, or lets the removal wait: where nobody else is left for the function, and where the
 * directory removes and nominates in separate steps and nobody else is nominated at that level yet.
 */
export function guardedRemoval(
  draft: Draft,
  source: CopySourceRow,
  pull: string | null,
  act: Act,
  mayBeReplaced: boolean,
): void {
  const contact = draft.contact(source.contact_id);
  const isHalf = mayBeReplaced && !hasSuccessor(draft, source);
  if (!contact || draft.standsWithout(source) || (!isHalf && othersFor(draft, contact).length > 0)) {
    draft.unlink(source, act);
    return;
  }
  const { iso3, directory, source_key, consent_id, position } = source;
  const isLastOfAll = draft.contactsOf(iso3).length === 1;
  const lastOf = isLastOfAll
    ? 'the last point of contact of the state'
    : `the last point of contact of the state for the function ${contact.content.function}`;
  const which = isHalf
    ? `the only one it had of the state at the level ${levelOf(source) ?? '(none)'}; its successor may come later`
    : lastOf;
  draft.propose({
    iso3,
    directory,
    source_key,
    consent_id,
    kind: 'REMOVE',
    cause: isHalf ? 'REPLACEMENT' : 'LAST_CONTACT',
    reason: `${directory} no longer has this entry, and it is ${which}. It is kept until you say yes, or until there is another.`,
    changes: differences(contact.content, null),
    claims: null,
    withheld: [],
    contact_id: contact.id,
    position,
    pull,
  });
}

/** A removal that waited because nobody else was left takes effect as soon as somebody is. */
export function settleWaitingRemovals(draft: Draft, iso3: string, act: Act): void {
  for (const proposal of draft.waiting()) {
    const { cause } = proposal;
    if (proposal.iso3 !== iso3 || (cause !== 'LAST_CONTACT' && cause !== 'REPLACEMENT')) continue;
    const source = draft.source(proposal);
    const contact = source && draft.contact(source.contact_id);
    if (!contact || contact.removed_at !== null) {
      draft.supersede(proposal, 'The contact is no longer copied from this entry.');
      continue;
    }
    const isManned =
      cause === 'REPLACEMENT' ? hasSuccessor(draft, source) : othersFor(draft, contact).length > 0;
    if (!draft.standsWithout(source) && !isManned) continue;
    draft.supersede(
      proposal,
      'There is another point of contact for the function now: the removal took effect.',
    );
    draft.unlink(source, { ...act, authority: source.consent_id });
  }
}

/** Whether the directory has somebody else of the state at the same level. */
function hasSuccessor(draft: Draft, source: CopySourceRow): boolean {
  return draft
    .contactsOf(source.iso3)
    .flatMap(({ id }) => draft.sourcesOf(id))
    .some(
      (other) =>
        other !== source &&
        other.directory === source.directory &&
        other.present &&
        levelOf(other) === levelOf(source),
    );
}

const levelOf = ({ claims }: CopySourceRow) => claims.level?.value ?? null;

/** Who else is there for the contact's function, apart from those that wait to be removed themselves. */
function othersFor(draft: Draft, contact: ContactRow): ContactRow[] {
  const leaving = new Set(
    draft
      .waiting()
      .filter(({ kind }) => kind === 'REMOVE')
      .map(({ contact_id }) => contact_id),
  );
  return draft
    .contactsOf(contact.iso3)
    .filter(
      (other) =>
        other.id !== contact.id &&
        other.content.function === contact.content.function &&
        !leaving.has(other.id),
    );
}
