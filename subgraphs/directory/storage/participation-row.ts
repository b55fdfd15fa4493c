import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { storedJson } from './stored-json.ts';

/**
 * What a state said of taking part. One that said nothing takes part by its first consent or contact and has no row. Each step
 * is told beside the one before and not in its place, so that taking it back leaves what stood.
 */
@Entity('participation')
export class ParticipationRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @Column('varchar', { nullable: true })
  joined_at!: Instant | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  joined_by!: string | null;
  /** Null where it is not paused. */
  @Column('varchar', { nullable: true })
  paused_at!: Instant | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  paused_by!: string | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  pause_reason!: string | null;
  /** Null where it has not left. */
  @Column('varchar', { nullable: true })
  left_at!: Instant | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  left_by!: string | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  leave_reason!: string | null;
  /** Until then it can take its leaving back. */
  @Column('varchar', { nullable: true })
  undo_until!: Instant | null;
  /** When its leaving was completed; null where it was not. */
  @Column('varchar', { nullable: true })
  ended_at!: Instant | null;
  /** Regional directories whose entries are to be compared with its copies, since it stood aside for a while. */
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  behind!: string[];
}
