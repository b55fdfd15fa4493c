import { type EntityManager, type FindOptionsWhere, In, IsNull, Not } from 'typeorm';
import type { Instant } from '../../../platform/clock/clock.ts';
import { type PreparedQuestion, preparedFind } from '../../../platform/database/prepared-find.ts';
import { conflict } from '../../../platform/errors/problem.ts';
import { ParticipationRow } from '../storage/participation-row.ts';

/**
 * How a state stands to the directory. NONE: it takes no part. TAKING_PART. PAUSED: it stands aside, for as long as it likes.
 * LEAVING: it has left, and can take that back for a while. LEFT: for good, until it joins anew.
 */
export const participationStatuses = ['NONE', 'TAKING_PART', 'PAUSED', 'LEAVING', 'LEFT'] as const;
export type ParticipationStatus = (typeof participationStatuses)[number];

/** @param row what the state said; null where it said nothing */
export function statusOf(
  row: Pick<ParticipationRow, 'joined_at' | 'paused_at' | 'left_at' | 'ended_at'> | null,
  hasConsentOrContact: boolean,
): ParticipationStatus {
  if (row?.ended_at) return 'LEFT';
  if (row?.left_at) return 'LEAVING';
  if (row?.paused_at) return 'PAUSED';
  return row?.joined_at || hasConsentOrContact ? 'TAKING_PART' : 'NONE';
}

/** Nobody else sees anything of a state that stands aside, nothing is copied for it, and nothing is asked of it. */
export const standsAside = ({
  paused_at,
  left_at,
}: Pick<ParticipationRow, 'paused_at' | 'left_at'>): boolean => paused_at !== null || left_at !== null;

const aside = (which: FindOptionsWhere<ParticipationRow>): PreparedQuestion<ParticipationRow> => ({
  where: [
    { ...which, paused_at: Not(IsNull()) },
    { ...which, left_at: Not(IsNull()) },
  ],
});
const allAside = preparedFind(ParticipationRow, () => aside({}));
const asideOf = preparedFind(ParticipationRow, (iso3s) => aside({ iso3: In(iso3s) }));

/**
 * What is known of those states that stand aside, by state.
 * @param iso3s null: of all
 */
export async function statesAside(
  manager: EntityManager,
  iso3s: readonly string[] | null = null,
): Promise<ReadonlyMap<string, ParticipationRow>> {
  const rows = iso3s === null ? await allAside(manager, []) : await asideOf(manager, iso3s);
  return new Map(rows.map((row) => [row.iso3, row]));
}

/** States for which nothing is copied from a directory just now: they stand aside, or did and are still to be caught up with. */
export async function notFollowed(
  manager: EntityManager,
  iso3s: readonly string[],
  directory: string,
): Promise<ReadonlySet<string>> {
  if (iso3s.length === 0) return new Set();
  const rows = await manager.findBy(ParticipationRow, { iso3: In([...iso3s]) });
  const waiting = rows.filter((row) => standsAside(row) || row.behind.includes(directory));
  return new Set(waiting.map(({ iso3 }) => iso3));
}

const undoFirst = (until: Instant | null) =>
  `Your state has left the directory. Take that back first (undoLeaving, until ${until}).`;

/**
 * Before a state acts on anything of its own. Call it in the transaction of the act.
 * @throws Problem CONFLICT where the state has left
 */
export async function mustNotHaveLeft(
  manager: EntityManager,
  iso3: string,
): Promise<ParticipationRow | null> {
  const row = await manager.findOneBy(ParticipationRow, { iso3 });
  if (!row?.left_at) return row;
  throw conflict(
    row.ended_at === null
      ? undoFirst(row.undo_until)
      : `Your state left the directory at ${row.left_at}. Join it first (joinDirectory).`,
    { participation: statusOf(row, false) },
  );
}

/**
 * Before anything is copied for a state. Call it in the transaction that copies.
 * @throws Problem CONFLICT where the state stands aside
 */
export async function mustTakePart(manager: EntityManager, iso3: string): Promise<void> {
  const row = await mustNotHaveLeft(manager, iso3);
  if (!row?.paused_at) return;
  throw conflict(
    'Your state pauses its part: nothing is copied meanwhile. Resume first (resumeParticipation).',
    {
      participation: 'PAUSED',
    },
  );
}
