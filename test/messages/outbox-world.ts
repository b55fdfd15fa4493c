import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { createLog } from '../../platform/log/log.ts';
import { enqueueMessage, type MessageTo } from '../../platform/outbox/outbox.ts';
import type { OutboxParts } from '../../platform/outbox/parts.ts';
import type { Recipient } from '../../platform/outbox/recipients.ts';
import { OutboxEventRow, OutboxMessageRow } from '../../platform/outbox/rows.ts';
import { sendMessages } from '../../platform/outbox/send-messages.ts';
import { type Patience, smtpSending } from '../../platform/outbox/smtp.ts';
import { composeDirectoryMessage } from '../../subgraphs/directory/messages/templates.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { TestClock } from '../support/clock.ts';
import type { TestStorage } from '../support/databases.ts';
import { MailServer } from '../support/mail-server.ts';

export const from = { name: 'Directory of points of contact', address: 'directory@un.example' };
/** Nobody waits for a server that hangs for longer than a test may. */
const patience: Patience = { greeting: 300, silence: 300, whole: 2_000 };

export const authority = (state: string, more: Partial<Recipient> = {}): Recipient => ({
  subject: `account-${state}`,
  email: `authority@${state.toLowerCase()}.example`,
  name: `Authority of ${state}`,
  language: 'EN',
  state,
  authority: true,
  ...more,
});

/** A directory's outbox, a mail server, and whoever the accounts say there is. */
export class OutboxWorld {
  readonly clock = new TestClock();
  readonly people: Recipient[] = [];
  /** Whether the accounts can be asked. */
  accountsAnswer = true;
  readonly logged: string[] = [];
  readonly log = createLog('trace', { write: (line) => this.logged.push(line) });

  private constructor(
    readonly storage: TestStorage,
    readonly database: Database,
    public mail: MailServer,
  ) {}

  static async start(make: () => Promise<TestStorage>): Promise<OutboxWorld> {
    const storage = await make();
    const database = await openDatabase(directoryStorage, storage.location);
    return new OutboxWorld(storage, database, await MailServer.start());
  }

  async stop(): Promise<void> {
    await this.mail.close();
    await this.database.close();
    await this.storage.drop();
  }

  partsOn(database: Database): OutboxParts {
    const told = <T>(answer: T) => {
      if (!this.accountsAnswer) throw new Error('The accounts cannot be reached.');
      return answer;
    };
    return {
      database,
      clock: this.clock,
      log: this.log,
      compose: composeDirectoryMessage,
      publicUrl: 'https://directory.un.example',
      recipients: {
        authoritiesOf: async (iso3) =>
          told(this.people.filter(({ state, authority: is }) => state === iso3 && is)),
        person: async (subject) => told(this.people.find((person) => person.subject === subject) ?? null),
      },
      sending: smtpSending({ url: this.mail.url, from, bouncesTo: 'bounces@un.example' }, patience),
    };
  }

  readonly enqueue = (event: string, to: MessageTo, expiresAt?: Date): Promise<boolean> =>
    this.database.write((manager) =>
      enqueueMessage(manager, this.clock, {
        event,
        to,
        template: 'messages.test',
        values: { at: this.clock.now() },
        ...(expiresAt ? { expiresAt } : {}),
      }),
    );

  /** One round of sending. */
  send(parts: OutboxParts = this.partsOn(this.database)): Promise<void> {
    return sendMessages(parts, new AbortController().signal);
  }

  /** Rounds until nothing waits, with the time that it takes; in vain after so many. */
  async sendAll(rounds = 30): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      await this.send();
      const messages = await this.messages();
      const events = await this.database.read((manager) =>
        manager.countBy(OutboxEventRow, { status: 'OPEN' }),
      );
      if (events === 0 && messages.every(({ status }) => status !== 'WAITING')) return;
      this.clock.advance(5 * 3_600_000);
    }
  }

  messages(): Promise<OutboxMessageRow[]> {
    return this.database.read((manager) =>
      manager.find(OutboxMessageRow, { order: { ordinal: 'ASC', id: 'ASC' } }),
    );
  }

  async message(): Promise<OutboxMessageRow> {
    const [message] = await this.messages();
    if (!message) throw new Error('There is no message.');
    return message;
  }
}
