import { actorOf } from '../../../platform/ledger/actor.ts';
import { callerOf } from '../accounts/find.ts';
import { comparableCode, newRecoveryCodes, totpStep } from '../credentials/second-factor.ts';
import { digestOf } from '../credentials/secrets.ts';
import { type IdentityParts, record } from '../parts.ts';
import { endingSessions, endSessionsOf } from '../sessions/end.ts';
import { AccountRow, RecoveryCodeRow } from '../storage/account-row.ts';
import { accountWith, credentialsOf, type SignInStep } from './steps.ts';

/**
 * Takes a new second factor, once a code of it was right; the one before, and its recovery codes, are gone. Other sessions end.
 * While signing in it takes a first one only: another takes the place of one in a session alone.
 * @param begun where it was begun, and with which credentials: if they have changed since, nothing happens
 * @param session the session in which it is done; null while signing in
 * @returns the recovery codes, told once, and the account as it is now; null where the code is not right, or what was begun holds no more
 */
export async function enrolSecondFactor(
  parts: IdentityParts,
  begun: SignInStep,
  code: string,
  session: string | null,
): Promise<{ readonly codes: readonly string[]; readonly account: AccountRow } | null> {
  const { account: accountId, newSecret: secret } = begun;
  const step = secret === null ? null : totpStep(secret, code, parts.clock.now(), null);
  if (step === null) return null;
  const codes = newRecoveryCodes();
  return endingSessions(parts, async (manager, end) => {
    const account = await accountWith(manager, accountId, begun.credentials);
    if (!account || (session === null && account.totp_secret !== null)) return null;
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
    return { codes, account: { ...account, totp_secret: secret, totp_last_step: step } };
  });
}

/**
 * Another password; whoever was signed in elsewhere is so no more.
 * @param account as it was when its present password was found right
 * @returns whether it was taken: not where the credentials have become others meanwhile
 */
export async function changePassword(
  parts: IdentityParts,
  account: AccountRow,
  passwordHash: string,
  session: string,
): Promise<boolean> {
  return endingSessions(parts, async (manager, end) => {
    if (!(await accountWith(manager, account.id, credentialsOf(account)))) return false;
    await manager.update(AccountRow, { id: account.id }, { password_hash: passwordHash });
    await endSessionsOf(manager, end, account.id, { allBut: session });
    await record(manager, parts, {
      kind: 'password.changed',
      actor: actorOf(callerOf(account)),
      state: account.iso3,
      subjects: { account: account.id },
    });
    return true;
  });
}
