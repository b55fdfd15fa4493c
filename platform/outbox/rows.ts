import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../clock/clock.ts';
import { sealedJson, sealedText } from '../encryption/sealed-columns.ts';
import { officialLanguages } from '../vocabulary/terms.ts';
import { StoredValues } from './stored-values.ts';

/**
 * Whom a message is for. `authorityOf`: everyone who is an active authority of the state when it is sent, each in their own language.
 * `subject`: a person with an account. `email`: somebody without one; `state` is the state it concerns, if any.
 */
export const MessageTo = z.union([
  z.strictObject({ authorityOf: z.string().length(3) }),
  z.strictObject({ subject: z.string().min(1) }),
  z.strictObject({
    email: z.string().min(3),
    language: z.enum(officialLanguages),
    name: z.string(),
    state: z.string().length(3).nullable().optional(),
  }),
]);
export type MessageTo = z.infer<typeof MessageTo>;

/**
 * OPEN: its recipients are still to be found. ADDRESSED: there is a message for each. NOBODY: nobody was there to write to.
 * EXPIRED: its time passed before it could be addressed.
 */
export const eventStatuses = ['OPEN', 'ADDRESSED', 'NOBODY', 'EXPIRED'] as const;
export type EventStatus = (typeof eventStatuses)[number];

/** Something that people are to be told of. The row stays, without its values, so that the same event is never told again. */
@Entity('outbox_event')
export class OutboxEventRow {
  /** What happened, by ids alone, such as `review.reminder/EST/2027-03-01/30`. */
  @PrimaryColumn('varchar')
  event!: string;
  /** Rises: the order in which messages go out. */
  @Column('integer')
  ordinal!: number;
  @Column('varchar')
  template!: string;
  /** The state concerned, ISO 3166-1 alpha-3; null where there is none or it is not known yet. */
  @Column('varchar', { nullable: true })
  state!: string | null;
  @Column('text', { transformer: sealedJson(MessageTo) })
  recipient!: MessageTo;
  /** What the template is completed with; null once it is no longer needed. */
  @Column('text', { nullable: true, transformer: sealedJson(StoredValues) })
  content!: StoredValues | null;
  @Column('varchar')
  status!: EventStatus;
  @Column('varchar')
  created_at!: Instant;
  /** After which it is of no use to anybody; null: it always is. */
  @Column('varchar', { nullable: true })
  expires_at!: Instant | null;
  /** When its recipients are looked for (again); null once they were found or given up. */
  @Column('varchar', { nullable: true })
  next_attempt_at!: Instant | null;
}

/**
 * WAITING: to be sent. SENT: the mail server took it. KEPT: in the mailbox page instead (development). FAILED: the mail server refused it
 * for good, or for days. BOUNCED: it was returned later. CANCELLED: its recipient is gone, or its time had passed.
 */
export const messageStatuses = ['WAITING', 'SENT', 'KEPT', 'FAILED', 'BOUNCED', 'CANCELLED'] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** A composed message, as the mailbox page shows it. */
export const KeptMail = z.object({
  from: z.string(),
  to: z.string(),
  language: z.enum(officialLanguages),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
});
export type KeptMail = z.infer<typeof KeptMail>;

/** One message of an event to one recipient. */
@Entity('outbox_message')
export class OutboxMessageRow {
  /** Made of the event and the recipient: the left part of the Message-ID. */
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  event!: string;
  @Column('integer')
  ordinal!: number;
  @Column('varchar')
  template!: string;
  @Column('varchar', { nullable: true })
  state!: string | null;
  /** The recipient's account; null where the event itself names the address. */
  @Column('varchar', { nullable: true })
  subject!: string | null;
  @Column('varchar')
  status!: MessageStatus;
  @Column('integer')
  attempts!: number;
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar', { nullable: true })
  expires_at!: Instant | null;
  @Column('varchar', { nullable: true })
  next_attempt_at!: Instant | null;
  /** Who sends it now, and until when at the most. */
  @Column('varchar', { nullable: true })
  lease_owner!: string | null;
  @Column('varchar', { nullable: true })
  lease_until!: Instant | null;
  @Column('varchar', { nullable: true })
  last_attempt_at!: Instant | null;
  /** Since when the mail server has been refusing this very message, for now. */
  @Column('varchar', { nullable: true })
  refused_since!: Instant | null;
  /** When it came to its present status, where that is not WAITING. */
  @Column('varchar', { nullable: true })
  ended_at!: Instant | null;
  /** The mail server's last reply code (RFC 5321, 4.2.3), such as 550. */
  @Column('integer', { nullable: true })
  reply_code!: number | null;
  /** The enhanced status code (RFC 3463), such as `5.1.1`. */
  @Column('varchar', { nullable: true })
  enhanced_status!: string | null;
  /** What the mail server said, which may quote the address. */
  @Column('text', { nullable: true, transformer: sealedText() })
  problem!: string | null;
  /** Development: what would have been sent. */
  @Column('text', { nullable: true, transformer: sealedJson(KeptMail) })
  kept!: KeptMail | null;
}

/** How it goes with the mail server itself: one row. */
@Entity('outbox_relay')
export class OutboxRelayRow {
  @PrimaryColumn('varchar')
  name!: 'relay';
  /** Since when it cannot be reached or takes nothing; null while all is well. */
  @Column('varchar', { nullable: true })
  failing_since!: Instant | null;
  @Column('integer')
  failures!: number;
  @Column('varchar', { nullable: true })
  next_attempt_at!: Instant | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  problem!: string | null;
}
