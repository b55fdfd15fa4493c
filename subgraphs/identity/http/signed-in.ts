import { sessionSeconds } from '../provider/configuration.ts';
import { sessionUsed } from '../sessions/begin.ts';
import { AccountRow } from '../storage/account-row.ts';
import { SessionRow } from '../storage/session-row.ts';
import type { SignInSite } from './sign-in-site.ts';
import type { Visit } from './visit.ts';

export interface SignedIn {
  readonly account: AccountRow;
  readonly session: SessionRow;
}

/** Who is signed in by this browser's session; null where nobody is. */
export async function signedIn(
  { parts, running }: SignInSite,
  { request, reply }: Visit,
): Promise<SignedIn | null> {
  const provider = running.current();
  const session = await provider.Session.get(provider.createContext(request.raw, reply.raw));
  const { accountId, uid } = session;
  if (!accountId) return null;
  const found = await parts.database.read(async (manager) => ({
    account: await manager.findOneBy(AccountRow, { id: accountId, status: 'ACTIVE' }),
    session: await manager.findOneBy(SessionRow, { id: uid, account_id: accountId }),
  }));
  if (!found.account || !found.session) return null;
  return { account: found.account, session: found.session };
}

/** The person does something with the session: it lasts. */
export async function usedSession(
  { parts, running }: SignInSite,
  { account, session }: SignedIn,
): Promise<void> {
  const kept = await running.current().Session.findByUid(session.id);
  if (!kept) return;
  await kept.save(sessionSeconds(kept.loginTs));
  await sessionUsed(parts, {
    id: session.id,
    account,
    device: session.device,
    secondFactor: session.second_factor,
  });
}
