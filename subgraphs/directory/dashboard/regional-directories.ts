import type { DirectoryParts } from '../parts.ts';
import type { RegionalAdapter, SourceCondition } from '../population/regional-adapter.ts';
import type { PullFacts, SourceFacts } from '../population/source-facts.ts';
import { factsOf } from '../storage/regional-directories.ts';
import { RegionalDirectoryRow } from '../storage/regional-directory-row.ts';

/** A directory as its adapter says it is now, or, where that does not answer, as it was last known. */
export interface DirectoryView {
  readonly code: string;
  readonly facts: SourceFacts;
}

export async function regionalDirectories(parts: DirectoryParts): Promise<DirectoryView[]> {
  return Promise.all(
    [...parts.adapters.values()].map(async (adapter) => {
      const facts = await answered(parts, adapter, () => adapter.facts());
      return { code: adapter.code, facts: facts ?? (await lastKnown(parts, adapter.code)) };
    }),
  );
}

/** The last pulls, the newest first; only the last known one where the adapter does not answer. */
export async function pullsOf(
  parts: DirectoryParts,
  view: DirectoryView,
  first: number,
): Promise<PullFacts[]> {
  const adapter = parts.adapters.get(view.code);
  const pulls = adapter && (await answered(parts, adapter, () => adapter.pulls(first)));
  return pulls ?? (view.facts.lastPull ? [view.facts.lastPull] : []);
}

/** How a directory is doing; `answers` is false where only what was last known can be shown. */
export async function conditionOf(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
): Promise<SourceCondition & { readonly answers: boolean }> {
  const condition = await answered(parts, adapter, () => adapter.condition());
  if (condition) return { ...condition, answers: true };
  const facts = await lastKnown(parts, adapter.code);
  const recent = facts.lastPull ? [facts.lastPull] : [];
  const held = recent.filter(({ outcome }) => outcome === 'HELD');
  return { ...facts, recent, held, setAside: [], answers: false };
}

async function answered<T>(
  parts: DirectoryParts,
  adapter: RegionalAdapter,
  ask: () => Promise<T>,
): Promise<T | null> {
  try {
    return await ask();
  } catch (err) {
    parts.log.warn({ err, directory: adapter.code }, 'adapter does not answer');
    return null;
  }
}

async function lastKnown({ database }: DirectoryParts, code: string): Promise<SourceFacts> {
  const row = await database.read((manager) => manager.findOneBy(RegionalDirectoryRow, { code }));
  if (row) return factsOf(row);
  return {
    code,
    name: code,
    levels: [],
    namesFunctions: true,
    removalsMayBeReplaced: false,
    participants: 0,
    entryCount: 0,
    schedule: '',
    nextPullAt: null,
    feedEnd: { position: 0, epoch: null },
    lastSuccessAt: null,
    lastPull: null,
  };
}
