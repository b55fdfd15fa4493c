import { instant } from '../../../platform/clock/clock.ts';
import { actorOf, theProduct } from '../../../platform/ledger/actor.ts';
import { accountByEmail, callerOf } from '../accounts/find.ts';
import {
  attemptSucceeded,
  beginAttempt,
  passwordPlaces,
  secondFactorPlaces,
} from '../credentials/attempts.ts';
import { comparableCode, totpStep } from '../credentials/second-factor.ts';
import { digestOf } from '../credentials/secrets.ts';
import { type IdentityParts, record } from '../parts.ts';
import { AccountRow, comparableEmail, RecoveryCodeRow } from '../storage/account-row.ts';

/** What came of an attempt. `wait`: too many failed; seconds until the next may be made. */
export type Outcome<T> = { readonly right: T } | { readonly wrong: true } | { readonly wait: number };

/** Where an attempt is made. */
export interface AttemptFrom {
  /** Of the network, where one household has many addresses. */
  readonly address: string;
  /** Which known device of this account it is; null where it is none. */
  device(account: AccountRow): string | null;
}

/** E-mail address and password. Of an account that does not exist it says, and takes as long for, the same. */
export async function checkPassword(
  parts: IdentityParts,
  given: { readonly email: string; readonly password: string },
  from: AttemptFrom,
): Promise<Outcome<AccountRow>> {
  const account = await parts.database.read((manager) => accountByEmail(manager, parts, given.email));
  const device = account ? from.device(account) : null;
  const places = passwordPlaces(comparableEmail(given.email), from.address, device);
  const attempt = await beginAttempt(parts, places);
  if (attempt.wait !== null) return { wait: attempt.wait };
  const usable = account?.status === 'ACTIVE' ? account.password_hash : null;
  const isRight = await parts.passwords.matches(given.password.slice(0, 1000), usable);
  if (!isRight || !account) return wrong(parts, account, 'password', attempt.blocks);
  await attemptSucceeded(parts, places);
  return { right: account };
}

/** A code of the authenticator, or one of the recovery codes; each is taken once. */
export async function checkSecondFactor(
  parts: IdentityParts,
  account: AccountRow,
  code: string,
  from: AttemptFrom,
): Promise<Outcome<'code' | 'recovery code'>> {
  const places = secondFactorPlaces(account.id, from.device(account));
  const attempt = await beginAttempt(parts, places);
  if (attempt.wait !== null) return { wait: attempt.wait };
  const taken = await parts.database.write(async (manager) => {
    const current = await manager.findOneBy(AccountRow, { id: account.id, status: 'ACTIVE' });
    if (!current?.totp_secret) return null;
    const step = totpStep(current.totp_secret, code, parts.clock.now(), current.totp_last_step);
    if (step !== null) {
      await manager.update(AccountRow, { id: account.id }, { totp_last_step: step });
      return 'code';
    }
    const digest = { account_id: account.id, code_hash: digestOf(comparableCode(code)) };
    const recovery = await manager.findOneBy(RecoveryCodeRow, digest);
    if (!recovery || recovery.used_at !== null) return null;
    await manager.update(RecoveryCodeRow, digest, { used_at: instant(parts.clock.now()) });
    await record(manager, parts, {
      kind: 'second-factor.recovery-code-used',
      actor: actorOf(callerOf(current)),
      state: current.iso3,
      subjects: { account: account.id },
    });
    return 'recovery code';
  });
  if (taken === null) return wrong(parts, account, 'second factor', attempt.blocks);
  await attemptSucceeded(parts, places);
  return { right: taken };
}

/**
 * The ledger is told once whenever guessing is stopped, not of every attempt while it is: a state may want to know. Where there is no
 * such account it is told as well, so that nothing shows which accounts exist.
 */
async function wrong(
  parts: IdentityParts,
  account: AccountRow | null,
  factor: string,
  seconds: number,
): Promise<{ wrong: true }> {
  if (seconds > 0)
    await parts.database.write((manager) =>
      record(manager, parts, {
        kind: 'sign-in.blocked',
        actor: theProduct('sign-in'),
        state: account?.iso3 ?? null,
        subjects: account ? { account: account.id } : {},
        payload: { factor, seconds },
      }),
    );
  return { wrong: true };
}
