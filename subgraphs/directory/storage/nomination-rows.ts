import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';

/** PER_FUNCTION: one or more points of contact for each function. SINGLE: one for all, which routes to bodies behind it (¶29). */
export const nominationModels = ['PER_FUNCTION', 'SINGLE'] as const;
export type NominationModel = (typeof nominationModels)[number];

/** How a state wants to be addressed. One that never said is addressed by function. */
@Entity('nomination')
export class NominationRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @Column('varchar')
  model!: NominationModel;
  /** Its single point of contact; null where it has none. */
  @Column('varchar', { nullable: true })
  single_contact_id!: string | null;
  @Column('varchar')
  set_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  set_by!: string;
}

/** A body behind the single point of contact, for a function. */
@Entity('nomination_route')
export class NominationRouteRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @PrimaryColumn('varchar')
  function!: ContactFunction;
  @PrimaryColumn('varchar')
  contact_id!: string;
  /** Its place among those for the function, from 0. */
  @Column('integer')
  place!: number;
}
