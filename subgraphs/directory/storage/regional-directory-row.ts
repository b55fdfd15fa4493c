import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedJson } from '../../../platform/encryption/sealed-columns.ts';
import { PullFacts } from '../population/source-facts.ts';
import { storedJson } from './stored-json.ts';

/** A regional directory: how far its feed has been followed, and what was last known of it for when it does not answer. */
@Entity('regional_directory')
export class RegionalDirectoryRow {
  @PrimaryColumn('varchar')
  code!: string;
  /** The last change of the feed that has taken effect here; written in the same transaction as the effect. */
  @Column('integer')
  cursor!: number;
  @Column('varchar')
  name!: string;
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  levels!: string[];
  @Column('boolean')
  names_functions!: boolean;
  @Column('integer')
  participants!: number;
  @Column('integer')
  entries!: number;
  @Column('varchar')
  schedule!: string;
  @Column('varchar', { nullable: true })
  next_pull_at!: Instant | null;
  @Column('integer')
  position!: number;
  /** In which writing of the feed the change at `position` stands; null where there is none, or it was not told yet. */
  @Column('varchar', { nullable: true })
  epoch!: string | null;
  /** Since when its feed is another than the one that was followed before, until its source has been read in full since. */
  @Column('varchar', { nullable: true })
  reset_at!: Instant | null;
  @Column('varchar', { nullable: true })
  last_success_at!: Instant | null;
  @Column('text', { nullable: true, transformer: sealedJson(PullFacts) })
  last_pull!: PullFacts | null;
}
