import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import type { FindingSeverity } from '../nomination/finding.ts';
import type { NominationRequest, RouteRequest } from '../nomination/set-nomination.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { NominationModel } from '../storage/nomination-rows.ts';
import { ContactType } from './contact-types.ts';
import { FindingSeverityEnum, NominationModelEnum } from './enums.ts';

@ObjectType('FunctionPoint', { description: 'Whom to address for a function, and who stands behind.' })
export class FunctionPointType {
  @Field(() => ContactFunctionEnum, { description: 'The function.' })
  function!: ContactFunction;
  @Field(() => [ContactType], {
    description: 'Whom to address: the single point of contact, or those of the function.',
  })
  addressees!: readonly ContactRow[];
  @Field(() => [ContactType], {
    description:
      'Where there is a single point of contact: the bodies it routes to, the first to be asked first.',
  })
  bodies!: readonly ContactRow[];
}

@ObjectType('Nomination', { description: 'How a state is to be addressed (¶29).' })
export class NominationType {
  @Field(() => NominationModelEnum, { description: 'As the state chose.' })
  model!: NominationModel;
  @Field(() => ContactType, {
    nullable: true,
    description:
      'The single national point of contact. Null with the model SINGLE: it is gone, and the state is addressed by function until it names another.',
  })
  singlePoint!: ContactRow | null;
  @Field(() => [FunctionPointType], { description: 'Whom to address, one for each function.' })
  points!: readonly FunctionPointType[];
}

@InputType('RouteInput', { description: 'Whom the single point of contact routes to.' })
export class RouteInput implements RouteRequest {
  @Field(() => ContactFunctionEnum, { description: 'For this function.' })
  function!: ContactFunction;
  @Field(() => [ID], { description: 'Contacts of the state, the first to be asked first.' })
  contacts!: string[];
}

@InputType('NominationInput', { description: 'How a state wants to be addressed.' })
export class NominationInput implements NominationRequest {
  @Field(() => ID, { description: 'Your own state.' })
  state!: string;
  @Field(() => NominationModelEnum, { description: 'By function, or by a single point of contact.' })
  model!: NominationModel;
  @Field(() => ID, { nullable: true, description: 'Needed with SINGLE: the contact that it is.' })
  singlePoint?: string | null;
  @Field(() => [RouteInput], {
    nullable: true,
    description:
      'With SINGLE: the bodies behind it. For a function that is left out, its contacts for that function.',
  })
  routes?: RouteInput[] | null;
}

@ObjectType('ContactFinding', { description: 'What a check of a contact found.' })
export class ContactFindingType {
  @Field(() => FindingSeverityEnum, { description: 'How much it matters.' })
  severity!: FindingSeverity;
  @Field(() => String, {
    description: 'For programs. Of a duplicate: the rule of matching that finds them alike.',
  })
  code!: string;
  @Field(() => String, { description: 'The input at fault, as a path: input.emails.0.' })
  field!: string;
  @Field(() => String, { description: 'What it is, and what to do.' })
  message!: string;
  @Field(() => ContactType, { nullable: true, description: 'Of a duplicate: the contact that is listed.' })
  contact!: ContactRow | null;
}

@ObjectType('ContactCheck', { description: 'What saving a contact would say to it.' })
export class ContactCheckType {
  @Field(() => Boolean, { description: 'Whether it can be saved as it is.' })
  canBeSaved!: boolean;
  @Field(() => [ContactFindingType], { description: 'Errors first, then duplicates, then warnings.' })
  findings!: readonly ContactFindingType[];
}
