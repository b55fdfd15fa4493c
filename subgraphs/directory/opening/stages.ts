import type { EntityManager } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict } from '../../../platform/errors/problem.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import { raiseRevision } from '../storage/directory-revision.ts';
import { OpeningStageRow, SponsorshipRow } from '../storage/opening-rows.ts';
import { type Audience, audiences, type Reader } from './audiences.ts';

export interface StageChange {
  readonly audience: Audience;
  readonly open: boolean;
  readonly reason: string;
}

/** A stage as it is. One that was never spoken of is closed and has no reason. */
export type OpeningStage = Pick<OpeningStageRow, 'audience' | 'open'> &
  Partial<Pick<OpeningStageRow, 'changed_at' | 'reason'>>;

const longestReason = 2000;

/** The stages in their order. */
export async function openingStages(manager: EntityManager): Promise<OpeningStage[]> {
  const rows = await manager.find(OpeningStageRow);
  return audiences.map(
    (audience) => rows.find((row) => row.audience === audience) ?? { audience, open: false },
  );
}

/**
 * The custodian opens the directory to an audience, or closes it. Stages follow one another (¶37): one opens after those
 * before it, and takes those after it along when it closes. What is so already stays as it is.
 * @throws Problem CONFLICT where an earlier stage is closed; BAD_USER_INPUT where no reason is given
 */
export function setOpeningStage(
  { database, clock }: DirectoryParts,
  { audience, open, reason }: StageChange,
  changedBy: string,
): Promise<OpeningStage[]> {
  const said = reason.replaceAll('\0', '').trim();
  if (said === '' || said.length > longestReason)
    throw badInput('reason', `Say in 1 to ${longestReason} characters why: states are shown it.`);
  return database.write(async (manager) => {
    const stages = await openingStages(manager);
    const from = audiences.indexOf(audience);
    const closed = stages.slice(0, from).find((stage) => !stage.open);
    if (open && closed)
      throw conflict(`Stages open one after the other. Open ${closed.audience} first.`, {
        stage: closed.audience,
      });
    const turned = stages
      .slice(from, open ? from + 1 : audiences.length)
      .filter((stage) => stage.open !== open);
    if (turned.length === 0) return stages;
    const change = { open, changed_at: instant(clock.now()), changed_by: changedBy, reason: said };
    await manager.save(
      OpeningStageRow,
      turned.map((stage) => ({ audience: stage.audience, ...change })),
    );
    await tellLedger(
      manager,
      change.changed_at,
      turned.map((stage) => ({
        kind: open ? 'stage.opened' : 'stage.closed',
        payload: { audience: stage.audience },
      })),
    );
    await raiseRevision(manager);
    return openingStages(manager);
  });
}

/** Whether the directory is open to a reader: its stage is, and whoever needs a sponsor has one. */
export async function isOpenTo(manager: EntityManager, reader: Reader): Promise<boolean> {
  const isOpen = await manager.existsBy(OpeningStageRow, { audience: reader.audience, open: true });
  if (!isOpen || reader.audience !== 'NON_GOVERNMENTAL') return isOpen;
  const sponsorship = await manager.findOneBy(SponsorshipRow, {
    iso3: reader.sponsor,
    observer: reader.observer,
  });
  return sponsorship !== null && sponsorship.ended_at === null;
}
