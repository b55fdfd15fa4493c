import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { ContactField, ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { storedJson } from './stored-json.ts';

/** AUTOMATIC: each regional change is copied. REVIEW: each waits for the state's yes. */
export const copyModes = ['AUTOMATIC', 'REVIEW'] as const;
export type CopyMode = (typeof copyModes)[number];

export const consentStatuses = ['ACTIVE', 'WITHDRAWN', 'EXPIRED'] as const;
export type ConsentStatus = (typeof consentStatuses)[number];

export const copiesOnWithdrawal = ['WITHDRAW', 'KEEP'] as const;
export type CopiesOnWithdrawal = (typeof copiesOnWithdrawal)[number];

/** Which function a level of a directory stands for, as the state answered. */
export const LevelFunction = z.object({ level: z.string(), function: ContactFunction });
export type LevelFunction = z.infer<typeof LevelFunction>;

/** A state's consent to be copied from one directory. Its terms never change; it ends, and another may follow. */
@Entity('consent')
export class ConsentRow {
  @PrimaryColumn('varchar')
  id!: string;
  @Column('varchar')
  iso3!: string;
  @Column('varchar')
  directory!: string;
  @Column('varchar')
  mode!: CopyMode;
  /** Null: all. */
  @Column('text', { nullable: true, transformer: storedJson(z.array(ContactFunction)) })
  functions!: ContactFunction[] | null;
  /** Null: all. */
  @Column('text', { nullable: true, transformer: storedJson(z.array(ContactField)) })
  fields!: ContactField[] | null;
  @Column('text', { transformer: storedJson(z.array(LevelFunction)) })
  levels!: LevelFunction[];
  @Column('varchar', { nullable: true })
  valid_until!: Instant | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  instrument!: string | null;
  @Column('varchar')
  granted_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  granted_by!: string;
  /** The feed's position of which what was copied at once is the reading: changes up to it are reflected. */
  @Column('integer')
  feed_position!: number;
  @Column('varchar')
  status!: ConsentStatus;
  @Column('varchar', { nullable: true })
  ended_at!: Instant | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  ended_by!: string | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  end_reason!: string | null;
  /** What became of the copies; null where another consent replaced this one. */
  @Column('varchar', { nullable: true })
  copies!: CopiesOnWithdrawal | null;
  @Column('varchar', { nullable: true })
  replaced_by!: string | null;
}
