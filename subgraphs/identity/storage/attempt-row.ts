import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';

/** Failed attempts of one kind from one place, counted for all instances. */
@Entity('attempt')
export class AttemptRow {
  /** A digest of what is counted: it tells nobody an address. */
  @PrimaryColumn('varchar')
  place!: string;
  @Column('integer')
  failures!: number;
  @Column('varchar')
  last_at!: Instant;
  /** Until then, no further attempt from there. */
  @Column('varchar', { nullable: true })
  blocked_until!: Instant | null;
}
