import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { previewOf } from '../consent/preview.ts';
import type { Linked } from '../consent/same-as-region.ts';
import type { Withdrawn } from '../consent/withdraw.ts';
import type { Linkage } from '../contacts/linkage.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { GrantConsentInput, WithdrawConsentPayload } from './consent-types.ts';
import { ContactType } from './contact-types.ts';
import type { DirectoryContext } from './context.ts';
import {
  ContactLinkageType,
  EndSameAsMyRegionInput,
  SameAsMyRegionPayload,
  SameAsMyRegionPreviewType,
} from './link-types.ts';

@Resolver(() => ContactType)
export class LinkResolver {
  @FieldResolver(() => ContactLinkageType, {
    nullable: true,
    description:
      "Where it is a link: what it follows, and whether wholly. Null where all of it is the state's own word.",
  })
  linked(@Root() contact: ContactRow, @Ctx() { directory }: DirectoryContext): Promise<Linkage | null> {
    return directory.linkageOf(contact);
  }

  @Mutation(() => SameAsMyRegionPayload, {
    description:
      '"The same points of contact as in my regional directory": in one act your state takes part, consents, and its contacts are there, and follow each change of the region by themselves. It is a consent like any other.',
  })
  sameAsMyRegion(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => GrantConsentInput, {
      description: 'Your state and the directory; and where not all of it is meant, what.',
    })
    input: GrantConsentInput,
  ): Promise<Linked> {
    return directory.sameAsRegion(input);
  }

  @Query(() => SameAsMyRegionPreviewType, {
    description: 'What that declaration would do, by the same rules, without doing it.',
  })
  async previewSameAsMyRegion(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => GrantConsentInput, { description: 'The declaration to try out.' })
    input: GrantConsentInput,
  ): Promise<SameAsMyRegionPreviewType> {
    const { draft, joins } = await directory.previewSameAsRegion(input);
    return { ...previewOf(draft), joins };
  }

  @Mutation(() => WithdrawConsentPayload, {
    description:
      'Ends the link by ending its consent: the contacts go, or stay as your own, in the same instant.',
  })
  endSameAsMyRegion(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => EndSameAsMyRegionInput, { description: 'What ends, and how.' })
    input: EndSameAsMyRegionInput,
  ): Promise<Withdrawn> {
    return directory.endSameAsRegion(input);
  }
}
