import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { Day } from '../../../platform/clock/days.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';

/** A change of a contact, and when it was notified (¶33). It stays when the contact goes. */
@Entity('contact_notice')
export class ContactNoticeRow {
  @PrimaryColumn('varchar')
  contact_id!: string;
  /** DIRECT: the state told the global directory. Otherwise the code of the regional directory that it told. */
  @PrimaryColumn('varchar')
  origin!: string;
  @PrimaryColumn('varchar')
  changed_on!: Day;
  @PrimaryColumn('varchar')
  notified_on!: Day;
  @Column('varchar')
  iso3!: string;
  @Column('varchar')
  function!: ContactFunction;
  /** From one day to the other. */
  @Column('integer')
  days!: number;
  /** When the directory learnt of it. */
  @Column('varchar')
  noted_at!: Instant;
}
