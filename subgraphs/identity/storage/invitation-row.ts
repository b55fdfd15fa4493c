import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';

export const invitationPurposes = ['JOIN', 'RECOVER', 'RESTORE'] as const;
/**
 * JOIN: a new account. RECOVER: an account whose owner lost the password or the second factor. RESTORE: a new authority for a
 * state that lost all access.
 */
export type InvitationPurpose = (typeof invitationPurposes)[number];

/** A one-time link by which a person chooses a password. */
@Entity('invitation')
export class InvitationRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  account_id!: string;
  @Column('varchar')
  purpose!: InvitationPurpose;
  /** SHA-256 of the link's secret, which is kept nowhere. */
  @Column('varchar')
  token_hash!: string;
  @Column('varchar')
  created_at!: Instant;
  @Column('text', { transformer: sealedText() })
  created_by!: string;
  /** Not before then. */
  @Column('varchar')
  opens_at!: Instant;
  @Column('varchar')
  expires_at!: Instant;
  /** When it was accepted, replaced or cancelled. */
  @Column('varchar', { nullable: true })
  closed_at!: Instant | null;
}
