import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { actorOf, theProduct } from '../../../platform/ledger/actor.ts';
import { digestOf } from '../credentials/secrets.ts';
import { type IdentityParts, record } from '../parts.ts';
import { endingSessions, endSessionsOf } from '../sessions/end.ts';
import { AccountRow, RecoveryCodeRow } from '../storage/account-row.ts';
import { InvitationRow } from '../storage/invitation-row.ts';
import { accountByEmail, callerOf } from './find.ts';
import { closeInvitations } from './invite.ts';

export type UnusableLink =
  | { readonly unusable: 'unknown' | 'expired' | 'used' | 'taken' }
  | { readonly unusable: 'early'; readonly opensAt: string };

/** What a link leads to: an account that a password can be chosen for, or why not. */
export type OpenedLink = UnusableLink | { readonly account: AccountRow; readonly invitation: InvitationRow };

export async function openLink(
  manager: EntityManager,
  { clock }: Pick<IdentityParts, 'clock'>,
  token: string,
): Promise<OpenedLink> {
  const invitation = await manager.findOneBy(InvitationRow, { token_hash: digestOf(token) });
  if (!invitation) return { unusable: 'unknown' };
  const account = await manager.findOneBy(AccountRow, { id: invitation.account_id });
  const now = instant(clock.now());
  if (!account || invitation.closed_at !== null) return { unusable: 'used' };
  if (invitation.expires_at <= now) return { unusable: 'expired' };
  if (invitation.opens_at > now) return { unusable: 'early', opensAt: invitation.opens_at };
  const waits = invitation.purpose === 'RECOVER' ? 'ACTIVE' : 'INVITED';
  return account.status === waits ? { account, invitation } : { unusable: 'used' };
}

/**
 * The person invited chooses a password; the link works no more. After a recovery the second factor is to be set up anew, and nobody
 * who was signed in stays so.
 * @returns what the account is by now; why not, where the link could be used no more by then, or somebody else's account came to sign
 * in with the same address: then nothing is changed, and both states' ledgers tell
 */
export async function acceptInvitation(
  parts: IdentityParts,
  token: string,
  passwordHash: string,
): Promise<UnusableLink | { readonly account: AccountRow }> {
  return endingSessions(parts, async (manager, end) => {
    const opened = await openLink(manager, parts, token);
    if ('unusable' in opened) return opened;
    const { account, invitation } = opened;
    const other = await accountByEmail(manager, parts, account.email);
    if (other && other.id !== account.id) {
      for (const { iso3, id } of [account, other])
        await record(manager, parts, {
          kind: 'account.address-taken',
          actor: theProduct('invitation'),
          authority: invitation.id,
          state: iso3,
          subjects: { account: id },
        });
      return { unusable: 'taken' };
    }
    const now = instant(parts.clock.now());
    const isRecovery = invitation.purpose === 'RECOVER';
    const accepted: AccountRow = {
      ...account,
      status: 'ACTIVE',
      password_hash: passwordHash,
      activated_at: account.activated_at ?? now,
      ...(isRecovery ? { totp_secret: null, totp_last_step: null } : {}),
    };
    await manager.save(AccountRow, accepted);
    await closeInvitations(manager, account.id, now);
    if (isRecovery) {
      await manager.delete(RecoveryCodeRow, { account_id: account.id });
      await endSessionsOf(manager, end, account.id);
    }
    await record(manager, parts, {
      kind: isRecovery ? 'account.recovered' : 'account.activated',
      actor: actorOf(callerOf(accepted)),
      authority: invitation.id,
      state: account.iso3,
      subjects: { account: account.id },
    });
    return { account: accepted };
  });
}
