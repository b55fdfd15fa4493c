import { Field, ID, InputType } from 'type-graphql';
import { ContactFunctionEnum } from './graphql-enums.ts';
import type { ContactFunction } from './terms.ts';

const optional = { nullable: true };

/** An entry as an organisation submits it: the same GraphQL input to the directory and, behind it, to an adapter. */
@InputType('RegionalEntryInput', {
  description: 'An entry of a regional directory, submitted by its organisation. A field left out is empty.',
})
export class RegionalEntryInput {
  @Field(() => ID, {
    description: 'Its own key, the same at each submission. Its sourceKey is "submitted:" and this.',
  })
  key!: string;
  @Field(() => String, { description: 'The participant, by its usual name or ISO 3166-1 alpha-3 code.' })
  participant!: string;
  @Field(() => Boolean, { ...optional, description: 'True: the directory no longer has it.' })
  removed!: boolean | null | undefined;
  @Field(() => ContactFunctionEnum, {
    ...optional,
    description: 'What it is for; needed where the directory names functions.',
  })
  function!: ContactFunction | null | undefined;
  @Field(() => String, { ...optional, description: 'A level of the directory.' })
  level!: string | null | undefined;
  @Field(() => String, { ...optional, description: 'The name of a person; left out for an office.' })
  name!: string | null | undefined;
  @Field(() => String, { ...optional, description: 'Title or position.' })
  title!: string | null | undefined;
  @Field(() => String, { ...optional, description: 'The ministry, agency or team.' })
  entity!: string | null | undefined;
  @Field(() => String, { ...optional, description: "The entity's web page." })
  webPage!: string | null | undefined;
  @Field(() => [String], { ...optional, description: 'E-mail addresses.' })
  emails!: string[] | null | undefined;
  @Field(() => [String], { ...optional, description: 'Telephone numbers, best with the country code.' })
  phones!: string[] | null | undefined;
  @Field(() => [String], {
    ...optional,
    description: 'Telephone numbers that are answered around the clock.',
  })
  aroundTheClockPhones!: string[] | null | undefined;
  @Field(() => [String], { ...optional, description: 'Languages spoken: names or BCP 47.' })
  languages!: string[] | null | undefined;
  @Field(() => String, { ...optional, description: 'The document behind it, such as a note verbale.' })
  reference!: string | null | undefined;
}
