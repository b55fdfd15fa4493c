import type { Instant } from '../../platform/clock/clock.ts';
import type { Checkpoint } from '../../platform/ledger/checkpoint.ts';
import type { ReadingsPage, ReadingsQuery } from '../../platform/readings/report.ts';
import type {
  EntryStatus,
  HeldDecision,
  PullOutcome,
  RegionalChangeKind,
} from '../../platform/vocabulary/terms.ts';
import type { EntryContent } from '../contract.ts';
import type { HeldDecisionRequest } from './decide-held.ts';
import type { HeldSubject } from './guard.ts';
import type { HoldEvidence } from './held-changes.ts';
import type { Submission } from './submission.ts';

/** What a regional directory publishes and does: everything its API offers, before anyone's rights are considered. */
export interface RegionalOperations {
  outline(): Promise<Outline>;
  counts(): Promise<Counts>;
  progress(): Promise<Progress>;
  /** Newest first. */
  pulls(which: {
    readonly first: number;
    readonly outcome: PullOutcome | null;
  }): Promise<readonly PublishedPull[]>;
  /** Records that could not be used and were not mended since. */
  setAside(): Promise<readonly PublishedSetAside[]>;
  /** Ordered by key; without a status those that are not removed. */
  entries(which: EntryFilter, page: PageOf): Promise<EntryPage>;
  /** All of one state that are not removed, ordered by key. */
  entriesOfState(iso3: string): Promise<readonly PublishedEntry[]>;
  /** The end of the feed. */
  feedEnd(): Promise<FeedPoint>;
  /** The epoch of the change at a position; null where there is none. */
  epochAt(position: number): Promise<string | null>;
  changes(page: { readonly after: number; readonly first: number }): Promise<ChangePage>;
  /** Who was shown details of a state's entries, the last first. */
  readings(query: ReadingsQuery): Promise<ReadingsPage>;
  /** The last of each of the directory's ledgers. */
  ledgerCheckpoints(first: number): Promise<readonly Checkpoint[]>;
  /** Pulls now, when no other pull runs, and waits for its end. */
  pull(requestedBy: string): Promise<PublishedPull>;
  /** Takes entries that the organisation submits, when no pull runs. @throws Problem BAD_USER_INPUT */
  submit(submission: Submission): Promise<PublishedPull>;
  /**
   * What approving a held pull would publish now, in the order of the feed.
   * @throws Problem NOT_FOUND; CONFLICT where it is not held
   */
  heldChanges(pull: string): Promise<readonly PublishedHeldChange[]>;
  /**
   * Lets what the pull still holds take effect.
   * @throws Problem NOT_FOUND; CONFLICT where it is not held
   */
  approve(request: HeldDecisionRequest): Promise<PublishedPull>;
  /**
   * Drops what the pull still holds and pulls anew, in full, unless it was a submission. That the new pull may fail, or be held in its turn, is part
   * of its own record; what is given is the rejected one.
   * @throws Problem NOT_FOUND; CONFLICT where it is not held
   */
  reject(request: HeldDecisionRequest): Promise<PublishedPull>;
}

/** What a directory is, apart from what is in it. */
export interface Outline {
  readonly code: string;
  readonly name: string;
  readonly levels: readonly string[];
  readonly namesFunctions: boolean;
  readonly removalsMayBeReplaced: boolean;
  /** Cron expression in UTC. */
  readonly schedule: string;
  readonly nextPullAt: Instant | null;
}

export interface Counts {
  readonly participants: number;
  readonly entryCount: number;
}

export interface Progress {
  readonly position: number;
  readonly lastSuccessAt: Instant | null;
}

export interface EntryFilter {
  readonly state: string | null;
  readonly status: EntryStatus | null;
}

export interface PageOf {
  readonly first: number;
  /** The key after which the page begins. */
  readonly after: string | null;
}

export interface PublishedEntry {
  readonly sourceKey: string;
  readonly status: EntryStatus;
  readonly content: EntryContent;
  readonly revision: string;
  readonly position: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Since when its source no longer lists it, while its removal is held. */
  readonly unlistedSince: Instant | null;
}

export interface EntryPage {
  readonly entries: readonly PublishedEntry[];
  readonly totalCount: number;
  readonly hasMore: boolean;
}

export interface PublishedChange {
  readonly seq: number;
  readonly at: Instant;
  readonly pullId: string;
  readonly kind: RegionalChangeKind;
  /** As it was then. */
  readonly entry: PublishedEntry;
}

/** A position of the feed, and the epoch of the change there: where both are as before, so is all before them. */
export interface FeedPoint {
  readonly position: number;
  /** Null at position 0. */
  readonly epoch: string | null;
}

export interface ChangePage {
  readonly changes: readonly PublishedChange[];
  /**
   * Where the page ends: the `after` of the next one. Without changes, where the feed ends; that it is less than the
   * `after` asked for says that this is not the feed which was followed before.
   */
  readonly position: number;
  readonly hasMore: boolean;
}

export interface PublishedPull {
  readonly id: string;
  readonly outcome: PullOutcome;
  readonly startedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly read: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly setAside: number;
  readonly problem: string | null;
  /** Of a pull that is or was held. */
  readonly held: HoldEvidence | null;
  readonly decision: HeldDecision | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Instant | null;
  readonly decisionReason: string | null;
  readonly settledBy: string | null;
}

/** One entry of a held pull. */
export interface PublishedHeldChange {
  readonly losses: readonly HeldSubject[];
  /** As it is while the pull is held. */
  readonly before: PublishedEntry;
  readonly change: PublishedChange;
}

export interface PublishedSetAside {
  readonly location: string;
  readonly reason: string;
  readonly at: Instant;
}
