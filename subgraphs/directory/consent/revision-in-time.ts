import { type Clock, type Instant, instant } from '../../../platform/clock/clock.ts';
import type { Database } from '../../../platform/database/database.ts';
import type { Revision } from '../../../platform/database/revision.ts';
import { nextConsentEnd } from '../storage/consents.ts';

/** A revision, and when the first consent that is in force in it ends by itself. */
interface Known {
  readonly revision: string;
  readonly until: Instant | null;
}

/**
 * The revision of the directory, while no consent's time has come: a consent that is over ends for the next answer, before that is
 * written anywhere. Then it cannot be told, until somebody asks and it is written.
 */
export function revisionInTime(database: Database, clock: Clock): () => Revision | Promise<Revision> {
  let known: Known | undefined;
  const inTime = ({ revision, until }: Known): Revision =>
    until === null || instant(clock.now()) < until ? revision : null;

  async function learn(revision: string): Promise<Revision> {
    const until = await database.read(nextConsentEnd);
    // What was read may be of a later revision, and say nothing of this one.
    if ((await database.revision()) !== revision) return null;
    known = { revision, until };
    return inTime(known);
  }
  const told = (revision: Revision): Revision | Promise<Revision> => {
    if (revision === null) return null;
    return known?.revision === revision ? inTime(known) : learn(revision);
  };
  return () => {
    const revision = database.revision();
    return revision instanceof Promise ? revision.then(told) : told(revision);
  };
}
