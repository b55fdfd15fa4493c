import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedJson, sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { FieldChange } from '../contacts/changes.ts';
import { Snapshot } from '../contacts/history-snapshot.ts';

/** KEPT: the state made a copy its own. RELEASED: it gave a field back to its source. */
export const revisionActions = [
  'ADDED',
  'CHANGED',
  'REMOVED',
  'KEPT',
  'RELEASED',
  'MERGED',
  'SPLIT',
] as const;
export type RevisionAction = (typeof revisionActions)[number];

/** One step in a contact's history. Never changed once written. */
@Entity('contact_revision')
export class ContactRevisionRow {
  @PrimaryColumn('varchar')
  contact_id!: string;
  @PrimaryColumn('integer')
  revision!: number;
  @Column('varchar')
  at!: Instant;
  @Column('varchar')
  action!: RevisionAction;
  /** Who: a caller's subject, or the pull that a copy followed. */
  @Column('varchar', { transformer: sealedText() })
  actor!: string;
  /** On whose authority: the consent's id; null for a state's own word. */
  @Column('varchar', { nullable: true })
  authority!: string | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  reason!: string | null;
  @Column('text', { transformer: sealedJson(z.array(FieldChange)) })
  changes!: FieldChange[];
  /** The contact as this step left it; null where it removed it. */
  @Column('text', { nullable: true, transformer: sealedJson(Snapshot) })
  snapshot!: Snapshot | null;
  /** The day on which what it tells happened, `2026-03-01`, where the state said so: for the notice within 30 days (¶33). */
  @Column('varchar', { nullable: true })
  changed_on!: string | null;
  /** The submission by which the state did it through the custodian. */
  @Column('varchar', { nullable: true })
  submission!: string | null;
  /** The day on which the state's note of it came to the custodian, `2026-03-05`. */
  @Column('varchar', { nullable: true })
  notified_on!: string | null;
}
