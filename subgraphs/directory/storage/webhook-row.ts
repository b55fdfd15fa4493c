import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { type EntryOutcomeKind, entryOutcomeKinds } from '../organisations/outcome.ts';
import { storedJson } from './stored-json.ts';

/** An endpoint of an organisation that is called when something becomes of an entry of its directory. */
@Entity('webhook')
export class WebhookRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  directory!: string;
  @Column('text', { transformer: sealedText() })
  url!: string;
  /** Which outcomes it is called for; null: all. */
  @Column('text', { nullable: true, transformer: storedJson(z.array(z.enum(entryOutcomeKinds))) })
  outcomes!: EntryOutcomeKind[] | null;
  /** Signs; it must be at hand, so it cannot be kept as a digest. */
  @Column('varchar', { transformer: sealedText() })
  secret!: string;
  /** The secret before, which signs too until then. */
  @Column('varchar', { nullable: true, transformer: sealedText() })
  former_secret!: string | null;
  @Column('varchar', { nullable: true })
  former_until!: Instant | null;
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  created_by!: string;
  /** Since when it is called no more: it answered that it is gone for good. */
  @Column('varchar', { nullable: true })
  disabled_at!: Instant | null;
}

/** FAILED is a dead letter: the last attempt failed, and it is tried again only when it is replayed. */
export const deliveryStatuses = ['WAITING', 'DELIVERED', 'FAILED'] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** One call to make, made or given up: the outbox. An event's rows are written in its own transaction. */
@Entity('webhook_delivery')
export class WebhookDeliveryRow {
  @PrimaryColumn('varchar')
  id!: string;
  /** Rises over all deliveries: within one webhook it is the order of the feed. */
  @Column('integer')
  ordinal!: number;
  @Column('varchar')
  webhook_id!: string;
  /** The event it tells of; null for a test. */
  @Column('integer', { nullable: true })
  seq!: number | null;
  /** The very bytes that are signed and sent. */
  @Column('text', { transformer: sealedText() })
  body!: string;
  @Column('varchar')
  status!: DeliveryStatus;
  @Column('integer')
  attempts!: number;
  @Column('varchar', { nullable: true })
  next_attempt_at!: Instant | null;
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar', { nullable: true })
  last_attempt_at!: Instant | null;
  /** The HTTP status of the last answer; null where there was none. */
  @Column('integer', { nullable: true })
  last_status!: number | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  problem!: string | null;
}
