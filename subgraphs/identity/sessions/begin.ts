import { instant } from '../../../platform/clock/clock.ts';
import { actorOf } from '../../../platform/ledger/actor.ts';
import { callerOf } from '../accounts/find.ts';
import { cancelRestorations } from '../accounts/recover.ts';
import { type IdentityParts, record } from '../parts.ts';
import { AccountRow } from '../storage/account-row.ts';
import { SessionRow } from '../storage/session-row.ts';

export interface UsedSession {
  readonly id: string;
  readonly account: AccountRow;
  readonly device: string;
  readonly secondFactor: boolean;
  /** Absent: as it was. */
  readonly grant?: string;
}

/** A session is used; the first time, that is a sign-in. */
export async function sessionUsed(parts: IdentityParts, used: UsedSession): Promise<void> {
  const { id, account, device, secondFactor, grant } = used;
  const now = instant(parts.clock.now());
  await parts.database.write(async (manager) => {
    const known = await manager.findOneBy(SessionRow, { id });
    if (known && known.account_id === account.id) {
      const change = {
        last_used_at: now,
        second_factor: known.second_factor || secondFactor,
        grant_id: grant ?? known.grant_id,
      };
      await manager.update(SessionRow, { id }, change);
      return;
    }
    await manager.save(SessionRow, {
      id,
      account_id: account.id,
      device,
      second_factor: secondFactor,
      grant_id: grant ?? null,
      started_at: now,
      last_used_at: now,
    });
    await manager.update(AccountRow, { id: account.id }, { last_sign_in_at: now });
    if (account.role === 'STATE' && account.iso3 !== null)
      await cancelRestorations(manager, parts, account.iso3);
    await record(manager, parts, {
      kind: 'sign-in.succeeded',
      actor: actorOf(callerOf(account)),
      state: account.iso3,
      subjects: { account: account.id, session: id },
      payload: { secondFactor },
    });
  });
}

/** What a browser says it is, in a few words: for a person to recognise it by, and no more than that. */
export function deviceName(userAgent: string | undefined): string {
  const text = userAgent ?? '';
  const browser = /\b(Edg|OPR|Firefox|Chrome|Safari)\b/.exec(text)?.[1] ?? '';
  const names: Readonly<Record<string, string>> = { Edg: 'Edge', OPR: 'Opera' };
  const system = /\b(Windows|Android|iPhone|iPad|Mac OS X|Linux|CrOS)\b/.exec(text)?.[1] ?? '';
  return [names[browser] ?? browser, system].filter((part) => part !== '').join(' · ') || '–';
}
