import { changesOf, differences, type FieldChange } from '../contacts/changes.ts';
import { type Claims, claimedFields } from '../contacts/claims.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import type { Draft } from './draft.ts';
import type { Act, EntryOfState, NewProposal } from './draft-terms.ts';
import { composedWith, composedWithout } from './what-if.ts';

export type Question = Pick<NewProposal, 'kind' | 'contact_id' | 'changes' | 'reason'>;

/** What a state is asked of an entry as it is now; null where a copy of it holds just that already. */
export function questionOf(
  draft: Draft,
  entry: EntryOfState,
  claims: Claims,
  consentId: string,
): Question | null {
  const source = draft.source(entry);
  const home = draft.homeOf(entry, claims);
  const contact = source ? draft.contact(source.contact_id) : home;
  const shown = differences(
    contact?.content ?? null,
    composedWith(draft, entry, claims, consentId)?.content ?? null,
  );
  const unseen = source ? claimChanges(source.claims, claims, contact?.direct ?? {}) : [];
  const changes = [
    ...shown,
    ...unseen.filter(({ field }) => shown.every((change) => change.field !== field)),
  ];
  // Whether it leaves its contact is a question, also where both would show the same.
  if (source && contact === home && changes.length === 0) return null;
  const what = source ? 'changed' : 'lists';
  const whose = [
    source &&
      contact !== home &&
      ' It stands for somebody else now: it leaves this contact once you say yes.',
    !source &&
      contact &&
      ' It is the same point of contact as one that is there: it becomes part of it once you say yes.',
  ].find((sentence) => typeof sentence === 'string');
  return {
    kind: contact ? 'CHANGE' : 'ADD',
    contact_id: contact?.id ?? null,
    changes,
    reason: `${entry.directory} ${what} this entry. Each change waits for your yes, as your consent says.${whose ?? ''}`,
  };
}

/** What a source says anew, also where another's word is shown: saying yes may then open a conflict. */
function claimChanges(before: Claims, after: Claims, own: Claims): FieldChange[] {
  return claimedFields.flatMap((field) =>
    own[field] === undefined ? changesOf(field, before[field]?.value, after[field]?.value) : [],
  );
}

/**
 * Brings what waits in line with the contacts as they are now: what another source changed is before, not after.
 * @returns whether a copy followed for it
 */
export function refreshReviews(draft: Draft, iso3: string, act: Act): boolean {
  let followed = false;
  for (const waiting of draft.waiting()) {
    if (waiting.iso3 !== iso3 || waiting.cause === 'MERGE') continue;
    const question = questionNow(draft, waiting);
    if (question) draft.propose({ ...waitingAs(waiting), ...question });
    else if (waiting.cause === 'REVIEW') {
      draft.supersede(waiting, 'The entry is again as it was copied, where the state did not write itself.');
      takeUp(draft, waiting, act);
      followed = true;
    }
  }
  return followed;
}

/** What waits, as it would be asked now; null where nothing of it is left to ask. */
function questionNow(draft: Draft, waiting: ProposalRow): Partial<Question> | null {
  if (waiting.kind === 'REMOVE') return removalOf(draft, waiting);
  // What its level stands for is asked of the entry, whatever its contact says.
  if (waiting.cause === 'LEVEL') return { contact_id: draft.source(waiting)?.contact_id ?? null };
  const question = questionOf(draft, waiting, waiting.claims ?? {}, waiting.consent_id);
  return question && waiting.cause !== 'REVIEW' ? { ...question, reason: waiting.reason } : question;
}

/** What waited has nothing left to show, for the state wrote all of it itself by now: the copy follows unseen. */
function takeUp(draft: Draft, waiting: ProposalRow, act: Act): void {
  const { iso3, directory, source_key, consent_id, withheld, claims, dates } = waiting;
  const source = draft.source(waiting);
  if (!source || claims === null) return;
  const taken = takenUpUnseen(draft, source, claims);
  const position = Math.max(source.position, waiting.position);
  const copied = { consent_id, claims: taken, withheld, present: source.present, position, dates };
  draft.copy({ iso3, directory, source_key }, copied, { ...act, authority: consent_id });
}

/**
 * What a copy holds while a change of it waits. Of a field that the state wrote itself the source's newest word is taken up
 * unseen: it shows only once the state releases the field, and that is its yes.
 */
export function takenUpUnseen(draft: Draft, source: CopySourceRow, claims: Claims): Claims {
  const contact = draft.contact(source.contact_id);
  const own = contact?.direct ?? {};
  const unseen = Object.entries(claims).filter(([field]) => field in own);
  const taken = { ...source.claims, ...Object.fromEntries(unseen) };
  // Where it speaks of somebody else, it would leave the contact and be seen.
  return draft.homeOf(source, taken) === contact ? taken : source.claims;
}

/** What would be left of the contact without an entry that is gone. */
export function removalOf(
  draft: Draft,
  entry: EntryOfState,
): Pick<NewProposal, 'contact_id' | 'changes'> | null {
  const source = draft.source(entry);
  const contact = source && draft.contact(source.contact_id);
  if (!source || !contact) return null;
  const left = composedWithout(draft, source);
  return { contact_id: contact.id, changes: differences(contact.content, left?.content ?? null) };
}

function waitingAs(row: ProposalRow): NewProposal {
  const {
    id: _id,
    seq: _place,
    status: _status,
    created_at: _at,
    decided_at: _when,
    decided_by: _who,
    decision_reason: _why,
    ...asked
  } = row;
  return asked;
}
