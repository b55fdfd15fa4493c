import { forbidden, unauthenticated } from '../../../platform/errors/problem.ts';
import type { Caller, Role } from '../../../platform/identity/caller.ts';
import { memberState } from '../../../platform/states/states.ts';
import type { MessageOperations } from './operations.ts';

/**
 * Who may do what about messages: the custodian sees how it goes with them and what templates look like, a state whether its own arrive. Nobody
 * reads one through the API.
 */
export function guardedMessages(operations: MessageOperations, caller: Caller | null): MessageOperations {
  const oneOf = (roles: readonly Role[], may: string): Caller => {
    if (!caller) throw unauthenticated('Sign in first: send "Authorization: Bearer <token>".');
    if (!roles.includes(caller.role)) throw forbidden(`${may} Your role is ${caller.role}.`);
    return caller;
  };
  const custodians = 'Messages are looked after by the custodian.';
  return {
    messageDashboard: async () => {
      oneOf(['custodian'], custodians);
      return operations.messageDashboard();
    },
    undeliveredMessages: async (asked) => {
      oneOf(['custodian'], custodians);
      return operations.undeliveredMessages(asked);
    },
    messagesToState: async (iso3, asked) => {
      const may = 'Whether the messages to a state arrive is shown to its own designated authority.';
      const who = oneOf(['state'], may);
      const asks = iso3.trim().toUpperCase();
      if ('state' in who && who.state !== asks && memberState(asks)) throw forbidden(may);
      return operations.messagesToState(iso3, asked);
    },
    messageTemplates: async () => {
      oneOf(['custodian'], custodians);
      return operations.messageTemplates();
    },
    previewMessage: async (template, language) => {
      oneOf(['custodian'], custodians);
      return operations.previewMessage(template, language);
    },
    sendTestMessage: async () => {
      oneOf(['custodian'], custodians);
      return operations.sendTestMessage();
    },
    resendMessage: async (id) => {
      oneOf(['custodian'], custodians);
      return operations.resendMessage(id);
    },
    recordDeliveryStatus: async (status) => {
      oneOf(['service'], 'What comes back from mail servers is handed in by the gateway alone.');
      return operations.recordDeliveryStatus(status);
    },
  };
}
