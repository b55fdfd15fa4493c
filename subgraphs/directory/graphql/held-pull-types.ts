import { Field, ID, Int, ObjectType } from 'type-graphql';
import { EntryStatusEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { EntryStatus } from '../../../platform/vocabulary/terms.ts';
import type { HeldEffect } from '../held-pulls/preview.ts';
import { FieldChangeType } from './contact-types.ts';
import { ChangeKindEnum } from './enums.ts';

@ObjectType('HeldEntry', { description: 'An entry that a held pull would take out, or take something from.' })
export class HeldEntryType {
  @Field(() => ID, { description: 'Its key in its directory.' })
  sourceKey!: string;
  /** Its state's code, for the field `state`. */
  iso3!: string | null;
  @Field(() => String, { nullable: true, description: 'The name; null for an office.' })
  name!: string | null;
  @Field(() => String, { nullable: true, description: 'The ministry, agency or other body.' })
  entity!: string | null;
  @Field(() => String, { nullable: true, description: 'The level its directory gives it.' })
  level!: string | null;
  @Field(() => EntryStatusEnum, {
    description:
      'What it would be once the pull is approved; PRESENT where it would stay and lose something.',
  })
  becomes!: EntryStatus;
  @Field(() => [FieldChangeType], { description: 'What an entry that stays would lose, field by field.' })
  changes!: FieldChangeType[];
}

@ObjectType('HeldEffect', { description: 'What approving a held pull would do to one contact.' })
export class HeldEffectType {
  @Field(() => ID, { description: 'The contact.' })
  contactId!: string;
  @Field(() => ChangeKindEnum, { description: 'Whether it would go or change.' })
  kind!: 'CHANGE' | 'REMOVE';
  @Field(() => Boolean, { description: "True where that would wait for the state's yes." })
  waits!: boolean;
  @Field(() => [FieldChangeType], { description: 'What would change, field by field.' })
  changes!: readonly FieldChangeType[];
}

@ObjectType('HeldPullPreview', { description: 'What approving a held pull would do, without doing it.' })
export class HeldPullPreviewType {
  @Field(() => ID, { description: 'The held pull.' })
  id!: string;
  @Field(() => Int, { description: 'Entries that would be taken out, or marked absent.' })
  entriesGoing!: number;
  @Field(() => Int, { description: 'Entries that would stay and lose something.' })
  entriesLosing!: number;
  @Field(() => [HeldEntryType], {
    description: 'The entries it holds, in the order in which it would be published.',
  })
  entries!: readonly HeldEntryType[];
  @Field(() => Int, { description: 'Contacts that would go at once.' })
  remove!: number;
  @Field(() => Int, { description: 'Contacts that would change at once.' })
  change!: number;
  @Field(() => Int, { description: "Changes and removals that would wait for a state's yes." })
  wait!: number;
  @Field(() => Int, {
    description: 'Copies that would be marked as no longer listed, those whose removal waits included.',
  })
  mark!: number;
  @Field(() => [HeldEffectType], { description: 'The same, contact by contact.' })
  effects!: readonly HeldEffect[];
}
