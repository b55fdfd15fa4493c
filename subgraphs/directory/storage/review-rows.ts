import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { Day } from '../../../platform/clock/days.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import type { ReviewInterval } from '../review/schedule.ts';
import { storedJson } from './stored-json.ts';

/** When a contact was last confirmed, and when it is to be looked at again. There as long as the contact is. */
@Entity('contact_review')
export class ContactReviewRow {
  @PrimaryColumn('varchar')
  contact_id!: string;
  @Column('varchar')
  iso3!: string;
  /** When the state last wrote or confirmed it itself. */
  @Column('varchar', { nullable: true })
  stated_at!: Instant | null;
  /** Up to when the regions it is copied from vouch for it. */
  @Column('varchar', { nullable: true })
  vouched_at!: Instant | null;
  /** The later of both. */
  @Column('varchar')
  confirmed_at!: Instant;
  @Column('varchar')
  due_at!: Instant;
  /** The day of the next reminder. */
  @Column('varchar')
  remind_on!: Day;
}

/** How often a state looks at its contacts; one without a row, once a year. */
@Entity('review_setting')
export class ReviewSettingRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @Column('varchar')
  review_interval!: ReviewInterval;
  @Column('varchar')
  set_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  set_by!: string;
}

/** A one-time link by which a state's authority says that contacts are still correct. */
@Entity('review_link')
export class ReviewLinkRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  /** SHA-256 of the link's secret, which is kept nowhere. */
  @Column('varchar')
  token_hash!: string;
  /** The contacts that it may confirm. */
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  contacts!: string[];
  @Column('varchar')
  created_at!: Instant;
  @Column('varchar')
  expires_at!: Instant;
}
