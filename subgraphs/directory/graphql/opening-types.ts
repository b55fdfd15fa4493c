import { Field, ID, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { ContactFunctionEnum, ContactKindEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import { AudienceEnum } from './enums.ts';

@ObjectType('OpeningStage', {
  description: 'Whether the directory is open to an audience; then it is shown what states release to it.',
})
export class OpeningStageType {
  @Field(() => AudienceEnum, { description: 'To whom.' })
  audience!: string;
  @Field(() => Boolean, { description: 'False until the custodian opens it.' })
  open!: boolean;
  @Field(() => GraphQLDateTime, { nullable: true, description: 'Since when; null where it never was open.' })
  changedAt!: Instant | null;
  @Field(() => String, { nullable: true, description: 'Why, as the custodian said.' })
  reason!: string | null;
}

@ObjectType('ContactRelease', { description: 'What a state shows of its points of contact to an audience.' })
export class ContactReleaseType {
  @Field(() => AudienceEnum, { description: 'To whom.' })
  audience!: string;
  @Field(() => [ContactFunctionEnum], { description: 'Contacts of these functions.' })
  functions!: string[];
  @Field(() => [ContactKindEnum], { description: 'Persons, offices, or both.' })
  kinds!: string[];
  @Field(() => [String], { description: 'These fields of them.' })
  fields!: string[];
  @Field(() => GraphQLDateTime, { description: 'Since when.' })
  releasedAt!: Instant;
  @Field(() => String, { description: 'Who said so for the state.' })
  releasedBy!: string;
  @Field(() => Boolean, {
    description:
      "Whether it takes effect now: the audience's stage is open. Until then nobody is shown anything.",
  })
  inEffect!: boolean;
}

@ObjectType('Sponsorship', { description: 'A non-governmental body that a state answers for.' })
export class SponsorshipType {
  @Field(() => ID, { description: 'The account of the body.' })
  observer!: string;
  @Field(() => String, { description: 'Which body it is.' })
  name!: string;
  @Field(() => GraphQLDateTime, { description: 'Since when it is sponsored.' })
  since!: Instant;
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When the state ended it; null while it stands.',
  })
  endedAt!: Instant | null;
}
