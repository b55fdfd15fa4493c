import { differences } from '../contacts/changes.ts';
import { type Claims, isBlank, nothingTelling, valuesOf } from '../contacts/claims.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import type { Draft } from './draft.ts';
import type { Act } from './draft-terms.ts';
import type { RegionalEntry } from './regional-entry.ts';
import { composedWith, composedWithout, standsWithout } from './what-if.ts';

// The last point of contact of a state, or of a function of it, never goes without a person's yes (E5). It goes in two ways:
// its entry is gone, or its entry is for another function now. Either way the copy stays as it stood, marked as no longer
// confirmed, and the state is asked; it goes by itself once there is somebody else for the function.
//
// | its entry                                           | while nobody else is left            | the state is asked |
// |-----------------------------------------------------|--------------------------------------|--------------------|
// | is taken out, or is another state's                 | the copy stays                       | REMOVE             |
// | is for another function that the consent covers     | the copy stays for the function it had | CHANGE, of the function |
// | is for another function that it does not cover      | the copy stays for the function it had | REMOVE           |
// | has another level, and no answer which function     | the copy stays for the function it had | which function     |
//
// Where each takes the place of the other, such as two entries that change functions, nobody is missing and nobody is asked.
// What the state itself does (an answer, a narrower consent, a yes) is its yes.

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
  if (!contact || standsWithout(draft, source) || (!isHalf && isManned(draft, contact))) {
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

/** Whether an entry itself says that it is for something else than it is copied as; not its state, by a consent or an answer. */
export function isForAnotherFunction(
  { claims }: CopySourceRow,
  { function: said, level }: Pick<RegionalEntry, 'function' | 'level'>,
): boolean {
  return said === null ? level !== (claims.level?.value ?? null) : said !== claims.function?.value;
}

/**
 * Whether a contact would be lost for its function, and nobody else is left for it.
 * @param claims what its entry says now, within the consent; null where the consent does not cover it any more
 */
export function wouldBeMissed(
  draft: Draft,
  source: CopySourceRow,
  claims: Claims | null,
  consentId: string,
): boolean {
  const contact = draft.contact(source.contact_id);
  if (!contact) return false;
  const stays = claims !== null && draft.homeOf(source, claims) === contact;
  const left = stays ? composedWith(draft, source, claims, consentId) : composedWithout(draft, source);
  const isStill =
    left !== null && !isBlank(left.content) && left.content.function === contact.content.function;
  return !isStill && !isManned(draft, contact);
}

/**
 * What waited because nobody else was left takes effect as soon as somebody is.
 * @returns whether anything took effect
 */
export function settleWaitingRemovals(draft: Draft, iso3: string, act: Act): boolean {
  let settled = settleFunctions(draft, iso3, act);
  for (const proposal of draft.waiting()) {
    const { cause } = proposal;
    if (proposal.iso3 !== iso3 || (cause !== 'LAST_CONTACT' && cause !== 'REPLACEMENT')) continue;
    const source = draft.source(proposal);
    const contact = source && draft.contact(source.contact_id);
    if (!contact || contact.removed_at !== null) {
      draft.supersede(proposal, 'The contact is no longer copied from this entry.');
      continue;
    }
    const isOver = isManned(draft, contact) && (cause !== 'REPLACEMENT' || hasSuccessor(draft, source));
    if (!standsWithout(draft, source) && !isOver) continue;
    draft.supersede(
      proposal,
      'There is another point of contact for the function now: the removal took effect.',
    );
    draft.unlink(source, { ...act, authority: source.consent_id });
    settled = true;
  }
  return settled;
}

/**
 * Lets entries follow to their new function where somebody is there for the one they had: also each for the other.
 * @returns whether any did
 */
function settleFunctions(draft: Draft, iso3: string, act: Act): boolean {
  const asked = draft.waiting().filter((row) => row.iso3 === iso3 && isOfFunction(draft, row));
  let going = asked;
  const homeOf = (row: ProposalRow) => draft.contact(draft.source(row)?.contact_id ?? '');
  const isTaken = (row: ProposalRow) => {
    const home = homeOf(row);
    return going.some(
      (other) => homeOf(other) !== home && other.claims?.function?.value === home?.content.function,
    );
  };
  const mayGo = (row: ProposalRow) => {
    const source = draft.source(row);
    const claims = row.cause === 'LEVEL' ? null : row.claims;
    return !source || !wouldBeMissed(draft, source, claims, row.consent_id) || isTaken(row);
  };
  for (;;) {
    const rest = going.filter(mayGo);
    if (rest.length === going.length) break;
    going = rest;
  }
  for (const row of going) {
    const source = draft.source(row);
    const { directory, source_key, consent_id, claims, withheld, dates } = row;
    const under = { ...act, authority: consent_id };
    const values = valuesOf(claims ?? {});
    if (row.cause === 'FUNCTION')
      draft.supersede(row, 'There is another point of contact for the function now: the change took effect.');
    else if (isBlank(values)) {
      draft.supersede(row, nothingTelling);
      draft.leaveOut(row);
    } else {
      // The question stays: what the entry is for is still to be said.
      Object.assign(row, { kind: 'ADD', contact_id: null, changes: differences(null, values) });
      draft.touchedProposals.add(row);
    }
    if (source && row.cause === 'FUNCTION' && claims) {
      const position = Math.max(source.position, row.position);
      draft.copy(
        { iso3, directory, source_key },
        { consent_id, claims, withheld, present: true, position, dates },
        under,
      );
    } else if (source) draft.unlink(source, under);
  }
  return going.length > 0;
}

/** Whether a proposal asks for a function of an entry whose copy stays meanwhile. */
const isOfFunction = (draft: Draft, row: ProposalRow) =>
  row.cause === 'FUNCTION' || (row.cause === 'LEVEL' && draft.source(row) !== undefined);

/** Whether the directory has somebody else of the state at the same level. */
function hasSuccessor(draft: Draft, source: CopySourceRow): boolean {
  return draft.hasContact(source.iso3, ({ id }) =>
    draft
      .sourcesOf(id)
      .some(
        (other) =>
          other !== source &&
          other.directory === source.directory &&
          other.present &&
          levelOf(other) === levelOf(source),
      ),
  );
}

const levelOf = ({ claims }: CopySourceRow) => claims.level?.value ?? null;

/** Whether somebody else is there for the contact's function, apart from those that wait to be removed themselves. */
function isManned(draft: Draft, contact: ContactRow): boolean {
  const leaving = new Set(
    draft
      .waiting()
      .filter((row) => row.kind === 'REMOVE' || isOfFunction(draft, row))
      // The contact that its entry is part of now, which may be another than the one that was asked about.
      .map((row) => draft.source(row)?.contact_id),
  );
  return draft.hasContact(
    contact.iso3,
    (other) =>
      other.id !== contact.id &&
      other.content.function === contact.content.function &&
      !leaving.has(other.id),
  );
}
