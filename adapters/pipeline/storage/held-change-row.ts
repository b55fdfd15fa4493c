import { Column, Entity, PrimaryColumn } from 'typeorm';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import type { HeldSubject } from '../guard.ts';

export type HeldStatus = 'HELD' | 'APPLIED' | 'DROPPED' | 'LIFTED' | 'TAKEN_OVER';

/** What a held pull would take away, one row for each loss; kept afterwards, as the evidence of what was decided on. */
@Entity('held_change')
export class HeldChangeRow {
  @PrimaryColumn('integer')
  pull_number!: number;
  @PrimaryColumn('varchar')
  source_key!: string;
  /** ENTRY, STATE, FUNCTION, or the name of a field. */
  @PrimaryColumn('varchar')
  subject!: HeldSubject;
  @Column('varchar')
  status!: HeldStatus;
  @Column('varchar', { nullable: true })
  becomes!: 'REMOVED' | 'ABSENT' | null;
  /** Of an entry that names another state or function: its EntryState as JSON, while it is held. */
  @Column('text', { nullable: true, transformer: sealedText() })
  pending!: string | null;
}
