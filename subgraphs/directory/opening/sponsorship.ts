import { instant } from '../../../platform/clock/clock.ts';
import { badInput, notFound } from '../../../platform/errors/problem.ts';
import { textOf } from '../contacts/direct-values.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import { SponsorshipRow } from '../storage/opening-rows.ts';
import { stateOf } from './release.ts';

export interface SponsorshipRequest {
  readonly state: string;
  readonly observer: string;
  readonly name: string;
}

const longest = { observer: 200, name: 300 };

/**
 * A state answers for a non-governmental body. One that it had let go is sponsored anew.
 * @throws Problem BAD_USER_INPUT with the argument at fault
 */
export function sponsorObserver(
  { database, clock }: DirectoryParts,
  request: SponsorshipRequest,
  sponsoredBy: string,
): Promise<SponsorshipRow> {
  const { iso3 } = stateOf(request.state);
  const observer = textOf(request.observer, 'observer', longest.observer);
  if (observer === null) throw badInput('observer', 'Give the account of the body that you sponsor.');
  const name = textOf(request.name, 'name', longest.name);
  if (name === null) throw badInput('name', 'Say which body it is.');
  return database.write(async (manager) => {
    const stands = await manager.findOneBy(SponsorshipRow, { iso3, observer });
    const isNew = !stands || stands.ended_at !== null;
    const now = instant(clock.now());
    const since = isNew ? { since: now, sponsored_by: sponsoredBy } : {};
    if (isNew)
      await tellLedger(manager, now, [{ kind: 'sponsorship.given', state: iso3, subjects: { observer } }]);
    return manager.save(
      manager.create(SponsorshipRow, {
        ...stands,
        iso3,
        observer,
        name,
        ...since,
        ended_at: null,
        ended_by: null,
      }),
    );
  });
}

/** The body reads nothing from now on. @throws Problem NOT_FOUND where the state never sponsored it, BAD_USER_INPUT */
export function endSponsorship(
  { database, clock }: DirectoryParts,
  request: Pick<SponsorshipRequest, 'state' | 'observer'>,
  endedBy: string,
): Promise<SponsorshipRow> {
  const { iso3 } = stateOf(request.state);
  return database.write(async (manager) => {
    const stands = await manager.findOneBy(SponsorshipRow, { iso3, observer: request.observer.trim() });
    if (!stands) throw notFound('The state sponsors no such body. Look at its sponsorships.');
    if (stands.ended_at !== null) return stands;
    const now = instant(clock.now());
    const ended = { kind: 'sponsorship.ended', state: iso3, subjects: { observer: stands.observer } };
    await tellLedger(manager, now, [ended]);
    return manager.save(SponsorshipRow, {
      ...stands,
      ended_at: now,
      ended_by: endedBy,
    });
  });
}
