import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';

/** A service of a regional organisation, which signs in by client credentials (RFC 6749, 4.4). */
@Entity('service_client')
export class ServiceClientRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  directory!: string;
  @Column('text', { transformer: sealedText() })
  name!: string;
  /** SHA-256: the secret is random enough that it cannot be searched for. */
  @Column('varchar')
  secret_hash!: string;
  /** The `sid` of tokens got by this secret. */
  @Column('varchar')
  secret_id!: string;
  @Column('varchar')
  created_at!: Instant;
  @Column('text', { transformer: sealedText() })
  created_by!: string;
  @Column('varchar')
  secret_since!: Instant;
  @Column('varchar', { nullable: true })
  removed_at!: Instant | null;
}
