import { Field, InputType } from 'type-graphql';
import { GraphQLDate } from '../../../platform/graphql/scalars.ts';
import { ContactFunctionEnum, ContactKindEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction, ContactKind } from '../../../platform/vocabulary/terms.ts';
import type { ContactRequest } from '../contacts/direct-statement.ts';
import { AvailabilityInput } from './availability-types.ts';
import { ContactTextInput } from './contact-text-types.ts';

@InputType('ContactInput', {
  description:
    'What a state writes of its point of contact. A field that is left out stays as it is; one that is null, or an empty list, is emptied.',
})
export class ContactInput implements ContactRequest {
  @Field(() => ContactFunctionEnum, { nullable: true, description: 'Needed for a new contact.' })
  function?: ContactFunction | null;
  @Field(() => ContactKindEnum, { nullable: true, description: 'Needed for a new contact.' })
  kind?: ContactKind | null;
  @Field(() => String, { nullable: true, description: 'Needed for a PERSON.' })
  name?: string | null;
  @Field(() => String, { nullable: true, description: "The person's title or position." })
  title?: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'The ministry, agency or team. An OFFICE needs it, or a mailbox.',
  })
  entity?: string | null;
  @Field(() => String, { nullable: true, description: 'An http or https address.' })
  webPage?: string | null;
  @Field(() => [String], { nullable: true, description: 'One address in each item.' })
  emails?: string[] | null;
  @Field(() => [String], {
    nullable: true,
    description:
      "One number in each item. Without a country code the state's own numbering plan counts; what cannot be parsed is kept as written.",
  })
  phones?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'BCP 47 codes, e.g. en, fr, pt-BR.' })
  languages?: string[] | null;
  @Field(() => AvailabilityInput, { nullable: true, description: 'When it answers.' })
  availability?: AvailabilityInput | null;
  @Field(() => [String], {
    nullable: true,
    description:
      'OpenPGP public keys (RFC 9580), each as text from "-----BEGIN PGP PUBLIC KEY BLOCK-----" to its end.',
  })
  publicKeys?: string[] | null;
  @Field(() => [ContactTextInput], {
    nullable: true,
    description:
      'Name, title and entity in official languages: all of them, as this replaces what there was. One that is the same as "name", "title" or "entity" says in which language that is. Where one of those is empty and not given, it becomes the first text that is no translation.',
  })
  texts?: ContactTextInput[] | null;
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'When the change happened, for the 30-day notice. Default: now.',
  })
  changedOn?: Date | null;
}
