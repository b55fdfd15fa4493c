import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { type IdentityParts, record } from '../parts.ts';
import { endingSessions, endSessionsOf } from '../sessions/end.ts';
import { type AccountRole, AccountRow } from '../storage/account-row.ts';
import { isNotTheLast } from './end.ts';

/**
 * Makes a point of contact an authority of its state, or the other way round. The person signs in anew.
 * @throws Problem NOT_FOUND, BAD_USER_INPUT; CONFLICT where no authority would be left
 */
export async function changeAccountRole(
  parts: IdentityParts,
  id: string,
  role: AccountRole,
): Promise<AccountRow> {
  return endingSessions(parts, async (manager, end) => {
    const account = await manager.findOneBy(AccountRow, { id });
    if (!account) throw notFound('There is no such account.');
    if (account.status === 'ENDED') throw conflict('This account has ended. Invite the person anew.');
    const within: readonly AccountRole[] = ['STATE', 'CONTACT'];
    if (!within.includes(account.role) || !within.includes(role))
      throw badInput('role', 'A role changes between authority and point of contact of the same state only.');
    if (account.role === role) return account;
    if (role !== 'STATE') await isNotTheLast(manager, account);
    const changed: AccountRow = { ...account, role };
    await manager.save(AccountRow, changed);
    await endSessionsOf(manager, end, id);
    await record(manager, parts, {
      kind: 'account.role-changed',
      state: account.iso3,
      subjects: { account: id },
      payload: { from: account.role, to: role },
    });
    return changed;
  });
}
