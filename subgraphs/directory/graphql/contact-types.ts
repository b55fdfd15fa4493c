import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDate, GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { RevisionAction } from '../storage/contact-revision-row.ts';
import { FieldOriginEnum, RevisionActionEnum } from './enums.ts';

@ObjectType('FieldProvenance', { description: 'Where a field comes from.' })
export class FieldProvenanceType {
  @Field(() => String, {
    description:
      'The field: function, name, title, entity, webPage, emails, phones, languages, availability, publicKeys, texts.',
  })
  field!: string;
  @Field(() => FieldOriginEnum, { description: "The state's own word, or copied." })
  origin!: 'DIRECT' | 'COPIED';
  @Field(() => ID, { nullable: true, description: 'The regional directory it is copied from.' })
  directory!: string | null;
  @Field(() => String, { nullable: true, description: 'The entry there that it is copied from.' })
  sourceKey!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The consent it is copied under.',
  })
  consentId!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: 'The pull that brought the value.',
  })
  pull!: string | null;
  @Field(() => ID, {
    nullable: true,
    description:
      "Where the state said it in a note verbale to the custodian, who entered it on the state's behalf: the submission.",
  })
  submission?: string | null;
  @Field(() => GraphQLDateTime, { description: 'When the value was pulled, or written by the state.' })
  at!: Instant;
}

@ObjectType('CopySource', { description: 'A regional entry that a contact is copied from.' })
export class CopySourceType {
  @Field(() => ID, { description: 'The regional directory.' })
  directory!: string;
  @Field(() => String, { description: 'The entry there.' })
  sourceKey!: string;
  @Field(() => ID, {
    description: 'The consent it is copied under.',
  })
  consentId!: string;
  @Field(() => Boolean, { description: 'False once the source no longer lists it.' })
  present!: boolean;
  @Field(() => String, { nullable: true, description: 'The level it has there.' })
  level!: string | null;
  @Field(() => [String], { description: 'Fields its source withholds: unknown, which is not empty.' })
  withheld!: string[];
}

@ObjectType('Telephone', { description: 'A telephone number, as dialled and as the source writes it.' })
@Directive('@shareable')
export class TelephoneType {
  @Field(() => String, { nullable: true, description: 'E.164; null where the number could not be parsed.' })
  e164!: string | null;
  @Field(() => String, { nullable: true, description: 'The extension to ask for.' })
  extension!: string | null;
  @Field(() => String, { description: 'As the source writes it.' })
  asWritten!: string;
  @Field(() => Boolean, { description: 'True where it is answered around the clock.' })
  aroundTheClock!: boolean;
}

@ObjectType('FieldChange', {
  description: 'A value of any field, as a list: one item for a single value, none for an empty one.',
})
export class FieldChangeType {
  @Field(() => String, {
    description:
      'The field. `telephones` tells what `phones` does not show: extensions, and which numbers are answered around the clock.',
  })
  field!: string;
  @Field(() => [String], { description: 'Its value before.' })
  before!: string[];
  @Field(() => [String], { description: 'Its value after.' })
  after!: string[];
}

@ObjectType('ContactRevision', { description: "One step in a contact's history." })
export class ContactRevisionType {
  @Field(() => Int, { description: 'Counts from 1.' })
  revision!: number;
  @Field(() => GraphQLDateTime, { description: 'When it took effect in the global directory.' })
  at!: Instant;
  @Field(() => RevisionActionEnum, { description: 'What happened.' })
  action!: RevisionAction;
  @Field(() => String, { description: 'Who: the person or service, or the pull that was followed.' })
  actor!: string;
  @Field(() => ID, { nullable: true, description: "The consent it rests on; null for the state's own word." })
  authority!: string | null;
  @Field(() => ID, {
    nullable: true,
    description: "The submission by which the state did it: the custodian entered it on the state's behalf.",
  })
  submission!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The document behind it: of that consent, or the note verbale of that submission.',
  })
  instrument!: string | null;
  @Field(() => GraphQLDate, {
    description:
      'The day on which what it tells happened, as the state said, or the day it took effect here.',
  })
  changedOn!: Date;
  @Field(() => String, { nullable: true, description: 'Why, where it is not plain.' })
  reason!: string | null;
  @Field(() => [FieldChangeType], { description: 'What changed, field by field.' })
  changes!: FieldChangeType[];
}

@ObjectType('Contact', { description: 'A point of contact in the global directory.' })
@Directive('@key(fields: "id")')
export class ContactType {
  @Field(() => ID, { description: 'Stays the same as long as the contact is there.' })
  id!: string;
}
