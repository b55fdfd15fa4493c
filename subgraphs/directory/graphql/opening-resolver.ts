import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { MemberState } from '../../../platform/states/states.ts';
import { ContactFunctionEnum, ContactKindEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction, ContactKind } from '../../../platform/vocabulary/terms.ts';
import type { Audience } from '../opening/audiences.ts';
import type { OpeningStage } from '../opening/stages.ts';
import type { ContactReleaseRow, SponsorshipRow } from '../storage/opening-rows.ts';
import type { DirectoryContext } from './context.ts';
import { AudienceEnum } from './enums.ts';
import { ContactReleaseType, OpeningStageType, SponsorshipType } from './opening-types.ts';
import { StateType } from './state-types.ts';

function shownStage({ audience, open, changed_at, reason }: OpeningStage): OpeningStageType {
  return { audience, open, changedAt: changed_at ?? null, reason: reason ?? null };
}

function shownRelease(release: ContactReleaseRow, stages: readonly OpeningStage[]): ContactReleaseType {
  const { released_at, released_by, ...terms } = release;
  const inEffect = stages.some(({ audience, open }) => open && audience === release.audience);
  return { ...terms, releasedAt: released_at, releasedBy: released_by, inEffect };
}

function shownSponsorship({ observer, name, since, ended_at }: SponsorshipRow): SponsorshipType {
  return { observer, name, since, endedAt: ended_at };
}

@Resolver(() => StateType)
export class OpeningResolver {
  @Query(() => [OpeningStageType], {
    description: 'To whom the directory is open beyond states: the stages, in their order.',
  })
  async openingStages(@Ctx() { directory }: DirectoryContext): Promise<OpeningStageType[]> {
    return (await directory.openingStages()).map(shownStage);
  }

  @Mutation(() => [OpeningStageType], {
    description:
      'Custodian: opens the directory to an audience, or closes it. A stage opens after those before it, and takes those after it along when it closes. It takes effect at once.',
  })
  async setOpeningStage(
    @Ctx() { directory }: DirectoryContext,
    @Arg('audience', () => AudienceEnum, { description: 'To whom.' }) audience: Audience,
    @Arg('open', () => Boolean, { description: 'True opens, false closes.' }) open: boolean,
    @Arg('reason', () => String, { description: 'Why; states are shown it.' }) reason: string,
  ): Promise<OpeningStageType[]> {
    return (await directory.setOpeningStage({ audience, open, reason })).map(shownStage);
  }

  @Mutation(() => ContactReleaseType, {
    description:
      'The state shows its points of contact to an audience, as long as its stage is open; in place of what it released to that audience before.',
  })
  async releaseContacts(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('audience', () => AudienceEnum, { description: 'To whom.' }) audience: Audience,
    @Arg('functions', () => [ContactFunctionEnum], {
      nullable: true,
      description: 'Contacts of these functions. Absent: of all.',
    })
    functions: ContactFunction[] | null = null,
    @Arg('kinds', () => [ContactKindEnum], {
      nullable: true,
      description: 'Persons, offices, or both. Absent: both, and to the public offices only.',
    })
    kinds: ContactKind[] | null = null,
    @Arg('fields', () => [String], {
      nullable: true,
      description:
        'These fields of them: name, title, entity, webPage, emails, phones, languages. Absent: all, and to the public those of an office: entity, webPage, emails, phones, languages.',
    })
    fields: string[] | null = null,
  ): Promise<ContactReleaseType> {
    const release = await directory.releaseContacts({ state, audience, functions, kinds, fields });
    return shownRelease(release, await directory.openingStages());
  }

  @Mutation(() => StateType, {
    description: 'The state shows an audience nothing any more, from this instant.',
  })
  withdrawRelease(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('audience', () => AudienceEnum, { description: 'To whom.' }) audience: Audience,
  ): Promise<MemberState> {
    return directory.withdrawRelease({ state, audience });
  }

  @Mutation(() => SponsorshipType, {
    description:
      'The state answers for a non-governmental body, which then reads what states release to such bodies, as long as that stage is open.',
  })
  async sponsorObserver(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('observer', () => ID, { description: 'The account of the body.' }) observer: string,
    @Arg('name', () => String, { description: 'Which body it is.' }) name: string,
  ): Promise<SponsorshipType> {
    return shownSponsorship(await directory.sponsorObserver({ state, observer, name }));
  }

  @Mutation(() => SponsorshipType, {
    description: 'The state answers for a body no more: it reads nothing from this instant.',
  })
  async endSponsorship(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('observer', () => ID, { description: 'The account of the body.' }) observer: string,
  ): Promise<SponsorshipType> {
    return shownSponsorship(await directory.endSponsorship({ state, observer }));
  }

  @FieldResolver(() => [ContactReleaseType], {
    description: 'What it shows of its points of contact, and to whom; for itself and the custodian.',
  })
  async releases(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactReleaseType[]> {
    const releases = await directory.releasesOf(iso3);
    const stages = await directory.openingStages();
    return releases.map((release) => shownRelease(release, stages));
  }

  @FieldResolver(() => [SponsorshipType], {
    description: 'The bodies that it sponsors or did; for itself and the custodian.',
  })
  async sponsorships(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<SponsorshipType[]> {
    return (await directory.sponsorshipsOf(iso3)).map(shownSponsorship);
  }
}
