import type { Recipient, Recipients } from '../../../platform/outbox/recipients.ts';
import type { IdentityParts } from '../parts.ts';
import { AccountRow } from '../storage/account-row.ts';

const recipient = ({ id, email, name, language, iso3, role }: AccountRow): Recipient => ({
  subject: id,
  email,
  name,
  language,
  state: iso3,
  authority: role === 'STATE',
});

/** To whom messages can be written: people whose accounts are in use. */
export function accountRecipients({ database }: Pick<IdentityParts, 'database'>): Recipients {
  return {
    authoritiesOf: async (iso3) => {
      const accounts = await database.read((manager) =>
        manager.find(AccountRow, {
          where: { iso3, role: 'STATE', status: 'ACTIVE' },
          order: { created_at: 'ASC', id: 'ASC' },
        }),
      );
      return accounts.map(recipient);
    },
    person: async (id) => {
      const account = await database.read((manager) =>
        manager.findOneBy(AccountRow, { id, status: 'ACTIVE' }),
      );
      return account && recipient(account);
    },
  };
}

/** Where people sign in elsewhere, nobody's address is known here. */
export const noRecipients: Recipients = { authoritiesOf: async () => [], person: async () => null };
