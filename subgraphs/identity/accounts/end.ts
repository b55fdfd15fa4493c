import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { conflict, notFound } from '../../../platform/errors/problem.ts';
import { type IdentityParts, record } from '../parts.ts';
import { type Ending, endingSessions, endSessionsOf } from '../sessions/end.ts';
import { AccountRow, RecoveryCodeRow } from '../storage/account-row.ts';
import { otherActive } from './find.ts';
import { closeInvitations } from './invite.ts';

/**
 * Ends an account: from this instant on nothing signed in by it is taken. The row stays, for the ledger names it.
 * @throws Problem NOT_FOUND; CONFLICT where nobody would be left
 */
export async function endAccount(parts: IdentityParts, id: string): Promise<AccountRow> {
  return endingSessions(parts, async (manager, end) => {
    const account = await manager.findOneBy(AccountRow, { id });
    if (!account) throw notFound('There is no such account.');
    if (account.status === 'ENDED') return account;
    await isNotTheLast(manager, account);
    return endAccountIn(manager, parts, end, account);
  });
}

/** In a transaction that has seen to it that the account may end. */
export async function endAccountIn(
  manager: EntityManager,
  parts: IdentityParts,
  end: Ending,
  account: AccountRow,
): Promise<AccountRow> {
  const now = instant(parts.clock.now());
  const ended: AccountRow = {
    ...account,
    status: 'ENDED',
    ended_at: now,
    password_hash: null,
    totp_secret: null,
    totp_last_step: null,
  };
  await manager.save(AccountRow, ended);
  await manager.delete(RecoveryCodeRow, { account_id: account.id });
  await closeInvitations(manager, account.id, now);
  await endSessionsOf(manager, end, account.id);
  await record(manager, parts, {
    kind: 'account.ended',
    state: account.iso3,
    subjects: { account: account.id },
    payload: { role: account.role },
  });
  return ended;
}

/** A state, and the custodian, always keep somebody who can act. @throws Problem CONFLICT */
export async function isNotTheLast(manager: EntityManager, account: AccountRow): Promise<void> {
  const mustRemain = account.role === 'STATE' || account.role === 'CUSTODIAN';
  if (!mustRemain || account.status !== 'ACTIVE') return;
  if ((await otherActive(manager, account)) > 0) return;
  throw conflict(
    account.role === 'STATE'
      ? `This is the last authority of ${account.iso3}: nobody could act for it any more. Invite a successor first, and wait until the invitation is accepted.`
      : 'This is the last account of the custodian. Invite a successor first, and wait until the invitation is accepted.',
  );
}
