import type { Clock } from '../clock/clock.ts';
import type { Database } from '../database/database.ts';
import type { Log } from '../log/log.ts';
import type { Compose } from '../messages/compose.ts';
import type { Recipients } from './recipients.ts';
import type { Sending } from './sending.ts';

/** What a part needs from outside to send messages. */
export interface Messaging {
  readonly recipients: Recipients;
  readonly sending: Sending;
  /** Where people reach the product, without a trailing slash: what links begin with. */
  readonly publicUrl: string;
}

/** What sending works with. */
export interface OutboxParts extends Messaging {
  readonly database: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly compose: Compose;
}

/** Where nothing is said about sending: messages wait. */
export const waitingMessages: Messaging = {
  recipients: { authoritiesOf: async () => [], person: async () => null },
  sending: { kind: 'unconfigured' },
  publicUrl: 'http://127.0.0.1:4000',
};
