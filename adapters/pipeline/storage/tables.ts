import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import type { StorageModel } from '../../../platform/database/database.ts';
import { sealedText } from '../../../platform/encryption/sealed-columns.ts';
import { createLedger, ledgerEntities } from '../../../platform/ledger/storage.ts';
import { CreateScheduledJobs1700000000000, ScheduledJob } from '../../../platform/scheduler/storage.ts';
import type {
  EntryStatus,
  HeldDecision,
  PullOutcome,
  RegionalChangeKind,
} from '../../../platform/vocabulary/terms.ts';
import { ledgerOf } from '../ledger.ts';
import { AddEntryTallies1700000006710 } from './add-entry-tallies.ts';
import { AddFeedEpochs1700000005120 } from './add-feed-epochs.ts';
import { AddHeldChanges1700000000002 } from './add-held-changes.ts';
import { CreateRegionalDirectory1700000000001 } from './create-tables.ts';
import { EntryTallyRow } from './entry-tally-row.ts';
import { FindByIndex } from './find-by-index.ts';
import { HeldChangeRow } from './held-change-row.ts';
import { SealEntries1700000005310 } from './seal-entries.ts';

/** The snapshot: every entry the directory ever had, as it is known now. */
@Entity('entry')
export class EntryRow {
  @PrimaryColumn('varchar')
  source_key!: string;
  @Column('varchar')
  participant!: string;
  @Column('varchar', { nullable: true })
  iso3!: string | null;
  @Column('varchar')
  status!: EntryStatus;
  /** What it means: an EntryContent as JSON. */
  @Column('text', { transformer: sealedText() })
  content!: string;
  /** The last source record as JSON, with what it withheld carried over. */
  @Column('text', { transformer: sealedText() })
  source!: string;
  @Column('varchar', { transformer: sealedText() })
  source_revision!: string;
  /** The `seq` of its last change; 0 where it never had one. */
  @Column('integer')
  position!: number;
  @Column('varchar')
  first_seen_at!: Instant;
  /** Of a PRESENT entry every later successful pull is a sighting too: those are not written one by one. */
  @Column('varchar')
  last_seen_at!: Instant;
  /** Since when its source no longer lists it, while its removal is held back: then no pull is a sighting. */
  @Column('varchar', { nullable: true })
  unlisted_since!: Instant | null;
}

/** The change feed: each row is the entry as it was then. `seq` has no gap, and its order is the order of commits. */
@Entity('change')
export class ChangeRow {
  @PrimaryColumn('integer')
  seq!: number;
  /** One for each writing: a feed that was reset, or set back by a backup, and goes on has others at the same numbers. */
  @Column('varchar')
  epoch!: string;
  @Column('varchar')
  at!: Instant;
  @Column('integer')
  pull_number!: number;
  @Column('varchar')
  kind!: RegionalChangeKind;
  @Column('varchar')
  source_key!: string;
  @Column('varchar')
  status!: EntryStatus;
  @Column('text', { transformer: sealedText() })
  content!: string;
  @Column('varchar', { transformer: sealedText() })
  source_revision!: string;
  @Column('varchar')
  first_seen_at!: Instant;
  @Column('varchar')
  last_seen_at!: Instant;
}

@Entity('pull')
export class PullRow {
  @PrimaryColumn('integer')
  number!: number;
  @Column('varchar')
  outcome!: PullOutcome;
  @Column('varchar', { transformer: sealedText() })
  requested_by!: string;
  @Column('varchar')
  started_at!: Instant;
  @Column('varchar', { nullable: true })
  finished_at!: Instant | null;
  @Column('integer')
  read_count!: number;
  @Column('integer')
  added!: number;
  @Column('integer')
  changed!: number;
  @Column('integer')
  removed!: number;
  @Column('integer')
  set_aside!: number;
  @Column('text', { nullable: true, transformer: sealedText() })
  problem!: string | null;
  /** Of a pull that was held: the guard's limits and evidence, a HoldEvidence as JSON. */
  @Column('text', { nullable: true })
  held!: string | null;
  /** How the hold ended, by whom, when and why. */
  @Column('varchar', { nullable: true })
  decision!: HeldDecision | null;
  @Column('varchar', { nullable: true, transformer: sealedText() })
  decided_by!: string | null;
  @Column('varchar', { nullable: true })
  decided_at!: Instant | null;
  @Column('text', { nullable: true, transformer: sealedText() })
  decision_reason!: string | null;
  /** The later pull that lifted it or took it over. */
  @Column('integer', { nullable: true })
  settled_by!: number | null;
}

/** Records of the source that could not be used and were not mended since. */
@Entity('set_aside')
export class SetAsideRow {
  @PrimaryColumn('integer')
  ordinal!: number;
  @Column('integer')
  pull_number!: number;
  @Column('varchar')
  at!: Instant;
  @Column('text', { transformer: sealedText() })
  location!: string;
  @Column('text', { transformer: sealedText() })
  reason!: string;
  @Column('varchar', { nullable: true })
  source_key!: string | null;
}

/** One row: how far the source has been read, and how far the feed goes. */
@Entity('source_state')
export class SourceStateRow {
  @PrimaryColumn('integer')
  id!: number;
  /** The counter of the change feed. */
  @Column('integer')
  position!: number;
  /** Which source, read by which rules, `resume` belongs to. */
  @Column('varchar', { nullable: true })
  fingerprint!: string | null;
  @Column('text', { nullable: true })
  resume!: string | null;
  /** When the whole source was last known: a complete read, or the source's word that nothing changed since one. */
  @Column('varchar', { nullable: true })
  last_success_at!: Instant | null;
}

export function adapterStorage(code: string): StorageModel {
  return {
    part: ledgerOf(code),
    entities: [
      ...ledgerEntities,
      EntryRow,
      ChangeRow,
      PullRow,
      SetAsideRow,
      SourceStateRow,
      HeldChangeRow,
      EntryTallyRow,
      ScheduledJob,
    ],
    migrations: [
      CreateScheduledJobs1700000000000,
      CreateRegionalDirectory1700000000001,
      AddHeldChanges1700000000002,
      AddFeedEpochs1700000005120,
      SealEntries1700000005310,
      createLedger(1700000005200),
      FindByIndex,
      AddEntryTallies1700000006710,
    ],
  };
}
