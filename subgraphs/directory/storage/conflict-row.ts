import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedJson, sealedText } from '../../../platform/encryption/sealed-columns.ts';

/** A claim on a field: a directory's code or DIRECT, and its value as texts. */
const ConflictingClaim = z.object({
  origin: z.string(),
  value: z.array(z.string()),
  telephones: z.array(z.string()).optional(),
  at: z.string(),
});

export const conflictStatuses = ['OPEN', 'RESOLVED'] as const;
export type ConflictStatus = (typeof conflictStatuses)[number];

/**
 * What ended a conflict. CHOICE: the state chose a claim. PRECEDENCE: the state's order of directories decides. OWN: the
 * state wrote the field itself. AGREEMENT: the sources say the same, or only one is left that says anything.
 */
export const conflictResolutions = ['CHOICE', 'PRECEDENCE', 'OWN', 'AGREEMENT'] as const;
export type ConflictResolution = (typeof conflictResolutions)[number];

/**
 * Origins that say different things of one field of a contact, until the state says which counts. One row for each field
 * that was ever in conflict: its claims are those of now, never of then, so that it holds nothing whose consent has ended.
 */
@Entity('conflict')
export class ConflictRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  @Column('varchar')
  contact_id!: string;
  @Column('varchar')
  field!: string;
  @Column('text', { transformer: sealedJson(z.array(ConflictingClaim)) })
  claims!: z.infer<typeof ConflictingClaim>[];
  @Column('varchar')
  status!: ConflictStatus;
  @Column('varchar')
  opened_at!: Instant;
  /** The origin that the state chose. It counts as long as the contact is copied from it, also once its value changes. */
  @Column('varchar', { nullable: true })
  chosen!: string | null;
  @Column('varchar', { nullable: true })
  resolution!: ConflictResolution | null;
  @Column('varchar', { nullable: true })
  resolved_at!: Instant | null;
  /** Who chose; null where it ended by itself. */
  @Column('varchar', { nullable: true, transformer: sealedText() })
  resolved_by!: string | null;
}
