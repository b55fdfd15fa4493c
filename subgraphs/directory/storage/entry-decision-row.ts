import { Column, Entity, PrimaryColumn } from 'typeorm';
import { z } from 'zod';
import type { Instant } from '../../../platform/clock/clock.ts';
import { sealedJson, sealedText } from '../../../platform/encryption/sealed-columns.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';

/** ENTRY: it is not copied, whatever it says. CONTENT: it is not copied as it is; another content is another question. */
export const refusals = ['ENTRY', 'CONTENT'] as const;
export type Refusal = (typeof refusals)[number];

/**
 * What a state answered about one entry of a regional directory. It outlives a change of the consent's terms, and ends where
 * the consent is withdrawn or expires. It holds no value of the entry.
 */
@Entity('entry_decision')
export class EntryDecisionRow {
  @PrimaryColumn('varchar')
  iso3!: string;
  @PrimaryColumn('varchar')
  directory!: string;
  @PrimaryColumn('varchar')
  source_key!: string;
  /** Which function it stands for, where its directory names only a level. */
  @Column('varchar', { nullable: true })
  answered_function!: ContactFunction | null;
  @Column('varchar', { nullable: true })
  refusal!: Refusal | null;
  /** With CONTENT: a digest of each value that was refused, by field. */
  @Column('text', { nullable: true, transformer: sealedJson(z.record(z.string(), z.string())) })
  refused_content!: Record<string, string> | null;
  /** Whether its copy is kept although its directory no longer has it. */
  @Column('boolean')
  kept!: boolean;
  @Column('varchar')
  decided_at!: Instant;
  @Column('varchar', { transformer: sealedText() })
  decided_by!: string;
  @Column('text', { nullable: true, transformer: sealedText() })
  reason!: string | null;
}
