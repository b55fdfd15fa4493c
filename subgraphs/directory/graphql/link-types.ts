import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { LinkEnd } from '../consent/same-as-region.ts';
import type { Linkage, LinkExtent } from '../contacts/linkage.ts';
import type { CopiesOnWithdrawal } from '../storage/consent-row.ts';
import { GrantConsentPayload } from './consent-types.ts';
import { CopiesOnWithdrawalEnum, LinkExtentEnum } from './enums.ts';
import { ConsentPreviewType } from './proposal-types.ts';

@ObjectType('ContactLink', { description: 'The regional entry that a contact follows.' })
export class ContactLinkType {
  @Field(() => ID, { description: 'The regional directory.' })
  directory!: string;
  @Field(() => String, { description: 'The entry there.' })
  sourceKey!: string;
  @Field(() => ID, { description: 'The consent it rests on, and with which it ends.' })
  consentId!: string;
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'Since when the state has been consenting to this directory without a break.',
  })
  since!: Instant | null;
  @Field(() => Boolean, { description: 'False once the region no longer lists it.' })
  present!: boolean;
  @Field(() => [String], { description: 'The fields whose values are from this entry just now.' })
  fields!: readonly string[];
}

@ObjectType('ContactLinkage', {
  description: 'The sign that a contact is a link: it follows its regional directory by itself.',
})
export class ContactLinkageType implements Linkage {
  @Field(() => LinkExtentEnum, { description: 'All of it, or all but what the state says itself.' })
  extent!: LinkExtent;
  @Field(() => [String], { description: "The fields that are the state's own word, and follow nothing." })
  ownFields!: Linkage['ownFields'];
  @Field(() => [ContactLinkType], { description: 'What it follows.' })
  links!: readonly ContactLinkType[];
}

@ObjectType('SameAsMyRegionPayload', { description: 'What a state’s declaration did at once.' })
export class SameAsMyRegionPayload extends GrantConsentPayload {
  @Field(() => Int, {
    description:
      'Entries that wait for your answer, such as which function their level stands for. See "proposals".',
  })
  waiting!: number;
}

@ObjectType('SameAsMyRegionPreview', { description: 'What a declaration would do, without doing it.' })
export class SameAsMyRegionPreviewType extends ConsentPreviewType {
  @Field(() => Boolean, { description: 'Whether your state, which takes no part yet, would join by it.' })
  joins!: boolean;
}

@InputType('EndSameAsMyRegionInput', { description: 'Which link ends, and what becomes of the contacts.' })
export class EndSameAsMyRegionInput implements LinkEnd {
  @Field(() => ID, { description: 'Your own state.' })
  state!: string;
  @Field(() => ID, { description: 'The regional directory.' })
  directory!: string;
  @Field(() => CopiesOnWithdrawalEnum, { description: 'What becomes of the contacts.' })
  copies!: CopiesOnWithdrawal;
  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  reason?: string | null;
}
