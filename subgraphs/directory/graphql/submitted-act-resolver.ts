import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactType, FieldChangeType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import { SubmittedActKindEnum } from './enums.ts';
import { type ShownAct, SubmittedActType } from './submission-types.ts';

@Resolver(() => SubmittedActType)
export class SubmittedActResolver {
  @FieldResolver(() => SubmittedActKindEnum, { description: 'What is to be done.' })
  kind(@Root() { kind }: ShownAct): string {
    return kind;
  }

  @FieldResolver(() => ContactType, {
    nullable: true,
    description: 'The contact as it is now; null where it is not there yet, or no longer.',
  })
  contact(
    @Root() { contactId }: ShownAct,
    @Ctx() { directory }: DirectoryContext,
  ): Promise<ContactRow | null> | null {
    return contactId === null ? null : directory.contact(contactId);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'The revision of the contact that it was entered against; null for one to be added.',
  })
  revision(@Root() { revision }: ShownAct): number | null {
    return revision;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Of a removal: why.' })
  reason(@Root() { reason }: ShownAct): string | null {
    return reason;
  }

  @FieldResolver(() => [FieldChangeType], { description: 'Field by field, before and after.' })
  changes(@Root() { changes }: ShownAct): ShownAct['changes'] {
    return changes;
  }
}
