import { type EntityManager, In, IsNull } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { digestOfText } from '../../../platform/ledger/digest-of-text.ts';
import { memberState } from '../../../platform/states/states.ts';
import { type IdentityParts, record } from '../parts.ts';
import { AccountRow } from '../storage/account-row.ts';
import { InvitationRow } from '../storage/invitation-row.ts';
import {
  addAccount,
  givenPerson,
  type InvitationLink,
  type InvitedPerson,
  invitationDays,
  openInvitation,
} from './invite.ts';

const quietDays = 14;
const waitingDays = 1;
const day = 24 * 60 * 60_000;

/**
 * A link by which a person who lost the password or the second factor chooses them anew.
 * @throws Problem NOT_FOUND, CONFLICT
 */
export async function recoverAccount(parts: IdentityParts, id: string): Promise<InvitationLink> {
  return parts.database.write(async (manager) => {
    const account = await manager.findOneBy(AccountRow, { id });
    if (!account) throw notFound('There is no such account.');
    if (account.status === 'INVITED')
      throw conflict('This person has not accepted the invitation yet. Send it again with resendInvitation.');
    if (account.status === 'ENDED') throw conflict('This account has ended. Invite the person anew.');
    const link = await openInvitation(manager, parts, account, 'RECOVER', { days: 1 });
    await record(manager, parts, {
      kind: 'account.recovery-offered',
      state: account.iso3,
      subjects: { account: id },
    });
    return link;
  });
}

const lastSeen = ({ last_sign_in_at, activated_at }: AccountRow) => last_sign_in_at ?? activated_at ?? '';

export interface RestoreRequest extends InvitedPerson {
  readonly iso3: string;
  /** By which document the state asked for it. */
  readonly reference: string;
}

/**
 * A new authority for a state that lost all access. It takes a document of the state, it is recorded, nobody may have used the state's
 * access lately, and the link opens after a day only: if one of the state's authorities signs in before, the state has not lost its access,
 * and the link never opens.
 * @throws Problem BAD_USER_INPUT, CONFLICT
 */
export async function restoreStateAccess(
  parts: IdentityParts,
  request: RestoreRequest,
): Promise<InvitationLink> {
  const iso3 = request.iso3.trim().toUpperCase();
  if (!memberState(iso3))
    throw badInput(
      'input.state',
      "The state must be a Member State's ISO 3166 code of three letters, such as EST.",
    );
  const reference = request.reference.trim();
  if (reference.length < 5 || reference.length > 300)
    throw badInput(
      'input.reference',
      'Say by which document the state asked for it, such as "Note verbale 12/2027".',
    );
  const person = givenPerson(request);
  const now = parts.clock.now().getTime();
  return parts.database.write(async (manager) => {
    const authorities = await manager.findBy(AccountRow, { iso3, role: 'STATE' });
    if (!authorities.some(({ activated_at }) => activated_at !== null))
      throw conflict(`${iso3} never had an authority that could lose access. Use inviteAccount.`);
    const lately = instant(new Date(now - quietDays * day));
    if (authorities.some((authority) => authority.status === 'ACTIVE' && lastSeen(authority) > lately))
      throw conflict(
        `An authority of ${iso3} has signed in within the last ${quietDays} days: the state has access, and manages its people itself.`,
      );
    await cancelRestorations(manager, parts, iso3);
    const account = await addAccount(manager, parts, { ...person, role: 'STATE', iso3 });
    const terms = { days: invitationDays, opensAfterDays: waitingDays };
    const link = await openInvitation(manager, parts, account, 'RESTORE', terms);
    await record(manager, parts, {
      kind: 'state-access.restoration-begun',
      authority: digestOfText(reference),
      state: iso3,
      subjects: { account: account.id },
      payload: { opensAt: link.opensAt },
    });
    return link;
  });
}

/**
 * An authority of the state is here: nobody needs to restore its access.
 * @returns how many restorations that ended
 */
export async function cancelRestorations(
  manager: EntityManager,
  parts: Pick<IdentityParts, 'clock'>,
  iso3: string,
): Promise<number> {
  const invited = await manager.findBy(AccountRow, { iso3, role: 'STATE', status: 'INVITED' });
  const waiting = await manager.findBy(InvitationRow, {
    account_id: In(invited.map(({ id }) => id)),
    purpose: 'RESTORE',
    closed_at: IsNull(),
  });
  const now = instant(parts.clock.now());
  for (const { id, account_id } of waiting) {
    await manager.update(InvitationRow, { id }, { closed_at: now });
    await manager.update(AccountRow, { id: account_id }, { status: 'ENDED', ended_at: now });
    await record(manager, parts, {
      kind: 'state-access.restoration-cancelled',
      state: iso3,
      subjects: { account: account_id },
    });
  }
  return waiting.length;
}
