import { Arg, Ctx, ID, Int, Mutation, Resolver } from 'type-graphql';
import { GraphQLDate } from '../../../platform/graphql/scalars.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactInput } from './contact-input-types.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { notingWhatChanged } from './stale-edit.ts';

@Resolver()
export class ContactInputResolver {
  @Mutation(() => ContactType, { description: 'The state nominates a point of contact of its own.' })
  createContact(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'Your own state.' }) state: string,
    @Arg('input', () => ContactInput, { description: 'Function and kind, and how it is reached.' })
    input: ContactInput,
  ): Promise<ContactRow> {
    return directory.createContact(state, input);
  }

  @Mutation(() => ContactType, {
    description:
      'The state writes fields of its contact, also of a copied one. Each is its own from then on: no source changes it until it is released.',
  })
  updateContact(
    @Ctx() context: DirectoryContext,
    @Arg('id', () => ID, { description: 'The contact.' }) id: string,
    @Arg('revision', () => Int, {
      description:
        'The revision you have seen. Where it is no longer the last one, the answer is CONFLICT, and its extensions tell what changed since: `changes`, field by field, and the `revision` to go on from.',
    })
    revision: number,
    @Arg('input', () => ContactInput, { description: 'The fields to write.' }) input: ContactInput,
  ): Promise<ContactRow> {
    return notingWhatChanged(context, context.directory.updateContact({ id, revision, input }));
  }

  @Mutation(() => Boolean, {
    description:
      'The state removes its contact, also its last. No pull brings a removed copy back: its regional entries are refused, see "refusedEntries" of the consent.',
  })
  removeContact(
    @Ctx() context: DirectoryContext,
    @Arg('id', () => ID, { description: 'The contact.' }) id: string,
    @Arg('revision', () => Int, { description: 'The revision you have seen.' }) revision: number,
    @Arg('reason', () => String, {
      description: 'Why, for the record.',
    })
    reason: string,
    @Arg('changedOn', () => GraphQLDate, {
      nullable: true,
      description: 'When the change happened, for the 30-day notice. Default: now.',
    })
    changedOn: Date | null,
  ): Promise<boolean> {
    return notingWhatChanged(context, context.directory.removeContact({ id, revision, reason, changedOn }));
  }

  @Mutation(() => ContactType, {
    description: "The state gives a field back: its source's value shows again, or the field is empty.",
  })
  releaseField(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The contact.' }) id: string,
    @Arg('field', () => String, { description: 'One of its "ownFields".' }) field: string,
  ): Promise<ContactRow> {
    return directory.releaseField({ id, field });
  }
}
