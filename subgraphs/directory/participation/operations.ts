import DataLoader from 'dataloader';
import { In } from 'typeorm';
import type { MemberState } from '../../../platform/states/states.ts';
import type { Loaders } from '../loaders.ts';
import type { DirectoryParts } from '../parts.ts';
import { ParticipationRow } from '../storage/participation-row.ts';
import { catchUpOf } from './catch-up.ts';
import { joinDirectory } from './join.ts';
import { leaveDirectory, undoLeaving } from './leave.ts';
import { withConsentOrContact } from './participating.ts';
import { pauseParticipation, resumeParticipation, type Stepping } from './pause.ts';
import { type ParticipationStatus, standsAside, statesAside, statusOf } from './standing.ts';

/** How a state stands to the directory, as it is shown. */
export interface Participation {
  readonly status: ParticipationStatus;
  /** Since when; null where it never said so. */
  readonly since: string | null;
  readonly reason: string | null;
  /** Until when it can take its leaving back; null where there is nothing to take back. */
  readonly undoUntil: string | null;
}

/** Whether a state takes part, which it alone decides. */
export interface ParticipationOperations {
  participationOf(iso3: string): Promise<Participation>;
  /** What is known of a state that stands aside at this instant; null of one that does not. Never remembered. */
  asideOf(iso3: string): Promise<ParticipationRow | null>;
  /** All that stand aside. */
  allAside(): Promise<readonly ParticipationRow[]>;
  joinDirectory(state: string): Promise<MemberState>;
  pauseParticipation(stepping: Stepping): Promise<MemberState>;
  resumeParticipation(state: string): Promise<MemberState>;
  leaveDirectory(stepping: Stepping): Promise<MemberState>;
  undoLeaving(state: string): Promise<MemberState>;
}

export function participationOperations(
  parts: DirectoryParts,
  loaders: Loaders,
  subject: string,
): ParticipationOperations {
  const { database } = parts;
  const rows = new DataLoader<string, ParticipationRow | null>(
    (iso3s) =>
      database.read(async (manager) => {
        const found = await manager.findBy(ParticipationRow, { iso3: In([...iso3s]) });
        return iso3s.map((iso3) => found.find((row) => row.iso3 === iso3) ?? null);
      }),
    { cache: false },
  );
  const standings = new DataLoader<string, Participation>(
    (iso3s) =>
      database.read(async (manager) => {
        const found = await manager.findBy(ParticipationRow, { iso3: In([...iso3s]) });
        const there = await withConsentOrContact(manager, iso3s);
        return iso3s.map((iso3) => {
          const row = found.find((one) => one.iso3 === iso3) ?? null;
          return shown(row, statusOf(row, there.has(iso3)));
        });
      }),
    { cache: false },
  );
  /** What the same request reads after is read anew. */
  const done = async (act: Promise<MemberState>): Promise<MemberState> => {
    const state = await act;
    loaders.forget();
    return state;
  };
  const backAgain = async (act: Promise<MemberState>): Promise<MemberState> => {
    const { iso3 } = await act;
    await catchUpOf(parts, iso3);
    return done(act);
  };
  return {
    participationOf: (iso3) => standings.load(iso3),
    asideOf: async (iso3) => {
      const row = await rows.load(iso3);
      return row && standsAside(row) ? row : null;
    },
    allAside: async () => [...(await database.read((manager) => statesAside(manager))).values()],
    joinDirectory: (state) => done(joinDirectory(parts, state, subject)),
    pauseParticipation: (stepping) => done(pauseParticipation(parts, stepping, subject)),
    resumeParticipation: (state) => backAgain(resumeParticipation(parts, state)),
    leaveDirectory: (stepping) => done(leaveDirectory(parts, stepping, subject)),
    undoLeaving: (state) => backAgain(undoLeaving(parts, state)),
  };
}

function shown(row: ParticipationRow | null, status: ParticipationStatus): Participation {
  switch (status) {
    case 'LEAVING':
    case 'LEFT':
      return {
        status,
        since: row?.left_at ?? null,
        reason: row?.leave_reason ?? null,
        undoUntil: status === 'LEAVING' ? (row?.undo_until ?? null) : null,
      };
    case 'PAUSED':
      return {
        status,
        since: row?.paused_at ?? null,
        reason: row?.pause_reason ?? null,
        undoUntil: null,
      };
    default:
      return { status, since: row?.joined_at ?? null, reason: null, undoUntil: null };
  }
}
