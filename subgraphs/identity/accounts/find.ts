import { type EntityManager, Not } from 'typeorm';
import type { Caller } from '../../../platform/identity/caller.ts';
import type { IdentityParts } from '../parts.ts';
import { type AccountRole, AccountRow, comparableEmail } from '../storage/account-row.ts';

/** The account that signs in with this address: of active ones there is one at most. */
export async function accountByEmail(
  manager: EntityManager,
  parts: Pick<IdentityParts, 'database'>,
  email: string,
): Promise<AccountRow | null> {
  const standing = await standingWithEmail(manager, parts, email);
  return standing.find(({ status }) => status === 'ACTIVE') ?? null;
}

/** Accounts with this address that have not ended: several may be invited, by different states. */
export async function standingWithEmail(
  manager: EntityManager,
  { database }: Pick<IdentityParts, 'database'>,
  email: string,
): Promise<AccountRow[]> {
  const found = await manager.findBy(AccountRow, {
    email_index: database.sealing.by(AccountRow, 'email_index', email),
    status: Not('ENDED'),
  });
  return found.filter((account) => comparableEmail(account.email) === comparableEmail(email));
}

/** Whom an account makes the one who signs in with it. */
export function callerOf({ id, role, iso3 }: AccountRow): Caller {
  if (role === 'CUSTODIAN') return { role: 'custodian', subject: id };
  if (iso3 === null) throw new Error(`The account ${id} acts for no state.`);
  switch (role) {
    case 'STATE':
      return { role: 'state', subject: id, state: iso3 };
    case 'CONTACT':
      return { role: 'contact', subject: id, state: iso3 };
    case 'OBSERVER':
      return { role: 'observer', subject: id, sponsor: iso3 };
  }
}

/** Others of the same role and state who can sign in. */
export function otherActive(manager: EntityManager, { id, role, iso3 }: AccountRow): Promise<number> {
  return countActive(manager, role, iso3, id);
}

export function countActive(
  manager: EntityManager,
  role: AccountRole,
  iso3: string | null,
  but: string,
): Promise<number> {
  return manager
    .createQueryBuilder(AccountRow, 'account')
    .where('account.role = :role AND account.status = :status AND account.id <> :but', {
      role,
      status: 'ACTIVE',
      but,
    })
    .andWhere(iso3 === null ? 'account.iso3 IS NULL' : 'account.iso3 = :iso3', { iso3 })
    .getCount();
}
