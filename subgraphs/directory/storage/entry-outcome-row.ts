import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { OutcomeCause } from '../organisations/outcome.ts';
import { storedJson } from './stored-json.ts';

/** What was last told of an entry: the newest event about it. Only entries that a consent once reached are told of. */
@Entity('entry_outcome')
export class EntryOutcomeRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @PrimaryColumn('varchar')
  directory!: string;
  @PrimaryColumn('varchar')
  source_key!: string;
  @Column('varchar')
  cause!: OutcomeCause;
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  fields!: string[];
  @Column('varchar', { nullable: true })
  contact_id!: string | null;
  @Column('integer', { nullable: true })
  position!: number | null;
  /** The event that told of it. */
  @Column('integer')
  seq!: number;
  @Column('varchar')
  at!: Instant;
}

/** One event of a directory's feed of outcomes, for its organisation. Never changed once written; no contact data. */
@Entity('entry_outcome_event')
export class EntryOutcomeEventRow {
  @PrimaryColumn('varchar')
  directory!: string;
  /** 1, 2, 3, … for each directory, in the order of commits. */
  @PrimaryColumn('integer')
  seq!: number;
  @Column('varchar')
  at!: Instant;
  @Column('varchar')
  iso3!: string;
  @Column('varchar')
  source_key!: string;
  @Column('varchar')
  cause!: OutcomeCause;
  @Column('text', { transformer: storedJson(z.array(z.string())) })
  fields!: string[];
  @Column('varchar', { nullable: true })
  contact_id!: string | null;
  @Column('integer', { nullable: true })
  position!: number | null;
}
