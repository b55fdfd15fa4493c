import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';

/** How far a person has come in signing in: not the provider's, but kept with the same care. */
export const signInStepModel = 'SignInStep';

/** What the OpenID provider keeps: its sessions, interactions, grants, codes and refresh tokens. */
@Entity('provider_record')
export class ProviderRecordRow {
  /** The provider's name for this kind of record. */
  @PrimaryColumn('varchar')
  model!: string;
  /** SHA-256 of the record's id, which is often itself a secret, such as a refresh token. */
  @PrimaryColumn('varchar')
  id_hash!: string;
  /** The record as JSON, sealed: it holds the id again. */
  @Column('text', { transformer: sealedText() })
  payload!: string;
  @Column('varchar', { nullable: true })
  grant_id!: string | null;
  /** Of a session: its id for others, and whose it is. Of an interaction: whom it signs in, once that is known. */
  @Column('varchar', { nullable: true })
  uid!: string | null;
  @Column('varchar', { nullable: true })
  account_id!: string | null;
  @Column('varchar')
  expires_at!: Instant;
  @Column('varchar', { nullable: true })
  consumed_at!: Instant | null;
}
