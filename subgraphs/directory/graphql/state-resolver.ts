import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import {
  ContactFunctionEnum,
  LanguageEnum,
  RegionalGroupEnum,
} from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction, Language } from '../../../platform/vocabulary/terms.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ConsentType } from './consent-types.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { StateType } from './state-types.ts';

@Resolver(() => StateType)
export class StateResolver {
  @Query(() => StateType, { nullable: true, description: 'A Member State by its ISO 3166-1 alpha-3 code.' })
  state(
    @Ctx() { directory }: DirectoryContext,
    @Arg('iso3', () => ID, { description: 'In any case, e.g. EST.' }) iso3: string,
  ): Promise<MemberState | null> {
    return directory.state(iso3);
  }

  @Query(() => [StateType], {
    description:
      'All Member States in the order of their codes, or those that take part, or those that do not.',
  })
  states(
    @Ctx() { directory }: DirectoryContext,
    @Arg('participating', () => Boolean, { nullable: true, description: 'Absent: all states.' })
    participating: boolean | null = null,
  ): Promise<readonly MemberState[]> {
    return directory.states(participating);
  }

  @Query(() => Int, {
    description:
      'Raised by every change of the global directory: what was read at the same number is still so.',
  })
  directoryRevision(@Ctx() { directory }: DirectoryContext): Promise<number> {
    return directory.revision();
  }

  @FieldResolver(() => String, { description: 'Its name at the United Nations.' })
  name(
    @Root() { names }: MemberState,
    @Arg('language', () => LanguageEnum, {
      nullable: true,
      defaultValue: 'EN',
      description: 'In which official language.',
    })
    language: Language | null,
  ): string {
    return names[language ?? 'EN'];
  }

  @FieldResolver(() => RegionalGroupEnum, { description: 'Its regional group at the United Nations.' })
  regionalGroup(@Root() { regionalGroup }: MemberState): string {
    return regionalGroup;
  }

  @FieldResolver(() => Boolean, { description: 'It has given a consent that is in force, or has a contact.' })
  participating(@Root() { iso3 }: MemberState, @Ctx() { directory }: DirectoryContext): Promise<boolean> {
    return directory.isParticipating(iso3);
  }

  @FieldResolver(() => [ContactType], { description: 'Its points of contact in the global directory.' })
  contacts(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
    @Arg('function', () => ContactFunctionEnum, { nullable: true, description: 'Absent: of any function.' })
    wanted: ContactFunction | null = null,
    @Arg('asOf', () => GraphQLDateTime, {
      nullable: true,
      description: 'As they stood then, also those that were removed since. Absent: as they are now.',
    })
    asOf: Date | null = null,
  ): Promise<readonly ContactRow[]> {
    return asOf === null ? directory.contactsOf(iso3, wanted) : directory.pastContactsOf(iso3, wanted, asOf);
  }

  @FieldResolver(() => [ConsentType], { description: 'Its consents, the oldest first.' })
  consents(
    @Root() { iso3 }: MemberState,
    @Ctx() { directory }: DirectoryContext,
    @Arg('includeEnded', () => Boolean, {
      nullable: true,
      defaultValue: false,
      description: 'Also those withdrawn or expired.',
    })
    includeEnded: boolean | null,
  ): Promise<readonly ConsentRow[]> {
    return directory.consentsOf(iso3, includeEnded ?? false);
  }
}
