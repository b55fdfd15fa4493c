import { type EntityManager, type FindOperator, In, Not } from 'typeorm';
import { statesAside } from '../participation/standing.ts';
import type { DirectoryParts } from '../parts.ts';
import type { SetAsideFacts } from '../population/regional-adapter.ts';
import type { PullFacts } from '../population/source-facts.ts';
import { ConflictRow } from '../storage/conflict-row.ts';
import { ConsentRow } from '../storage/consent-row.ts';
import { CopySourceRow } from '../storage/copy-source-row.ts';
import { ProposalRow } from '../storage/proposal-row.ts';
import { RegionalDirectoryRow } from '../storage/regional-directory-row.ts';
import { problemsOf } from './problems.ts';
import { conditionOf, type DirectoryView } from './regional-directories.ts';

export interface SyncStatus {
  readonly directory: DirectoryView;
  readonly lastPull: PullFacts | null;
  readonly pendingChanges: number;
  readonly ageSeconds: number | null;
  /** Nothing is amiss. */
  readonly healthy: boolean;
  /** What is amiss, a sentence each. */
  readonly problems: readonly string[];
  readonly consents: number;
  readonly copiedContacts: number;
  readonly heldPulls: readonly PullFacts[];
  readonly setAside: readonly SetAsideFacts[];
}

export interface SyncDashboard {
  readonly directories: readonly SyncStatus[];
  readonly activeConsents: number;
  readonly copiedContacts: number;
  readonly waitingProposals: number;
  readonly openConflicts: number;
}

interface OfStates {
  readonly iso3?: FindOperator<string>;
}

interface Counts {
  readonly consents: number;
  readonly copiedContacts: number;
}

export async function syncDashboard(parts: DirectoryParts): Promise<SyncDashboard> {
  const stored = await parts.database.read(async (manager) => {
    // Nothing is shown of a state that stands aside, and nothing is asked of it.
    const aside = [...(await statesAside(manager)).keys()];
    const iso3 = aside.length === 0 ? {} : { iso3: Not(In(aside)) };
    return {
      known: new Map((await manager.find(RegionalDirectoryRow)).map((row) => [row.code, row])),
      consents: await countBy(manager, ConsentRow, 'COUNT(*)', { status: 'ACTIVE', ...iso3 }),
      copied: await countBy(manager, CopySourceRow, 'COUNT(DISTINCT "row"."contact_id")', iso3),
      copiedOnce: await distinctCopies(manager, iso3),
      waitingProposals: await manager.countBy(ProposalRow, { status: 'WAITING', ...iso3 }),
      openConflicts: await manager.countBy(ConflictRow, { status: 'OPEN', ...iso3 }),
    };
  });
  const directories = await Promise.all(
    [...parts.adapters.keys()].map((code) =>
      statusOf(parts, code, stored.known.get(code), {
        consents: stored.consents.get(code) ?? 0,
        copiedContacts: stored.copied.get(code) ?? 0,
      }),
    ),
  );
  return {
    directories,
    activeConsents: [...stored.consents.values()].reduce((sum, count) => sum + count, 0),
    copiedContacts: stored.copiedOnce,
    waitingProposals: stored.waitingProposals,
    openConflicts: stored.openConflicts,
  };
}

async function statusOf(
  parts: DirectoryParts,
  code: string,
  row: RegionalDirectoryRow | undefined,
  counts: Counts,
): Promise<SyncStatus> {
  const adapter = parts.adapters.get(code);
  if (!adapter) throw new Error(`No adapter ${code}.`);
  const condition = await conditionOf(parts, adapter);
  const now = parts.clock.now();
  const succeededAt = condition.lastSuccessAt === null ? null : new Date(condition.lastSuccessAt);
  const problems = problemsOf({ ...condition, resetAt: row?.reset_at ?? null }, now);
  return {
    directory: { code, facts: condition },
    lastPull: condition.lastPull,
    pendingChanges: Math.max(0, condition.feedEnd.position - (row?.cursor ?? 0)),
    ageSeconds: succeededAt && Math.max(0, Math.floor((now.getTime() - succeededAt.getTime()) / 1000)),
    healthy: problems.length === 0,
    problems,
    ...counts,
    heldPulls: condition.held,
    setAside: condition.setAside,
  };
}

async function countBy(
  manager: EntityManager,
  entity: typeof ConsentRow | typeof CopySourceRow,
  count: string,
  where: OfStates & { readonly status?: 'ACTIVE' },
): Promise<Map<string, number>> {
  const query = manager
    .createQueryBuilder<ConsentRow | CopySourceRow>(entity, 'row')
    .select('"row"."directory"', 'directory')
    .addSelect(count, 'count')
    .where(where)
    .groupBy('"row"."directory"');
  const rows = await query.getRawMany<{
    directory: string;
    count: string | number;
  }>();
  return new Map(rows.map(({ directory, count: found }) => [directory, Number(found)]));
}

async function distinctCopies(manager: EntityManager, where: OfStates): Promise<number> {
  const row = await manager
    .createQueryBuilder(CopySourceRow, 'row')
    .select('COUNT(DISTINCT "row"."contact_id")', 'count')
    .where(where)
    .getRawOne<{ count: string | number }>();
  return Number(row?.count ?? 0);
}
