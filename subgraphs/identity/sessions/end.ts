import { type EntityManager, In, LessThan, Not } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { digestOf } from '../credentials/secrets.ts';
import type { IdentityParts } from '../parts.ts';
import { ProviderRecordRow, signInStepModel } from '../storage/provider-record-row.ts';
import { EndedSessionRow, SessionRow } from '../storage/session-row.ts';

/** Far longer than a token lives after its session has ended. */
const rememberedMilliseconds = 60 * 60_000;

/** Notes what ends in a transaction; all of it counts everywhere once that is committed. */
export type Ending = (ids: readonly string[]) => Promise<void>;

/** A write that may end sessions: from its commit on, no token of them is taken here. */
export async function endingSessions<T>(
  { database, clock, ended }: Pick<IdentityParts, 'database' | 'clock' | 'ended'>,
  work: (manager: EntityManager, end: Ending) => Promise<T>,
): Promise<T> {
  const all: string[] = [];
  const result = await database.write((manager) =>
    work(manager, async (ids) => {
      const ended_at = instant(clock.now());
      for (const id of ids) await manager.save(EndedSessionRow, { id, ended_at });
      all.push(...ids);
    }),
  );
  for (const id of all) ended.add(id);
  return result;
}

/**
 * Ends sessions: the browser is signed out, refresh tokens and codes of them are refused, and so are access tokens.
 * @param which of the account's sessions; null: all
 * Unless one alone is meant, every sign-in that is half done ends too.
 * @returns how many there were
 */
export async function endSessionsOf(
  manager: EntityManager,
  end: Ending,
  accountId: string,
  which: { readonly only: string } | { readonly allBut: string } | null = null,
): Promise<number> {
  const sessions = await manager.findBy(SessionRow, { account_id: accountId });
  const concerned = sessions
    .map(({ id }) => id)
    .filter((id) => which === null || ('only' in which ? id === which.only : id !== which.allBut));
  await endHalfDone(manager, accountId, which, concerned);
  if (concerned.length === 0) return 0;
  await manager.delete(SessionRow, { id: In(concerned) });
  await manager.delete(ProviderRecordRow, { model: 'Session', uid: In(concerned) });
  await end(concerned);
  return concerned.length;
}

/** Whoever has given the password, and no more as yet, must give it again. */
async function endHalfDone(
  manager: EntityManager,
  accountId: string,
  which: { readonly only: string } | { readonly allBut: string } | null,
  sessions: readonly string[],
): Promise<void> {
  const steps = { model: signInStepModel, account_id: accountId };
  if (which !== null && 'only' in which) {
    await manager.delete(ProviderRecordRow, { ...steps, id_hash: In(sessions.map(digestOf)) });
    return;
  }
  await manager.delete(ProviderRecordRow, { model: 'Interaction', account_id: accountId });
  await manager.delete(
    ProviderRecordRow,
    which === null ? steps : { ...steps, id_hash: Not(digestOf(which.allBut)) },
  );
}

/** What any process is to refuse: sessions that ended so recently that tokens of them may live. */
export function recentlyEnded({ database }: Pick<IdentityParts, 'database'>): Promise<string[]> {
  return database.read(async (manager) => {
    const rows = await manager.find(EndedSessionRow, { select: { id: true } });
    return rows.map(({ id }) => id);
  });
}

/** Sweeps away what has expired, and sessions that nobody has used for too long. */
export async function sweep({ database, clock }: Pick<IdentityParts, 'database' | 'clock'>): Promise<void> {
  const now = clock.now();
  await database.write(async (manager) => {
    await manager.delete(ProviderRecordRow, { expires_at: LessThan(instant(now)) });
    const forgotten = instant(new Date(now.getTime() - rememberedMilliseconds));
    await manager.delete(EndedSessionRow, { ended_at: LessThan(forgotten) });
    const alive = await manager.find(ProviderRecordRow, {
      where: { model: 'Session' },
      select: { uid: true },
    });
    const uids = new Set(alive.map(({ uid }) => uid));
    // A session's own row is written just before the provider keeps its record.
    const settled = instant(new Date(now.getTime() - 60_000));
    const rows = await manager.find(SessionRow, {
      where: { last_used_at: LessThan(settled) },
      select: { id: true },
    });
    const gone = rows.map(({ id }) => id).filter((id) => !uids.has(id));
    for (let from = 0; from < gone.length; from += 500)
      await manager.delete(SessionRow, { id: In(gone.slice(from, from + 500)) });
  });
}
