import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { compareContacts } from '../contacts/order.ts';
import { consentGranted } from '../ledger/consent-acts.ts';
import { tellLedger } from '../ledger/tell.ts';
import { tellOutcomes } from '../organisations/tell-outcomes.ts';
import { mustTakePart } from '../participation/standing.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import { Draft } from '../population/draft.ts';
import { onReading } from '../population/on-reading.ts';
import type { StateReading } from '../population/regional-adapter.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { activeConsent, endConsent } from '../storage/consents.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { saveFacts } from '../storage/regional-directories.ts';
import { loadStates, saveDraft } from '../storage/states.ts';
import { expireConsentsWithin } from './expire.ts';
import { planGrant } from './plan-grant.ts';
import { type LeftOutEntry, leftOutOf } from './preview.ts';
import { type ConsentRequest, type ConsentTerms, checkLevels, sameTerms, termsOf } from './terms.ts';

export interface Granted {
  readonly consent: ConsentRow;
  /** Created or changed at once, in their fixed order. */
  readonly contacts: readonly ContactRow[];
  /** Covered entries of which no contact was made. */
  readonly leftOut: readonly LeftOutEntry[];
}

/**
 * Gives consent and copies at once, in one transaction. The very same terms as those in force give the consent in force
 * back; other terms take its place.
 * @param also what else the state does by the same act, in the same transaction
 * @throws Problem BAD_USER_INPUT, or INTERNAL_SERVER_ERROR where the directory does not answer; then nothing has changed
 */
export async function grantConsent(
  parts: DirectoryParts,
  request: ConsentRequest,
  grantedBy: string,
  also: () => Promise<void> = async () => undefined,
): Promise<Granted> {
  const adapter = adapterOf(parts, request.directory, 'input.directory');
  const terms = termsOf(request, adapter.code, parts.clock.now());
  const inForce = await parts.database.read((manager) => activeConsent(manager, terms.iso3, terms.directory));
  if (inForce && !isPast(inForce, parts) && sameTerms(inForce, terms)) {
    await parts.database.write(also);
    return { consent: inForce, contacts: [], leftOut: [] };
  }

  return onReading(parts, adapter, terms.iso3, async (reading, isOvertaken) => {
    checkLevels(terms, reading.facts);
    return parts.database.write(async (manager) => {
      if (await isOvertaken(manager)) return 'overtaken';
      await also();
      return grantOn(manager, parts, terms, reading, grantedBy);
    });
  });
}

/** What a consent would do, by the very rules that the grant follows, and nothing of it done. */
export async function draftConsent(
  parts: DirectoryParts,
  request: ConsentRequest,
  subject: string,
): Promise<Draft> {
  const adapter = adapterOf(parts, request.directory, 'input.directory');
  const terms = termsOf(request, adapter.code, parts.clock.now());
  const reading = await adapter.readState(terms.iso3, 0);
  checkLevels(terms, reading.facts);
  return parts.database.read(async (manager) => {
    const current = await activeConsent(manager, terms.iso3, terms.directory);
    const stored = await loadStates(manager, [terms.iso3]);
    const consent = newConsent(parts, terms, reading, subject);
    if (current && sameTerms(current, terms)) return new Draft(stored, consent.granted_at, randomUUID);
    return planGrant(stored, consent, current, reading, randomUUID);
  });
}

async function grantOn(
  manager: EntityManager,
  parts: DirectoryParts,
  terms: ConsentTerms,
  reading: StateReading,
  grantedBy: string,
): Promise<Granted> {
  await expireConsentsWithin(manager, parts.clock);
  await mustTakePart(manager, terms.iso3);
  const current = await activeConsent(manager, terms.iso3, terms.directory);
  if (current && sameTerms(current, terms)) return { consent: current, contacts: [], leftOut: [] };

  const consent = newConsent(parts, terms, reading, grantedBy);
  const draft = planGrant(await loadStates(manager, [terms.iso3]), consent, current, reading, randomUUID);
  if (current) {
    await endConsent(
      manager,
      current.id,
      {
        status: 'WITHDRAWN',
        ended_at: consent.granted_at,
        ended_by: grantedBy,
        end_reason: 'Replaced by a consent with other terms.',
        copies: null,
        replaced_by: consent.id,
      },
      consent.granted_at,
    );
  }
  await manager.save(ConsentRow, consent);
  await tellLedger(manager, consent.granted_at, [consentGranted(consent, current)]);
  await saveDraft(manager, draft);
  await tellOutcomes(manager, [terms.iso3], consent.granted_at);
  await saveFacts(manager, reading.facts);
  const contacts = [...draft.touchedContacts].filter(({ removed_at }) => removed_at === null);
  return { consent, contacts: contacts.sort(compareContacts), leftOut: leftOutOf(draft) };
}

function newConsent(
  { clock }: DirectoryParts,
  terms: ConsentTerms,
  reading: StateReading,
  grantedBy: string,
): ConsentRow {
  return {
    id: randomUUID(),
    ...terms,
    granted_at: instant(clock.now()),
    granted_by: grantedBy,
    feed_position: reading.facts.feedEnd.position,
    status: 'ACTIVE',
    ended_at: null,
    ended_by: null,
    end_reason: null,
    copies: null,
    replaced_by: null,
  };
}

const isPast = ({ valid_until }: ConsentRow, { clock }: DirectoryParts) =>
  valid_until !== null && valid_until <= instant(clock.now());
