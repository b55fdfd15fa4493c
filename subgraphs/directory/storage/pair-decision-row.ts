import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';

/**
 * What a state said of two entries, or of an entry and a contact of its own: one point of contact, or two. It holds their
 * keys and no value of them.
 */
@Entity('pair_decision')
export class PairDecisionRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  /** Key of the one that sorts first: a directory and the entry's key there, or DIRECT and a contact's id. */
  @PrimaryColumn('varchar')
  one!: string;
  @PrimaryColumn('varchar')
  other!: string;
  @Column('boolean')
  same!: boolean;
  /** The rule by which the state was asked. Null where it said so by itself: then it is not asked about the two again. */
  @Column('varchar', { nullable: true })
  rule!: string | null;
  @Column('varchar')
  decided_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  decided_by!: string;
}
