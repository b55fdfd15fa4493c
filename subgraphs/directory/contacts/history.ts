import { type EntityManager, type FindOptionsWhere, In } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { ContactRevisionRow } from '../storage/contact-revision-row.ts';
import { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import type { Snapshot } from './history-snapshot.ts';
import { compareContacts } from './order.ts';

/** A contact as it stood at a time. `removed_at` says when it was removed since, if it was. */
export interface PastContact extends ContactRow {
  /** The entries it was copied from then: their links, and nothing of what they said. */
  readonly sourcesThen: readonly CopySourceRow[];
}

export const isPast = (contact: ContactRow): contact is PastContact => 'sourcesThen' in contact;

/** Contacts as they stood at a time, in their fixed order; without those that were not there yet, or no longer. */
export async function contactsAsOf(
  manager: EntityManager,
  which: FindOptionsWhere<ContactRow>,
  at: Instant,
): Promise<PastContact[]> {
  const contacts = await manager.findBy(ContactRow, which);
  const last = await lastSteps(manager, contacts, at);
  return contacts
    .flatMap((contact) => {
      const step = last.get(contact.id);
      return step?.snapshot ? [asItStood(contact, step, step.snapshot)] : [];
    })
    .sort(compareContacts);
}

/** One contact as it stood at a time, or, where it had become part of another by then, that other. */
export async function contactAsOf(
  manager: EntityManager,
  id: string,
  at: Instant,
): Promise<PastContact | null> {
  const [past] = await contactsAsOf(manager, { id }, at);
  if (past) return past;
  const row = await manager.findOneBy(ContactRow, { id });
  if (!row || row.merged_into === null || row.created_at > at) return null;
  const [survivor] = await contactsAsOf(manager, { id: row.merged_into }, at);
  return survivor ?? null;
}

/** By contact, the last step of its history up to a time. */
async function lastSteps(
  manager: EntityManager,
  contacts: readonly ContactRow[],
  at: Instant,
): Promise<Map<string, ContactRevisionRow>> {
  const query = manager
    .createQueryBuilder(ContactRevisionRow, 'step')
    .where({ contact_id: In(contacts.map(({ id }) => id)) });
  const lastBefore = query
    .subQuery()
    .select('MAX(earlier.revision)')
    .from(ContactRevisionRow, 'earlier')
    .where('earlier.contact_id = step.contact_id')
    .andWhere('earlier.at <= :at');
  const rows = await query.andWhere(`step.revision = ${lastBefore.getQuery()}`, { at }).getMany();
  return new Map(rows.map((row) => [row.contact_id, row]));
}

function asItStood(contact: ContactRow, step: ContactRevisionRow, then: Snapshot): PastContact {
  const { id, iso3, merged_into, created_at, removed_at } = contact;
  return {
    id,
    iso3,
    content: then.content,
    provenance: then.provenance,
    direct: {},
    kept_from: [],
    former_ids: [],
    merged_into,
    revision: step.revision,
    created_at,
    updated_at: step.at,
    removed_at,
    sourcesThen: then.copiedFrom.map(({ directory, sourceKey, consentId, present }) => ({
      iso3,
      directory,
      source_key: sourceKey,
      contact_id: id,
      consent_id: consentId,
      claims: {},
      withheld: [],
      present,
      position: 0,
      dates: null,
    })),
  };
}
