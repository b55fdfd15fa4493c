import { Arg, FieldResolver, Resolver, Root } from 'type-graphql';
import { LanguageEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import { textFields, textFor, textsIn } from '../contacts/texts.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactInLanguagesType, ContactTextType } from './contact-text-types.ts';
import { ContactType } from './contact-types.ts';

/** A point of contact in several languages (¶35). */
@Resolver(() => ContactType)
export class ContactTextResolver {
  @FieldResolver(() => [ContactTextType], {
    description:
      'Name, title and entity in every language they are said in, the original of each first. What is said in a further language is of the original as it is: where that becomes another, it goes until it is said anew.',
  })
  texts(@Root() { content }: ContactRow): ContactTextType[] {
    return textFields.flatMap((field) => textsIn(content, field));
  }

  @FieldResolver(() => ContactInLanguagesType, {
    description:
      'The best text of each for a reader of these languages: the first of them it is said in; the original where it is said in none. Each tells its language, and whether it is an unofficial translation.',
  })
  inLanguages(
    @Root() { content }: ContactRow,
    @Arg('languages', () => [LanguageEnum], { description: 'The languages you read, the best first.' })
    languages: Language[],
    @Arg('unofficial', () => Boolean, {
      defaultValue: true,
      description: 'Whether an unofficial English translation will do, where English is among them.',
    })
    unofficial: boolean,
  ): ContactInLanguagesType {
    return {
      name: textFor(content, 'name', languages, unofficial),
      title: textFor(content, 'title', languages, unofficial),
      entity: textFor(content, 'entity', languages, unofficial),
    };
  }
}
