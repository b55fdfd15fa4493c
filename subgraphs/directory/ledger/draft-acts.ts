import { isDeepStrictEqual } from 'node:util';
import { type Actor, actingNow, theProduct } from '../../../platform/ledger/actor.ts';
import type { LedgerEntry } from '../../../platform/ledger/append.ts';
import { claimedFields } from '../contacts/claims.ts';
import { marksOf } from '../population/copy-marks.ts';
import type { Draft } from '../population/draft.ts';
import { entryKey } from '../population/draft-terms.ts';
import type { ContactRevisionRow } from '../storage/contact-revision-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';

/**
 * All that a draft does, as the ledger tells it: contacts, their copies, and what the state decided. Ids and names of fields,
 * and never a value of them.
 * @param before the copies of the draft's states as they are stored still
 */
export function draftActs(draft: Draft, before: readonly CopySourceRow[]): LedgerEntry[] {
  const stored = new Map(before.map((source) => [entryKey(source), source]));
  return [
    ...decisions(draft),
    ...draft.revisions.map((revision) => contactChanged(draft, revision)),
    ...[...draft.touchedSources].flatMap((source) => copied(source, stored.get(entryKey(source)))),
    ...[...draft.droppedSources.values()].flatMap((source) =>
      stored.has(entryKey(source)) ? [copyEnded(draft, source)] : [],
    ),
  ];
}

/** Who changed a contact: whoever acts, or the pull that the product follows. */
function actorOf({ actor }: ContactRevisionRow): Actor {
  const acting = actingNow();
  return acting.role === 'product' ? theProduct(actor) : acting;
}

function contactChanged(draft: Draft, revision: ContactRevisionRow): LedgerEntry {
  const { contact_id, action, authority, changes, snapshot, changed_on, submission } = revision;
  return {
    kind: `contact.${action.toLowerCase()}`,
    actor: actorOf(revision),
    authority: authority ?? submission,
    state: draft.contact(contact_id)?.iso3 ?? null,
    subjects: { contact: contact_id, ...(submission === null ? {} : { submission }) },
    payload: {
      revision: revision.revision,
      fields: changes.map(({ field }) => field),
      copiedFrom: (snapshot?.copiedFrom ?? []).map(({ directory, sourceKey, consentId }) => ({
        directory,
        sourceKey,
        consent: consentId,
      })),
      changedOn: changed_on,
    },
  };
}

function copied(source: CopySourceRow, before: CopySourceRow | undefined): LedgerEntry[] {
  const fields = claimedFields.filter(
    (field) => !isDeepStrictEqual(source.claims[field]?.value, before?.claims[field]?.value),
  );
  const isSame =
    before !== undefined &&
    fields.length === 0 &&
    before.contact_id === source.contact_id &&
    isDeepStrictEqual(marksOf(before), marksOf(source));
  if (isSame) return [];
  const pulls = claimedFields.flatMap((field) => source.claims[field]?.pull ?? []);
  return [
    {
      kind: before ? 'copy.changed' : 'copy.made',
      authority: source.consent_id,
      state: source.iso3,
      subjects: copySubjects(source),
      payload: {
        fields,
        pulls: [...new Set(pulls)],
        position: source.position,
        present: source.present,
        withheld: source.withheld,
      },
    },
  ];
}

function copyEnded(draft: Draft, source: CopySourceRow): LedgerEntry {
  const contact = draft.contact(source.contact_id);
  const isKept = contact?.kept_from.some(
    (kept) => kept.directory === source.directory && kept.sourceKey === source.source_key,
  );
  return {
    kind: isKept ? 'copy.kept' : 'copy.removed',
    authority: source.consent_id,
    state: source.iso3,
    subjects: copySubjects(source),
    payload: { fields: claimedFields.filter((field) => source.claims[field] !== undefined) },
  };
}

const copySubjects = ({ contact_id, consent_id, directory, source_key }: CopySourceRow) => ({
  contact: contact_id,
  consent: consent_id,
  directory,
  sourceKey: source_key,
});

/** What the state answered, chose and ordered. */
function decisions(draft: Draft): LedgerEntry[] {
  const proposals = [...draft.touchedProposals]
    .filter(({ status }) => status === 'ACCEPTED' || status === 'REJECTED')
    .map(
      ({ id, iso3, status, kind, cause, directory, source_key, consent_id, contact_id }): LedgerEntry => ({
        kind: `proposal.${status.toLowerCase()}`,
        authority: consent_id,
        state: iso3,
        subjects: {
          proposal: id,
          consent: consent_id,
          ...(contact_id === null ? {} : { contact: contact_id }),
        },
        payload: { kind, cause, directory, sourceKey: source_key },
      }),
    );
  const answers = [...draft.answers.touched].map(
    ({ iso3, directory, source_key, answered_function, refusal, kept }): LedgerEntry => ({
      kind: 'entry.decided',
      state: iso3,
      subjects: { directory, sourceKey: source_key },
      payload: { function: answered_function, refusal, kept },
    }),
  );
  const pairs = [...draft.pairs.touched].map(
    ({ iso3, one, other, same, rule }): LedgerEntry => ({
      kind: same ? 'pair.joined' : 'pair.parted',
      state: iso3,
      subjects: { one, other },
      payload: { rule },
    }),
  );
  const precedences = [...draft.precedences.touched].map(
    ({ iso3, scope, name, directories }): LedgerEntry => ({
      kind: 'precedence.set',
      state: iso3,
      payload: { scope, name, directories },
    }),
  );
  const conflicts = [...draft.conflicts.touched]
    .filter(({ resolution, resolved_at }) => resolution === 'CHOICE' && resolved_at === draft.now)
    .map(
      ({ id, iso3, contact_id, field, chosen }): LedgerEntry => ({
        kind: 'conflict.resolved',
        state: iso3,
        subjects: { conflict: id, contact: contact_id },
        payload: { field, chosen },
      }),
    );
  return [...proposals, ...answers, ...pairs, ...precedences, ...conflicts];
}
