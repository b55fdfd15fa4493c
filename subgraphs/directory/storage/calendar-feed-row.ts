import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';

/** A link by which calendar programs read when a state's contacts are to be reviewed. One that was revoked is gone. */
@Entity('calendar_feed')
export class CalendarFeedRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  /** SHA-256 of the link's secret, which is kept nowhere. */
  @Column('varchar')
  secret_hash!: string;
  @Column('varchar')
  language!: Language;
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  created_by!: string;
}
