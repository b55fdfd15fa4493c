import DataLoader from 'dataloader';
import { In } from 'typeorm';
import { freshLists } from '../../../platform/database/list-loader.ts';
import type { Caller } from '../../../platform/identity/caller.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { DirectoryParts } from '../parts.ts';
import { ContactReleaseRow, SponsorshipRow } from '../storage/opening-rows.ts';
import { audiences, readerOf } from './audiences.ts';
import { type ReleaseRequest, releaseContacts, withdrawRelease } from './release.ts';
import { endSponsorship, type SponsorshipRequest, sponsorObserver } from './sponsorship.ts';
import { isOpenTo, type OpeningStage, openingStages, type StageChange, setOpeningStage } from './stages.ts';

/** To whom the directory is open, and what states show them. */
export interface OpeningOperations {
  openingStages(): Promise<readonly OpeningStage[]>;
  setOpeningStage(change: StageChange): Promise<readonly OpeningStage[]>;
  releasesOf(iso3: string): Promise<readonly ContactReleaseRow[]>;
  releaseContacts(request: ReleaseRequest): Promise<ContactReleaseRow>;
  withdrawRelease(request: Pick<ReleaseRequest, 'state' | 'audience'>): Promise<MemberState>;
  /** Ended ones too. */
  sponsorshipsOf(iso3: string): Promise<readonly SponsorshipRow[]>;
  sponsorObserver(request: SponsorshipRequest): Promise<SponsorshipRow>;
  endSponsorship(request: Pick<SponsorshipRequest, 'state' | 'observer'>): Promise<SponsorshipRow>;
  /** Whether the directory is open to the caller, who is of an audience. */
  isOpen(): Promise<boolean>;
  /** What a state shows the caller at this instant; null: nothing. Never remembered: a withdrawal counts at once. */
  releaseFrom(iso3: string): Promise<ContactReleaseRow | null>;
}

export function openingOperations(parts: DirectoryParts, caller: Caller | null): OpeningOperations {
  const { database } = parts;
  const subject = caller?.subject ?? '';
  const reader = readerOf(caller);
  const releases = new DataLoader<string, ContactReleaseRow | null>(
    (iso3s) =>
      database.read(async (manager) => {
        if (!reader || !(await isOpenTo(manager, reader))) return iso3s.map(() => null);
        const where = { iso3: In([...iso3s]), audience: reader.audience };
        const rows = await manager.findBy(ContactReleaseRow, where);
        return iso3s.map((iso3) => rows.find((row) => row.iso3 === iso3) ?? null);
      }),
    { cache: false },
  );
  const releaseRows = freshLists(
    database,
    ({ iso3 }: ContactReleaseRow) => iso3,
    (manager, iso3s) => manager.findBy(ContactReleaseRow, { iso3: In(iso3s) }),
  );
  const sponsorships = freshLists(
    database,
    ({ iso3 }: SponsorshipRow) => iso3,
    (manager, iso3s) =>
      manager.find(SponsorshipRow, { where: { iso3: In(iso3s) }, order: { since: 'ASC', observer: 'ASC' } }),
  );
  /** Many that ask at once are told by one look. */
  const stages = new DataLoader<'stages', readonly OpeningStage[]>(
    async (asked) => {
      const known = await database.read(openingStages);
      return asked.map(() => known);
    },
    { cache: false },
  );
  let open: Promise<boolean> | undefined;
  return {
    openingStages: () => stages.load('stages'),
    setOpeningStage: (change) => setOpeningStage(parts, change, subject),
    releasesOf: async (iso3) => {
      const rows = await releaseRows.load(iso3);
      return rows.sort((a, b) => audiences.indexOf(a.audience) - audiences.indexOf(b.audience));
    },
    releaseContacts: (request) => releaseContacts(parts, request, subject),
    withdrawRelease: (request) => withdrawRelease(parts, request),
    sponsorshipsOf: (iso3) => sponsorships.load(iso3),
    sponsorObserver: (request) => sponsorObserver(parts, request, subject),
    endSponsorship: (request) => endSponsorship(parts, request, subject),
    isOpen: () => {
      open ??= reader ? database.read((manager) => isOpenTo(manager, reader)) : Promise.resolve(false);
      return open;
    },
    releaseFrom: (iso3) => releases.load(iso3),
  };
}
