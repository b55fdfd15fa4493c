import type { EntityManager } from 'typeorm';
import { conflict } from '../../../platform/errors/problem.ts';
import { stateOf } from '../opening/release.ts';
import { joinDirectory } from '../participation/join.ts';
import { hasConsentOrContact } from '../participation/participating.ts';
import { statusOf } from '../participation/standing.ts';
import { adapterOf, type DirectoryParts } from '../parts.ts';
import type { CopiesOnWithdrawal } from '../storage/consent-row.ts';
import { activeConsent } from '../storage/consents.ts';
import { ParticipationRow } from '../storage/participation-row.ts';
import { ProposalRow } from '../storage/proposal-row.ts';
import { type Granted, grantConsent } from './grant.ts';
import type { ConsentRequest } from './terms.ts';
import { type Withdrawn, withdrawConsent } from './withdraw.ts';

/** What a state's declaration did at once. */
export interface Linked extends Granted {
  /** Entries that wait for its answer, such as which function their level stands for. */
  readonly waiting: number;
}

export interface LinkEnd {
  readonly state: string;
  readonly directory: string;
  readonly copies: CopiesOnWithdrawal;
  readonly reason?: string | null | undefined;
}

/**
 * A state declares: my points of contact are those of my regional directory (¶19). One act, and one transaction: it takes part, it
 * consents, and its contacts are there. It is a consent like any other, and what it says is in force until it ends.
 * @throws Problem BAD_USER_INPUT; CONFLICT where the state pauses its part or is leaving
 */
export async function sameAsRegion(
  parts: DirectoryParts,
  request: ConsentRequest,
  declaredBy: string,
): Promise<Linked> {
  const granted = await grantConsent(parts, request, declaredBy, async () => {
    await joinDirectory(parts, request.state, declaredBy);
  });
  const waiting = await parts.database.read((manager) =>
    manager.countBy(ProposalRow, { consent_id: granted.consent.id, status: 'WAITING' }),
  );
  return { ...granted, waiting };
}

/** Ends what was declared, by ending the consent. @throws Problem BAD_USER_INPUT; CONFLICT where none is in force */
export async function endSameAsRegion(
  parts: DirectoryParts,
  { state, directory, copies, reason }: LinkEnd,
  endedBy: string,
): Promise<Withdrawn> {
  const { iso3 } = stateOf(state);
  const { code } = adapterOf(parts, directory, 'directory');
  const consent = await parts.database.read((manager) => activeConsent(manager, iso3, code));
  if (!consent) throw conflict(`Nothing links your state to ${code}: no consent is in force.`);
  return withdrawConsent(parts, { consentId: consent.id, copies, reason }, endedBy);
}

/** Whether a state that takes no part would come to take part by what it declares. */
export async function joinsByLink(manager: EntityManager, given: string): Promise<boolean> {
  const { iso3 } = stateOf(given);
  const row = await manager.findOneBy(ParticipationRow, { iso3 });
  const status = statusOf(row, await hasConsentOrContact(manager, iso3));
  return status === 'NONE' || status === 'LEFT';
}
