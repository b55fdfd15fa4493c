import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';

/** A person signed in on one device. Its id is the `sid` of every token of it. */
@Entity('session')
export class SessionRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  account_id!: string;
  /** What the browser says it is, shortened, for the person to recognise it by. */
  @Column('text', { transformer: sealedText() })
  device!: string;
  @Column('boolean')
  second_factor!: boolean;
  /** The provider's grant for the tokens of it; null before there is one. */
  @Column('varchar', { nullable: true })
  grant_id!: string | null;
  @Column('varchar')
  started_at!: Instant;
  @Column('varchar')
  last_used_at!: Instant;
}

/** What has ended before its tokens have: a session, or a secret of a service client. Kept until no such token lives. */
@Entity('ended_session')
export class EndedSessionRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  ended_at!: Instant;
}
