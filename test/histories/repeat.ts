import type { Deed, Done } from './deeds.ts';
import type { Sight, Stored } from './sight.ts';

/**
 * Whether an act whose answer was lost with the process had taken effect before: then a second try is told that there is
 * nothing left to do, or, where two are another matter than one, it is not made.
 */
export function wasDone(deed: Deed, before: Sight, now: Stored): boolean {
  switch (deed.deed) {
    case 'withdraw':
      return now.consents.some(({ id, status }) => id === deed.consentId && status === 'WITHDRAWN');
    case 'create':
      return createdSince(deed, before, now) !== null;
    case 'write':
    case 'drop':
    case 'release field':
      return now.revisions.some(
        ({ contact_id, revision, actor }) =>
          contact_id === deed.contact.id &&
          revision > deed.contact.revision &&
          actor === `authority of ${deed.state}`,
      );
    case 'release entry':
      return !now.decisions.some(
        (row) =>
          row.iso3 === deed.state &&
          row.directory === deed.directory &&
          row.source_key === deed.key &&
          row.refusal !== null,
      );
    case 'split':
      return now.sources.some(
        (row) =>
          row.iso3 === deed.state &&
          row.directory === deed.directory &&
          row.source_key === deed.key &&
          row.contact_id !== deed.contact.id,
      );
    case 'accept':
    case 'reject':
      return deed.proposals.every(({ id }) =>
        now.proposals.some(
          (row) => row.id === id && row.status === (deed.deed === 'accept' ? 'ACCEPTED' : 'REJECTED'),
        ),
      );
    default:
      return false;
  }
}

/** The contact that a create left, also where its answer was lost. */
export function createdSince(deed: Deed, before: Sight, now: Stored): string | null {
  if (deed.deed !== 'create') return null;
  const first = now.revisions.find(
    ({ contact_id, revision, actor, action }) =>
      revision === 1 &&
      action === 'ADDED' &&
      actor === `authority of ${deed.state}` &&
      !before.stored.contacts.some(({ id }) => id === contact_id) &&
      Object.keys(now.contacts.find(({ id }) => id === contact_id)?.direct ?? {}).length > 0,
  );
  return first?.contact_id ?? null;
}

/** What came of an act in the end, when it was tried again after the process was killed. */
export function afterAll(again: Done, before: Sight, now: Stored): Done {
  const { deed } = again;
  if (again.answer.error === null || !wasDone(deed, before, now)) return again;
  return { deed, answer: { data: null, error: null }, created: createdSince(deed, before, now) };
}
