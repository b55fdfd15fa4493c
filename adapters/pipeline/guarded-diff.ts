import type { Database } from '../../platform/database/database.ts';
import type { DirectoryRules, Resume, SetAside } from '../contract.ts';
import type { Channel } from './channel.ts';
import { diffRules, type RecordsOf, whatIsMissing, whatMayBeNameless } from './completeness.ts';
import { type Diff, diff } from './diff.ts';
import type { GuardLimits } from './guard.ts';
import {
  bySubject,
  type Hold,
  holdAfter,
  holdStays,
  judgeRead,
  keepEntries,
  keepLosses,
  type StandingHold,
  takesAway,
} from './hold-back.ts';
import type { Interpretation } from './interpretation.ts';
import type { Snapshot } from './snapshot.ts';
import { acceptedCounts } from './tallies.ts';

export interface Understood {
  readonly channel: Channel;
  readonly rules: DirectoryRules;
  readonly limits: GuardLimits;
  readonly since: Resume | null;
  readonly read: RecordsOf;
  readonly said: Interpretation;
  /** All that was set aside, of the source and of its records. */
  readonly setAside: readonly SetAside[];
  /** What was known of all entries, or, of a read of movements, of those it names. */
  readonly known: Snapshot;
  readonly standing: StandingHold | null;
}

export interface GuardedDiff {
  readonly diff: Diff;
  readonly hold: Hold;
  /** Why the read is not the whole; null where it is. */
  readonly incomplete: string | null;
}

/**
 * What a read changes, without what is held. The read is compared twice: as its source has it, which shows how much it
 * would take away, and then without the losses that the guard holds.
 *
 * Only a complete read is held, and only a complete one lifts what was held. Of another one, losses that are too many are left
 * out: it will be read again.
 */
export async function guardedDiff(database: Database, understood: Understood): Promise<GuardedDiff> {
  const { channel, rules, limits, since, read, said, setAside, known, standing } = understood;
  const heldBefore = bySubject(standing?.changes ?? []);
  const kept = keepLosses(known, said, heldBefore);
  const missing = whatIsMissing(rules, since, read, said);
  const asRead = diff(known, kept, diffRules(rules, missing === null));
  const incomplete = missing ?? whatMayBeNameless(rules, setAside, asRead);
  const isComplete = incomplete === null;
  const finalRules = diffRules(rules, isComplete);
  const whole = isComplete ? asRead : diff(known, kept, finalRules);

  const reading = { known, said, whole };
  const isPart = rules.absence === 'nothing';
  const accepted = takesAway(reading) ? await acceptedCounts(database, channel) : new Map();
  const judgement = judgeRead(reading, accepted, heldBefore, limits);
  const { held, evidence } = judgement;
  const withheld = keepEntries(keepLosses(known, said, held), held.get('ENTRY') ?? new Set());
  const effective = diff(known, withheld, finalRules);
  const compared = { ...reading, effective };
  if (isComplete)
    return { diff: effective, hold: holdAfter(compared, standing, judgement, !isPart), incomplete };
  // What it would hold or take back waits for a complete read: movements are read again until there is one.
  const { lifted } = holdAfter(compared, standing, { evidence: [], held: heldBefore }, !isPart);
  const leftOut = evidence.length > 0 || lifted.length > 0;
  return {
    diff: leftOut ? { ...effective, removalsLeftOut: true } : effective,
    hold: holdStays(standing),
    incomplete,
  };
}
