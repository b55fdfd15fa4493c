import type { Instant } from '../clock/clock.ts';
import type { Job } from '../scheduler/scheduler.ts';
import { freeLeases } from './claim.ts';
import { forgetContents } from './forget-contents.ts';
import type { OutboxParts } from './parts.ts';
import { type KeptMail, OutboxMessageRow } from './rows.ts';
import { sendMessages } from './send-messages.ts';

/** A message in the mailbox page, in place of sending it. */
export interface MailInBox {
  readonly id: string;
  readonly template: string;
  readonly at: Instant;
  readonly mail: KeptMail;
}

/** The mailbox of a development server: the newest messages first. */
export interface MailboxReader {
  newest(most: number): Promise<readonly MailInBox[]>;
  one(id: string): Promise<MailInBox | null>;
}

/** What a part that sends messages has its scheduler do. To be called once, before the scheduler starts. */
export async function outboxJobs(parts: OutboxParts): Promise<readonly Job[]> {
  await freeLeases(parts.database);
  return [
    { name: 'messages', schedule: '*/5 * * * * *', run: (signal) => sendMessages(parts, signal) },
    { name: 'forget-messages', schedule: '17 3 * * *', run: () => forgetContents(parts) },
  ];
}

export function mailboxReader({ database }: Pick<OutboxParts, 'database'>): MailboxReader {
  const inBox = ({ id, template, created_at, kept }: OutboxMessageRow): MailInBox[] =>
    kept === null ? [] : [{ id, template, at: created_at, mail: kept }];
  return {
    newest: async (most) => {
      const rows = await database.read((manager) =>
        manager.find(OutboxMessageRow, {
          where: { status: 'KEPT' },
          order: { ordinal: 'DESC', id: 'ASC' },
          take: most,
        }),
      );
      return rows.flatMap(inBox);
    },
    one: async (id) => {
      const row = await database.read((manager) =>
        manager.findOneBy(OutboxMessageRow, { id, status: 'KEPT' }),
      );
      return (row && inBox(row)[0]) ?? null;
    },
  };
}
