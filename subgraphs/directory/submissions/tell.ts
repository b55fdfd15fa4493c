import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import type { Clock } from '../../../platform/clock/clock.ts';
import type { LedgerEntry } from '../../../platform/ledger/append.ts';
import { digestOfText } from '../../../platform/ledger/digest-of-text.ts';
import { enqueueDirectoryMessage } from '../messages/enqueue.ts';
import type { SubmissionDocumentRow, SubmissionRow } from '../storage/submission-rows.ts';

/** What of a submission the ledger is told: ids, names of fields, digests; of the note itself the digest of its reference. */
function entry(row: SubmissionRow, verb: string, payload: LedgerEntry['payload'] = {}): LedgerEntry {
  return {
    kind: `submission.${verb}`,
    authority: digestOfText(row.reference),
    state: row.iso3,
    subjects: { submission: row.id },
    payload: { ...payload },
  };
}

export const submissionEntered = (row: SubmissionRow, document: SubmissionDocumentRow): LedgerEntry =>
  entry(row, 'entered', {
    acts: actsTold(row),
    // What exactly the authority is asked, without telling it: with the document's octets it can be shown what stood behind it.
    digest: createHash('sha256').update(JSON.stringify(row.acts)).digest('hex'),
    document: {
      id: document.id,
      sha256: document.sha256,
      bytes: document.bytes,
      mediaType: document.media_type,
    },
    receivedOn: row.received_on,
    dueAt: row.due_at,
  });

/** How it ended. Who did it is who acts. */
export const submissionEnded = (row: SubmissionRow): LedgerEntry =>
  entry(row, row.status.toLowerCase(), { awaited: row.awaits, acts: actsTold(row) });

/** Whose yes it needs from now on, and until when. */
export const submissionPassed = (row: SubmissionRow): LedgerEntry =>
  entry(row, 'passed', { awaits: row.awaits, dueAt: row.due_at });

const actsTold = ({ acts }: SubmissionRow) =>
  acts.map(({ kind, contactId, changes }) => ({
    kind,
    contact: contactId,
    fields: changes.map(({ field }) => field),
  }));

const ofRow = (row: SubmissionRow) => ({
  reference: row.reference,
  acts: row.acts.length,
  due: new Date(row.due_at),
});

/** Asks the state's authority for its yes. */
export function askAuthority(manager: EntityManager, clock: Clock, row: SubmissionRow): Promise<boolean> {
  return enqueueDirectoryMessage(manager, clock, {
    event: `submission.entered/${row.id}/${row.due_at}`,
    to: { authorityOf: row.iso3 },
    template: 'submission.entered',
    values: ofRow(row),
    expiresAt: new Date(row.due_at),
  });
}

/** @param before so many days before it is due, or less: each is told once. */
export function remindAuthority(
  manager: EntityManager,
  clock: Clock,
  row: SubmissionRow,
  before: number,
): Promise<boolean> {
  return enqueueDirectoryMessage(manager, clock, {
    event: `submission.reminder/${row.id}/${row.due_at}/${before}`,
    to: { authorityOf: row.iso3 },
    template: 'submission.reminder',
    values: { ...ofRow(row), days: daysLeft(row, clock.now()) },
    expiresAt: new Date(row.due_at),
  });
}

const dayMilliseconds = 24 * 60 * 60 * 1000;

const daysLeft = ({ due_at }: SubmissionRow, now: Date): number =>
  Math.max(1, Math.round((Date.parse(due_at) - now.getTime()) / dayMilliseconds));

/** Tells whoever of the state and the custodian is concerned, and did not do it, how it ended. */
export async function tellEnd(manager: EntityManager, clock: Clock, row: SubmissionRow): Promise<void> {
  const told = async (to: { authorityOf: string } | { subject: string }, whom: string) => {
    const values = ofRow(row);
    const event = `submission.ended/${row.id}/${whom}`;
    switch (row.status) {
      case 'CONFIRMED':
        return enqueueDirectoryMessage(manager, clock, {
          event,
          to,
          template: 'submission.confirmed',
          values,
        });
      case 'REFUSED':
        return enqueueDirectoryMessage(manager, clock, { event, to, template: 'submission.refused', values });
      case 'WITHDRAWN':
        return enqueueDirectoryMessage(manager, clock, {
          event,
          to,
          template: 'submission.withdrawn',
          values,
        });
      case 'EXPIRED':
        return enqueueDirectoryMessage(manager, clock, { event, to, template: 'submission.expired', values });
      case 'WAITING':
        return false;
    }
  };
  if (row.decided_by !== row.entered_by) await told({ subject: row.entered_by }, 'custodian');
  await told({ authorityOf: row.iso3 }, 'authority');
}
