import { In } from 'typeorm';
import { freshLists } from '../../platform/database/list-loader.ts';
import { notFound } from '../../platform/errors/problem.ts';
import type { Caller } from '../../platform/identity/caller.ts';
import { changeAccountRole } from './accounts/change-role.ts';
import { endAccount } from './accounts/end.ts';
import {
  type InvitationLink,
  type InviteRequest,
  inviteAccount,
  resendInvitation,
} from './accounts/invite.ts';
import { type RestoreRequest, recoverAccount, restoreStateAccess } from './accounts/recover.ts';
import { requireSecondFactor } from './accounts/settings.ts';
import {
  type ClientWithSecret,
  registerServiceClient,
  removeServiceClient,
  rotateServiceClientSecret,
  serviceClient,
  serviceClients,
} from './clients/service-clients.ts';
import { type IdentityParts, record } from './parts.ts';
import { endingSessions, endSessionsOf } from './sessions/end.ts';
import { type AccountRole, AccountRow } from './storage/account-row.ts';
import type { ServiceClientRow } from './storage/service-client-row.ts';
import { SessionRow } from './storage/session-row.ts';
import { type SignInSettingsRow, signInSettings } from './storage/sign-in-settings-row.ts';

/** Who asks, and the account behind it where there is one. */
export interface Myself {
  readonly caller: Caller;
  readonly account: AccountRow | null;
}

/** Everything the identity part can do for one caller; who may, is `access.ts`. */
export interface IdentityOperations {
  me(): Promise<Myself>;
  account(id: string): Promise<AccountRow | null>;
  /** Accounts of a state, or the custodian's people; oldest first. */
  accounts(state: string | null): Promise<readonly AccountRow[]>;
  sessionsOf(account: AccountRow): Promise<readonly SessionRow[]>;
  /** @param byCustodian whether the custodian invites, who may create a state's first authority only */
  inviteAccount(request: InviteRequest, byCustodian: boolean): Promise<InvitationLink>;
  resendInvitation(id: string): Promise<InvitationLink>;
  recoverAccount(id: string): Promise<InvitationLink>;
  restoreStateAccess(request: RestoreRequest): Promise<InvitationLink>;
  endAccount(id: string): Promise<AccountRow>;
  changeAccountRole(id: string, role: AccountRole): Promise<AccountRow>;
  /** @returns how many ended */
  endSessions(account: string): Promise<number>;
  signInSettings(): Promise<SignInSettingsRow>;
  requireSecondFactor(required: boolean): Promise<SignInSettingsRow>;
  serviceClient(id: string): Promise<ServiceClientRow | null>;
  serviceClients(directory: string | null): Promise<readonly ServiceClientRow[]>;
  registerServiceClient(given: { directory: string; name: string }): Promise<ClientWithSecret>;
  rotateServiceClientSecret(id: string): Promise<ClientWithSecret>;
  removeServiceClient(id: string): Promise<void>;
}

export function identityOperations(parts: IdentityParts, caller: Caller | null): IdentityOperations {
  const { database } = parts;
  const account = (id: string) => database.read((manager) => manager.findOneBy(AccountRow, { id }));
  const sessions = freshLists(
    database,
    ({ account_id }: SessionRow) => account_id,
    (manager, ids) =>
      manager.find(SessionRow, {
        where: { account_id: In(ids) },
        order: { started_at: 'DESC', id: 'ASC' },
      }),
  );
  return {
    me: async () => {
      if (!caller) throw notFound('Nobody is signed in.');
      return { caller, account: await account(caller.subject) };
    },
    account,
    accounts: (state) =>
      database.read((manager) => {
        const query = manager
          .createQueryBuilder(AccountRow, 'account')
          .orderBy('account.created_at', 'ASC')
          .addOrderBy('account.id', 'ASC');
        const of = state === null ? 'account.iso3 IS NULL' : 'account.iso3 = :state';
        return query.where(of, { state: state?.trim().toUpperCase() }).getMany();
      }),
    sessionsOf: ({ id }) => sessions.load(id),
    inviteAccount: (request, byCustodian) => inviteAccount(parts, request, byCustodian),
    resendInvitation: (id) => resendInvitation(parts, id),
    recoverAccount: (id) => recoverAccount(parts, id),
    restoreStateAccess: (request) => restoreStateAccess(parts, request),
    endAccount: (id) => endAccount(parts, id),
    changeAccountRole: (id, role) => changeAccountRole(parts, id, role),
    endSessions: (id) =>
      endingSessions(parts, async (manager, end) => {
        const known = await manager.findOneBy(AccountRow, { id });
        if (!known) throw notFound('There is no such account.');
        const ended = await endSessionsOf(manager, end, id);
        if (ended > 0)
          await record(manager, parts, {
            kind: 'sessions.ended',
            state: known.iso3,
            subjects: { account: id },
            payload: { sessions: ended },
          });
        return ended;
      }),
    signInSettings: () => database.read(signInSettings),
    requireSecondFactor: (required) => requireSecondFactor(parts, required),
    serviceClient: (id) => serviceClient(parts, id),
    serviceClients: (directory) => serviceClients(parts, directory),
    registerServiceClient: (given) => registerServiceClient(parts, given),
    rotateServiceClientSecret: (id) => rotateServiceClientSecret(parts, id),
    removeServiceClient: (id) => removeServiceClient(parts, id),
  };
}
