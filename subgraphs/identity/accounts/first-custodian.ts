import type { Clock } from '../../../platform/clock/clock.ts';
import { instant } from '../../../platform/clock/clock.ts';
import type { Storage } from '../../../platform/database/database.ts';
import { openDatabase } from '../../../platform/database/open.ts';
import { conflict } from '../../../platform/errors/problem.ts';
import { EndedSessions } from '../../../platform/identity/ended-sessions.ts';
import { actingAs, theProduct } from '../../../platform/ledger/actor.ts';
import type { Log } from '../../../platform/log/log.ts';
import { passwords } from '../credentials/passwords.ts';
import { AccountRow } from '../storage/account-row.ts';
import { identityStorage } from '../storage/model.ts';
import { closeInvitations, type InvitationLink, type InvitedPerson, inviteAccount } from './invite.ts';

/**
 * Invites the custodian's first person, for whoever holds the storage and its keys. On SQLite the server must not run meanwhile.
 * Once a custodian has accepted, custodians invite each other.
 * @throws Problem BAD_USER_INPUT, CONFLICT
 */
export async function firstCustodian(
  { storage, clock, log, publicUrl }: { storage: Storage; clock: Clock; log: Log; publicUrl: string },
  person: InvitedPerson,
): Promise<InvitationLink> {
  const database = await openDatabase(identityStorage, storage);
  const parts = {
    database,
    clock,
    log,
    passwords: passwords(),
    ended: new EndedSessions(clock),
    publicUrl,
    directories: [],
  };
  try {
    return await actingAs(theProduct('invite-custodian'), () =>
      database.write(async (manager) => {
        const custodians = await manager.findBy(AccountRow, { role: 'CUSTODIAN' });
        if (custodians.some(({ status }) => status === 'ACTIVE'))
          throw conflict('There is a custodian already, who invites further ones after signing in.');
        const now = instant(clock.now());
        for (const { id, status } of custodians) {
          if (status === 'ENDED') continue;
          await closeInvitations(manager, id, now);
          await manager.update(AccountRow, { id }, { status: 'ENDED', ended_at: now });
        }
        return inviteAccount(parts, { ...person, role: 'CUSTODIAN', iso3: null }, true);
      }),
    );
  } finally {
    await database.close();
  }
}
