import { actorOf } from '../../../platform/ledger/actor.ts';
import { callerOf } from '../accounts/find.ts';
import { comparableCode, newRecoveryCodes, totpStep } from '../credentials/second-factor.ts';
import { digestOf } from '../credentials/secrets.ts';
import { type IdentityParts, record } from '../parts.ts';
import { endingSessions, endSessionsOf } from '../sessions/end.ts';
import { AccountRow, RecoveryCodeRow } from '../storage/account-row.ts';

/**
 * Takes a new second factor, once a code of it was right; the one before, and its recovery codes, are gone. Other sessions end.
 * @param session the session in which it is done; null while signing in
 * @returns the recovery codes, told once; null where the code is not right
 */
export async function enrolSecondFactor(
  parts: IdentityParts,
  accountId: string,
  secret: string,
  code: string,
  session: string | null,
): Promise<readonly string[] | null> {
  const step = totpStep(secret, code, parts.clock.now(), null);
  if (step === null) return null;
  const codes = newRecoveryCodes();
  await endingSessions(parts, async (manager, end) => {
    const account = await manager.findOneByOrFail(AccountRow, { id: accountId, status: 'ACTIVE' });
    await manager.update(AccountRow, { id: accountId }, { totp_secret: secret, totp_last_step: step });
    await manager.delete(RecoveryCodeRow, { account_id: accountId });
    for (const recovery of codes) {
      const code_hash = digestOf(comparableCode(recovery));
      await manager.insert(RecoveryCodeRow, { account_id: accountId, code_hash, used_at: null });
    }
    await endSessionsOf(manager, end, accountId, session === null ? null : { allBut: session });
    await record(manager, parts, {
      kind: 'second-factor.enrolled',
      actor: actorOf(callerOf(account)),
      state: account.iso3,
      subjects: { account: accountId },
    });
  });
  return codes;
}

/** Another password; whoever was signed in elsewhere is so no more. */
export async function changePassword(
  parts: IdentityParts,
  account: AccountRow,
  passwordHash: string,
  session: string,
): Promise<void> {
  await endingSessions(parts, async (manager, end) => {
    await manager.update(AccountRow, { id: account.id, status: 'ACTIVE' }, { password_hash: passwordHash });
    await endSessionsOf(manager, end, account.id, { allBut: session });
    await record(manager, parts, {
      kind: 'password.changed',
      actor: actorOf(callerOf(account)),
      state: account.iso3,
      subjects: { account: account.id },
    });
  });
}
