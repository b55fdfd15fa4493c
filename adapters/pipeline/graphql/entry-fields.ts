import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import {
  ContactFunctionEnum,
  ContactKindEnum,
  EntryStatusEnum,
} from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction, ContactKind, EntryStatus } from '../../../platform/vocabulary/terms.ts';

const optional = { nullable: true };

@ObjectType('Telephone', { description: 'A telephone number, as dialled and as the source writes it.' })
@Directive('@shareable')
export class TelephoneValue {
  @Field(() => String, { ...optional, description: 'E.164; null where the number could not be parsed.' })
  e164!: string | null;
  @Field(() => String, { ...optional, description: 'The extension to ask for.' })
  extension!: string | null;
  @Field(() => String, { description: 'As the source writes it.' })
  asWritten!: string;
  @Field(() => Boolean, { description: 'True where it is answered around the clock.' })
  aroundTheClock!: boolean;
}

@ObjectType('TextInLanguage', { description: 'A text and the language it is in.' })
@Directive('@shareable')
export class TextInLanguageValue {
  @Field(() => String, { description: 'BCP 47.' })
  language!: string;
  @Field(() => String, { description: 'The text.' })
  text!: string;
}

/** The fields of RegionalEntry that are the same classes in every adapter: all but `state`. */
@ObjectType('RegionalEntryFields')
export class RegionalEntryFields {
  @Field(() => ID, { description: 'The code of its directory.' })
  directory!: string;
  @Field(() => String, { description: 'Its key in its directory, the same over time.' })
  sourceKey!: string;
  @Field(() => String, { description: 'The participant as the source writes it.' })
  participant!: string;
  @Field(() => Boolean, { description: 'False for a participant that is no Member State.' })
  eligible!: boolean;
  @Field(() => ContactFunctionEnum, {
    ...optional,
    description: 'What it is for; null where the directory has levels only.',
  })
  function!: ContactFunction | null;
  @Field(() => String, { ...optional, description: 'The level its directory gives it.' })
  level!: string | null;
  @Field(() => ContactKindEnum, { description: 'A named person, or an office without one.' })
  kind!: ContactKind;
  @Field(() => String, { ...optional, description: 'The name; null for an office.' })
  name!: string | null;
  @Field(() => String, { ...optional, description: 'The title or position.' })
  title!: string | null;
  @Field(() => String, { ...optional, description: 'The ministry, agency or other body.' })
  entity!: string | null;
  @Field(() => String, { ...optional, description: 'The web page of the entity.' })
  webPage!: string | null;
  @Field(() => [String], { description: 'E-mail addresses.' })
  emails!: readonly string[];
  @Field(() => [String], {
    description: 'Telephone numbers: E.164 where the number can be parsed, as written otherwise.',
  })
  phones!: readonly string[];
  @Field(() => [TelephoneValue], {
    description: 'The same numbers, with extension and how the source writes them.',
  })
  telephones!: readonly TelephoneValue[];
  @Field(() => [String], { description: 'Languages spoken, BCP 47.' })
  languages!: readonly string[];
  @Field(() => [String], { description: 'Fax numbers.' })
  faxes!: readonly string[];
  @Field(() => String, { ...optional, description: 'The unit within the entity.' })
  unit!: string | null;
  @Field(() => [TextInLanguageValue], {
    description: 'The name of the entity in each language the source gives.',
  })
  entityNames!: readonly TextInLanguageValue[];
  @Field(() => String, { ...optional, description: 'Remarks of the source.' })
  remarks!: string | null;
  @Field(() => String, { ...optional, description: 'The document behind it, such as a note verbale.' })
  reference!: string | null;
  @Field(() => String, { ...optional, description: 'The fingerprint of its PGP key.' })
  pgpFingerprint!: string | null;
  @Field(() => String, {
    ...optional,
    description: 'The day (YYYY-MM-DD) or month (YYYY-MM) for which the source vouches for it.',
  })
  asOf!: string | null;
  @Field(() => String, { ...optional, description: 'When it was last confirmed: YYYY-MM-DD or YYYY-MM.' })
  lastConfirmedOn!: string | null;
  @Field(() => String, { ...optional, description: 'When it last changed: YYYY-MM-DD or YYYY-MM.' })
  changedOn!: string | null;
  @Field(() => String, {
    ...optional,
    description: 'When its directory was told of that change: YYYY-MM-DD or YYYY-MM.',
  })
  notifiedOn!: string | null;
  @Field(() => [String], {
    description: 'Fields of which the source withholds a part: unknown, which is neither empty nor a change.',
  })
  withheld!: readonly string[];
  @Field(() => [String], {
    description: 'The fields of a contact that it has a value in: what can be known of it without a value.',
  })
  filled!: readonly string[];
  @Field(() => EntryStatusEnum, { description: 'Whether the directory lists it.' })
  status!: EntryStatus;
  @Field(() => String, { description: 'Changes when, and only when, what the entry says changes.' })
  sourceRevision!: string;
  @Field(() => Int, {
    description: 'The position of its last change in the change feed; 0 where it never had one.',
  })
  position!: number;
  @Field(() => GraphQLDateTime, { description: 'When a pull first saw it.' })
  firstSeenAt!: Instant;
  @Field(() => GraphQLDateTime, { description: 'When a pull last saw it.' })
  lastSeenAt!: Instant;
  @Field(() => GraphQLDateTime, {
    ...optional,
    description:
      'Since when its source no longer lists it, while its removal is held for the custodian; null otherwise.',
  })
  unlistedSince!: Instant | null;
}
