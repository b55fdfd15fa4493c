import { z } from 'zod';
import { instant } from '../../../platform/clock/clock.ts';
import { digestOf } from '../credentials/secrets.ts';
import type { IdentityParts } from '../parts.ts';
import { ProviderRecordRow } from '../storage/provider-record-row.ts';

/** How far a person has come in signing in: what was right so far, kept here and not with the browser. */
const SignInStep = z.object({
  /** Whose password was given. */
  account: z.string(),
  /** The second factor that is being set up, until a code of it was right. */
  newSecret: z.string().nullable(),
  /** Whether a code was right, and only the recovery codes are left to be read. */
  enrolled: z.boolean(),
});
export type SignInStep = z.infer<typeof SignInStep>;

const model = 'SignInStep';
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

export async function stepOf({ database, clock }: IdentityParts, of: string): Promise<SignInStep | null> {
  const row = await database.read((manager) =>
    manager.findOneBy(ProviderRecordRow, { model, id_hash: digestOf(of) }),
  );
  if (!row || row.expires_at <= instant(clock.now())) return null;
  return SignInStep.parse(JSON.parse(row.payload));
}

export async function dropStep({ database }: IdentityParts, of: string): Promise<void> {
  await database.write((manager) => manager.delete(ProviderRecordRow, { model, id_hash: digestOf(of) }));
}
