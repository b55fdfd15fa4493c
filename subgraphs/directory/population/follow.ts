import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { findIn } from '../../../platform/database/find-in.ts';
import { actingAs, theProduct } from '../../../platform/ledger/actor.ts';
import { expireConsentsWithin } from '../consent/expire.ts';
import type { DirectoryParts } from '../parts.ts';
import { activeConsents } from '../storage/consents.ts';
import { CopySourceRow } from '../storage/copy-source-row.ts';
import { ProposalRow } from '../storage/proposal-row.ts';
import { directoryRow, isKnown, saveFacts } from '../storage/regional-directories.ts';
import type { RegionalDirectoryRow } from '../storage/regional-directory-row.ts';
import { saveDraft } from '../storage/states.ts';
import { Draft } from './draft.ts';
import type { EntryOfState } from './draft-terms.ts';
import { type Observation, observationsOfChanges, type StatesConcerned } from './observation.ts';
import { loadForNews, statesNeededWhole } from './part-of-state.ts';
import { planNews } from './plan.ts';
import type { FeedChange, FeedPage, RegionalAdapter } from './regional-adapter.ts';
import { beginAnew, endReset, isReadSince } from './reset.ts';
import { isAnotherFeed, isFollowedFurther } from './same-feed.ts';
import type { SourceFacts } from './source-facts.ts';
import { WholeStateNeeded } from './whole-state-needed.ts';

/**
 * Follows a directory's feed to its end. Each page takes effect in one transaction with the cursor, exactly once, however
 * often it is read and by however many followers. Where the adapter began anew, so does the following.
 * @throws Problem where the adapter does not answer; what was applied stays, and the next run goes on from there
 */
export async function followFeed(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    signal?.throwIfAborted();
    const known = await parts.database.read((manager) => directoryRow(manager, adapter.code));
    const cursor = known?.cursor ?? 0;
    const page = await adapter.changesAfter(cursor, known?.position ?? 0);
    if (known && isAnotherFeed(known, page)) {
      await beginAnew(parts, adapter, known);
      continue;
    }
    checkPage(page, cursor, adapter.code);
    const isResetOver = known !== null && isReadSince(known, page.facts);
    if (isResetOver && page.changes.length === 0) {
      await endReset(parts, adapter, known);
      continue;
    }
    if (page.changes.length === 0 && isKnown(known, page.facts)) return;
    const applied = await parts.database.write((manager) => applyPage(parts, manager, known, page));
    if (applied && !page.hasMore && !isResetOver) return;
  }
}

/** @throws where the feed is not gapless: then something would be lost */
function checkPage({ changes }: FeedPage, cursor: number, code: string): void {
  changes.forEach(({ seq }, index) => {
    if (seq !== cursor + 1 + index)
      throw new Error(`The feed of ${code} gave change ${seq} where ${cursor + 1 + index} was due.`);
  });
}

/** @returns false where another follower was first: then there may be more than it saw */
async function applyPage(
  parts: DirectoryParts,
  manager: EntityManager,
  known: RegionalDirectoryRow | null,
  page: FeedPage,
): Promise<boolean> {
  const directory = page.facts.code;
  if (await isFollowedFurther(manager, directory, known)) return false;
  const cursor = known?.cursor ?? 0;
  await expireConsentsWithin(manager, parts.clock);

  const draft = await draftOf(parts, manager, page.facts, [page.changes]);
  // Whoever asked for the pull: what follows from it is the product's doing, under the states' consents.
  await actingAs(theProduct(`follow ${directory}`), () => saveDraft(manager, draft));
  await saveFacts(manager, page.facts, page.changes.at(-1)?.seq ?? cursor);
  return true;
}

/**
 * What pages of a directory's changes make of what is stored. Not saved: that is the follower's, and a preview does without.
 * No entry may stand in two pages.
 */
export async function draftOf(
  parts: DirectoryParts,
  manager: EntityManager,
  { code: directory, removalsMayBeReplaced }: SourceFacts,
  pages: readonly (readonly FeedChange[])[],
): Promise<Draft> {
  const holders = await holdersOf(manager, directory, pages.flat());
  const news = pages.map((changes) => observationsOfChanges(changes, holders));
  const states = [...new Set(news.flat().map(({ iso3 }) => iso3))];
  const consents = await activeConsents(manager, states, directory);
  const concerned = [...consents.keys()];
  const all = news.flat().filter(({ iso3 }) => consents.has(iso3));
  const actorOf = ({ pull }: Observation) => `pull ${pull ?? directory}`;
  const whole = await statesNeededWhole(manager, directory, concerned, all);
  for (;;) {
    const known = await loadForNews(manager, directory, concerned, all, whole);
    const draft = new Draft(known.stored, instant(parts.clock.now()), randomUUID, known.parts);
    try {
      for (const observations of news)
        planNews(draft, { directory, removalsMayBeReplaced, consents, observations, actorOf });
      return draft;
    } catch (error) {
      if (!(error instanceof WholeStateNeeded) || whole.has(error.iso3)) throw error;
      whole.add(error.iso3);
    }
  }
}

async function holdersOf(
  manager: EntityManager,
  directory: string,
  changes: readonly FeedChange[],
): Promise<StatesConcerned> {
  const keys = changes.map(({ entry }) => entry.sourceKey);
  const select = { iso3: true, directory: true, source_key: true };
  const rows = await findIn<EntryOfState>(keys, async (source_key) => [
    ...(await manager.find(CopySourceRow, { select, where: { directory, source_key } })),
    ...(await manager.find(ProposalRow, {
      select: { id: true, ...select },
      where: { directory, source_key, status: 'WAITING' },
    })),
  ]);
  const holders = new Map<string, Set<string>>();
  for (const row of rows) {
    const states = holders.get(row.source_key) ?? new Set();
    holders.set(row.source_key, states.add(row.iso3));
  }
  return holders;
}
