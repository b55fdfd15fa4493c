import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { MemberState } from '../../../platform/states/states.ts';
import type { ContactCheck } from '../nomination/check-contact.ts';
import type { FunctionPoint, Nomination } from '../nomination/points.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactInput } from './contact-input-types.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { ContactCheckType, FunctionPointType, NominationInput, NominationType } from './nomination-types.ts';
import { StateType } from './state-types.ts';

@Resolver(() => StateType)
export class NominationResolver {
  @FieldResolver(() => NominationType, { description: 'How it is to be addressed.' })
  nomination(@Root() { iso3 }: MemberState, @Ctx() { directory }: DirectoryContext): Promise<Nomination> {
    return directory.nominationOf(iso3);
  }

  @Mutation(() => StateType, {
    description:
      'The state says how it is to be addressed: by a single national point of contact that routes to bodies behind it, or by function.',
  })
  setNomination(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => NominationInput, {
      description: 'All of it: it takes the place of what was said before.',
    })
    input: NominationInput,
  ): Promise<MemberState> {
    return directory.setNomination(input);
  }

  @Query(() => ContactCheckType, {
    description:
      'What saving this contact would say to it: all that is wrong, what the state may list already, what should be looked at. Nothing is saved.',
  })
  checkContact(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('input', () => ContactInput, { description: 'As for createContact, or updateContact.' })
    input: ContactInput,
    @Arg('id', () => ID, { nullable: true, description: 'The contact to be changed. Absent: a new one.' })
    id: string | null = null,
  ): Promise<ContactCheck> {
    return directory.checkContact({ state, id, input });
  }
}

@Resolver(() => ContactType)
export class ContactRoutingResolver {
  @FieldResolver(() => ContactType, {
    nullable: true,
    description:
      'The single national point of contact, where its state wants to be addressed by that: write to it instead.',
  })
  async reachedThrough(
    @Root() { id, iso3 }: ContactRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactRow | null> {
    const { singlePoint } = await directory.nominationOf(iso3);
    return singlePoint?.id === id ? null : singlePoint;
  }

  @FieldResolver(() => [FunctionPointType], {
    description: 'Of a single national point of contact: whom it routes to, by function. Empty for others.',
  })
  async routesTo(
    @Root() { id, iso3 }: ContactRow,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<readonly FunctionPoint[]> {
    const { singlePoint, points } = await directory.nominationOf(iso3);
    return singlePoint?.id === id ? points.filter(({ bodies }) => bodies.length > 0) : [];
  }
}
