import { conflict } from '../../platform/errors/problem.ts';
import type { IdentityOperations } from './operations.ts';

/** Where another issuer signs people in, it also knows who they are: here only what a token says is known. */
export function whileSignedInElsewhere(operations: IdentityOperations, issuer: string): IdentityOperations {
  const refuse = async () => {
    throw conflict(`Accounts are managed where people sign in: ${issuer}.`);
  };
  return {
    ...operations,
    me: async () => ({ ...(await operations.me()), account: null }),
    account: async () => null,
    accounts: refuse,
    sessionsOf: refuse,
    inviteAccount: refuse,
    resendInvitation: refuse,
    recoverAccount: refuse,
    restoreStateAccess: refuse,
    endAccount: refuse,
    changeAccountRole: refuse,
    endSessions: refuse,
    signInSettings: refuse,
    requireSecondFactor: refuse,
    serviceClients: refuse,
    registerServiceClient: refuse,
    rotateServiceClientSecret: refuse,
    removeServiceClient: refuse,
  };
}
