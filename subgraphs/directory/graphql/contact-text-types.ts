import { Field, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { LanguageEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import type { TextRequest } from '../contacts/direct-texts.ts';
import type { ShownText, TextField } from '../contacts/texts.ts';

const fields: Readonly<Record<string, TextField>> = { NAME: 'name', TITLE: 'title', ENTITY: 'entity' };
registerEnumType(fields, {
  name: 'ContactTextField',
  description: 'What of a point of contact can be said in several languages.',
});

@ObjectType('ContactText', { description: 'A name, title or entity as it is in one language.' })
export class ContactTextType implements ShownText {
  @Field(() => fields, { description: 'Of what it is the text.' })
  field!: TextField;
  @Field(() => String, { description: 'The text.' })
  text!: string;
  @Field(() => LanguageEnum, {
    nullable: true,
    description:
      'The language its state says it is in; null where nobody said so, as with what a regional directory has. It may be none of the official ones, and is never guessed.',
  })
  language!: Language | null;
  @Field(() => String, {
    nullable: true,
    description:
      'The script most of its letters are of (ISO 15924): Latn, Cyrl, Arab, Hani. Null for none known.',
  })
  script!: string | null;
  @Field(() => Boolean, { description: 'It is an unofficial English translation. Show it as one.' })
  unofficial!: boolean;
  @Field(() => Boolean, { description: 'It is what "name", "title" or "entity" holds.' })
  original!: boolean;
}

@ObjectType('ContactInLanguages', {
  description: 'A point of contact for a reader who asks for languages in order: the best text of each kind.',
})
export class ContactInLanguagesType {
  @Field(() => ContactTextType, { nullable: true, description: "The person's name." })
  name!: ShownText | null;
  @Field(() => ContactTextType, { nullable: true, description: "The person's title or position." })
  title!: ShownText | null;
  @Field(() => ContactTextType, { nullable: true, description: 'The ministry, agency or team.' })
  entity!: ShownText | null;
}

@InputType('ContactTextInput', {
  description: 'A name, title or entity in one official language. Each at most once in each language.',
})
export class ContactTextInput implements TextRequest {
  @Field(() => fields, { description: 'Of what it is the text.' })
  field!: TextField;
  @Field(() => LanguageEnum, { description: 'The language it is in.' })
  language!: Language;
  @Field(() => String, { description: 'The text.' })
  text!: string;
  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'It is an unofficial English translation; it is marked as one and never shown as the original.',
  })
  unofficial?: boolean;
}
