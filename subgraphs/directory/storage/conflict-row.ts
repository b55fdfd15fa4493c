import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { storedJson } from './stored-json.ts';

/** A claim on a field: a directory's code or DIRECT, and its value as texts. */
const ConflictingClaim = z.object({ origin: z.string(), value: z.array(z.string()), at: z.string() });

/** Two origins that say different things of one field, until the state says which counts. */
@Entity('conflict')
export class ConflictRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  @Column('varchar')
  contact_id!: string;
  @Column('varchar')
  field!: string;
  @Column('text', { transformer: storedJson(z.array(ConflictingClaim)) })
  claims!: z.infer<typeof ConflictingClaim>[];
  @Column('varchar')
  status!: 'OPEN' | 'RESOLVED';
  @Column('varchar')
  opened_at!: Instant;
  @Column('varchar', { nullable: true })
  resolved_at!: Instant | null;
  @Column('varchar', { nullable: true })
  resolved_by!: string | null;
}
