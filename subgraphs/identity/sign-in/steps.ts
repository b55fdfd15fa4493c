import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { instant } from '../../../platform/clock/clock.ts';
import { digestOf } from '../credentials/secrets.ts';
import type { IdentityParts } from '../parts.ts';
import { AccountRow } from '../storage/account-row.ts';
import { signInStepModel as model, ProviderRecordRow } from '../storage/provider-record-row.ts';

/** How far a person has come in signing in: what was right so far, kept here and not with the browser. */
const SignInStep = z.object({
  /** Whose password was given. */
  account: z.string(),
  /** What the account was signed in to with (`credentialsOf`): once that has changed, the step leads nowhere. */
  credentials: z.string(),
  /** The second factor that is being set up, until a code of it was right. */
  newSecret: z.string().nullable(),
  /** Whether a code was right, and only the recovery codes are left to be read. */
  enrolled: z.boolean(),
});
export type SignInStep = z.infer<typeof SignInStep>;

const patienceMilliseconds = 15 * 60_000;

/** @param of the interaction, or the session, that it belongs to */
export async function keepStep(
  { database, clock }: IdentityParts,
  of: string,
  step: SignInStep,
): Promise<void> {
  const row: ProviderRecordRow = {
    model,
    id_hash: digestOf(of),
    payload: JSON.stringify(step),
    grant_id: null,
    uid: null,
    account_id: step.account,
    expires_at: instant(new Date(clock.now().getTime() + patienceMilliseconds)),
    consumed_at: null,
  };
  await database.write((manager) => manager.save(ProviderRecordRow, row));
}

/** @returns null too where the account's password or second factor is another by now, or the account has ended */
export async function stepOf({ database, clock }: IdentityParts, of: string): Promise<SignInStep | null> {
  return database.read(async (manager) => {
    const row = await manager.findOneBy(ProviderRecordRow, { model, id_hash: digestOf(of) });
    if (!row || row.expires_at <= instant(clock.now())) return null;
    const { data: step } = SignInStep.safeParse(JSON.parse(row.payload));
    if (!step) return null; // a version before this one kept it
    return (await accountWith(manager, step.account, step.credentials)) ? step : null;
  });
}

/** Stands for an account's password and second factor as they are: it changes with either. */
export const credentialsOf = ({ password_hash, totp_secret }: AccountRow): string =>
  digestOf(JSON.stringify([password_hash, totp_secret]));

/** The account, where it still signs in with what it did. */
export async function accountWith(
  manager: EntityManager,
  id: string,
  credentials: string,
): Promise<AccountRow | null> {
  const account = await manager.findOneBy(AccountRow, { id, status: 'ACTIVE' });
  return account && credentialsOf(account) === credentials ? account : null;
}

export async function dropStep({ database }: IdentityParts, of: string): Promise<void> {
  await database.write((manager) => manager.delete(ProviderRecordRow, { model, id_hash: digestOf(of) }));
}
