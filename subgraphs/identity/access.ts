import { forbidden, unauthenticated } from '../../platform/errors/problem.ts';
import type { Caller, Role } from '../../platform/identity/caller.ts';
import type { IdentityOperations } from './operations.ts';
import type { AccountRow } from './storage/account-row.ts';

/** The id of nothing: what the caller may not see is asked of this, and answered as for any unknown id. */
const hiddenId = '';

/**
 * Who may do what with accounts:
 *
 * |                                  | custodian                  | state     | contact, observer | organisation   | nobody |
 * | themselves; own sessions         | yes                        | yes       | yes               | yes            | no     |
 * | read accounts                    | all                        | its own   | themselves        | no             | no     |
 * | invite; send again               | custodians; a state's first authority | its own people | no  | no             | no     |
 * | end, recover; end sessions       | custodians                 | its own   | own sessions      | no             | no     |
 * | end an invited first authority   | yes                        | its own   | no                | no             | no     |
 * | change a role                    | no                         | its own   | no                | no             | no     |
 * | restore a state's access         | yes                        | no        | no                | no             | no     |
 * | read the sign-in settings        | yes                        | yes       | yes               | yes            | no     |
 * | set them                         | yes                        | no        | no                | no             | no     |
 * | service clients: read            | all                        | no        | no                | its directory's | no    |
 * | register, remove                 | yes                        | no        | no                | no             | no     |
 * | rotate a secret                  | yes                        | no        | no                | its directory's | no    |
 */
export function guardedIdentity(operations: IdentityOperations, caller: Caller | null): IdentityOperations {
  const signedIn = (): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    return caller;
  };
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    const who = signedIn();
    if (!roles.includes(who.role)) throw forbidden(`${may} Your role is ${who.role}.`);
    return who;
  };
  const manages =
    "A state's people are managed by its own authority, the custodian's people by the custodian.";
  const isManagedBy = (who: Caller, { role, iso3 }: AccountRow): boolean =>
    who.role === 'custodian' ? role === 'CUSTODIAN' : who.role === 'state' && who.state === iso3;
  /** The custodian takes care of a state's first authority until one has accepted: from then on the state has people of its own. */
  const isFirstInvited = async ({ role, status, iso3 }: AccountRow): Promise<boolean> => {
    if (role !== 'STATE' || status !== 'INVITED' || iso3 === null) return false;
    const people = await operations.accounts(iso3);
    return people.every(({ activated_at }) => activated_at === null);
  };
  /** The id to act on. The custodian sees all accounts; of another state's a state knows nothing. */
  const managed = async (id: string, alsoFirst = false): Promise<string> => {
    const who = oneOf(['custodian', 'state'], manages);
    const account = await operations.account(id);
    if (!account || isManagedBy(who, account)) return id; // of none, the operation says so
    if (who.role === 'state') return hiddenId;
    if (alsoFirst && (await isFirstInvited(account))) return id;
    throw forbidden(manages);
  };
  const clientsMay = 'Service clients are the custodian’s to manage.';

  return {
    me: async () => {
      signedIn();
      return operations.me();
    },
    account: async (id) => {
      const who = signedIn();
      const account = await operations.account(id);
      if (!account || who.role === 'custodian' || who.subject === id || isManagedBy(who, account))
        return account;
      return null;
    },
    accounts: async (state) => {
      const who = oneOf(['custodian', 'state'], manages);
      if (who.role !== 'state') return operations.accounts(state);
      if (state !== null && state.trim().toUpperCase() !== who.state) throw forbidden(manages);
      return operations.accounts(who.state);
    },
    sessionsOf: async (account) => {
      const who = signedIn();
      if (who.subject !== account.id && !isManagedBy(who, account)) throw forbidden(manages);
      return operations.sessionsOf(account);
    },
    inviteAccount: async (request) => {
      const who = oneOf(['custodian', 'state'], manages);
      if (who.role === 'custodian') {
        if (request.role !== 'CUSTODIAN' && request.role !== 'STATE')
          throw forbidden(
            'The custodian invites its own people and the first authority of a state, which then invites the others.',
          );
        return operations.inviteAccount(request, true);
      }
      if (who.role !== 'state' || request.role === 'CUSTODIAN') throw forbidden(manages);
      const iso3 = request.iso3?.trim().toUpperCase() ?? who.state;
      if (iso3 !== who.state) throw forbidden(manages);
      return operations.inviteAccount({ ...request, iso3 }, false);
    },
    resendInvitation: async (id) => {
      return operations.resendInvitation(await managed(id, true));
    },
    recoverAccount: async (id) => {
      return operations.recoverAccount(await managed(id));
    },
    restoreStateAccess: async (request) => {
      oneOf(['custodian'], 'Only the custodian restores the access of a state that has lost it.');
      return operations.restoreStateAccess(request);
    },
    endAccount: async (id) => {
      return operations.endAccount(await managed(id, true));
    },
    changeAccountRole: async (id, role) => {
      oneOf(['state'], 'A state decides on the roles of its own people.');
      return operations.changeAccountRole(await managed(id), role);
    },
    endSessions: async (id) => {
      const isOwn = signedIn().subject === id;
      return operations.endSessions(isOwn ? id : await managed(id));
    },
    signInSettings: async () => {
      signedIn();
      return operations.signInSettings();
    },
    requireSecondFactor: async (required) => {
      oneOf(['custodian'], 'The custodian decides whether a second factor is required.');
      return operations.requireSecondFactor(required);
    },
    serviceClient: async (id) => {
      const who = oneOf(['custodian', 'organisation'], clientsMay);
      const client = await operations.serviceClient(id);
      return client && who.role === 'organisation' && who.directory !== client.directory ? null : client;
    },
    serviceClients: async (directory) => {
      const who = oneOf(['custodian', 'organisation'], clientsMay);
      if (who.role !== 'organisation') return operations.serviceClients(directory);
      if (directory !== null && directory !== who.directory) throw forbidden(clientsMay);
      return operations.serviceClients(who.directory);
    },
    registerServiceClient: async (given) => {
      oneOf(['custodian'], clientsMay);
      return operations.registerServiceClient(given);
    },
    rotateServiceClientSecret: async (id) => {
      const who = oneOf(['custodian', 'organisation'], clientsMay);
      const client = await operations.serviceClient(id);
      const isOthers = client && who.role === 'organisation' && who.directory !== client.directory;
      return operations.rotateServiceClientSecret(isOthers ? hiddenId : id);
    },
    removeServiceClient: async (id) => {
      oneOf(['custodian'], clientsMay);
      return operations.removeServiceClient(id);
    },
  };
}
