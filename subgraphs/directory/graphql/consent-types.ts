import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { SignedRecord } from '../../../platform/ledger/signed-record.ts';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import type { ConsentRequest } from '../consent/terms.ts';
import type { Withdrawal } from '../consent/withdraw.ts';
import type { ConsentRow, CopiesOnWithdrawal, CopyMode } from '../storage/consent-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactType } from './contact-types.ts';
import { CopiesOnWithdrawalEnum, CopyModeEnum } from './enums.ts';

@ObjectType('LevelFunction', {
  description: 'Which function a regional level stands for, as the state says.',
})
export class LevelFunctionType {
  @Field(() => String, { description: "The directory's level." })
  level!: string;
  @Field(() => ContactFunctionEnum, { description: 'What it stands for.' })
  function!: ContactFunction;
}

@ObjectType('ConsentReceipt', {
  description:
    'What a state keeps of a consent: "npm run verify-receipt" shows without a server that it was not altered.',
})
export class ConsentReceiptType implements SignedRecord {
  @Field(() => String, {
    description:
      'The receipt as JSON, with the fields of ISO/IEC TS 27560:2023, the rows of the ledger that show it, and a checkpoint that covers them. It names no person.',
  })
  record!: string;
  @Field(() => String, {
    description:
      'The same text, signed: a compact JWS (EdDSA) of the key at /ledger-keys that its header names by its thumbprint.',
  })
  jws!: string;
}

@ObjectType('Consent', { description: "A state's consent to be copied from one regional directory." })
export class ConsentType {
  @Field(() => ID, { description: 'Its own for ever, also once it has ended.' })
  id!: string;
}

@InputType('LevelFunctionInput', { description: 'Which function a regional level stands for.' })
export class LevelFunctionInput {
  @Field(() => String, { description: "The directory's level, e.g. WORKING_LEVEL." })
  level!: string;
  @Field(() => ContactFunctionEnum, { description: 'What it stands for.' })
  function!: ContactFunction;
}

@InputType('GrantConsentInput', { description: 'The terms of a consent.' })
export class GrantConsentInput implements ConsentRequest {
  @Field(() => ID, { description: 'The state that consents, by its code.' })
  state!: string;
  @Field(() => ID, { description: 'The regional directory to copy from.' })
  directory!: string;
  @Field(() => CopyModeEnum, {
    nullable: true,
    defaultValue: 'AUTOMATIC',
    description: 'How changes are taken over.',
  })
  mode!: CopyMode | null;
  @Field(() => [ContactFunctionEnum], { nullable: true, description: 'Absent: all.' })
  functions?: ContactFunction[] | null;
  @Field(() => [String], {
    nullable: true,
    description: 'Absent: all. Any of: name, title, entity, webPage, emails, phones, languages.',
  })
  fields?: string[] | null;
  @Field(() => [LevelFunctionInput], {
    nullable: true,
    description:
      'Which function a regional level stands for; needed where the directory has levels only (ARF). Entries of a level not named here are not copied and wait as proposals.',
  })
  levels?: LevelFunctionInput[] | null;
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it ends by itself. Absent: never.' })
  validUntil?: Date | null;
  @Field(() => String, {
    nullable: true,
    description: 'The document behind it, e.g. the reference of a note verbale.',
  })
  instrument?: string | null;
}

@ObjectType('LeftOutEntry', { description: 'A regional entry of which a consent makes no contact.' })
export class LeftOutEntryType {
  @Field(() => ID, { description: 'The regional directory.' })
  directory!: string;
  @Field(() => String, { description: 'The entry there.' })
  sourceKey!: string;
  @Field(() => String, { description: 'Why.' })
  reason!: string;
}

export const leftOutDescription =
  'Entries of which no contact is made, since the consent covers nothing of them that says who it is or how to reach it.';

@ObjectType('GrantConsentPayload', { description: 'What a consent did at once.' })
export class GrantConsentPayload {
  @Field(() => ConsentType, { description: 'The consent that is in force now.' })
  consent!: ConsentRow;
  @Field(() => [ContactType], { description: 'Contacts created or changed at once.' })
  contacts!: readonly ContactRow[];
  @Field(() => [LeftOutEntryType], { description: leftOutDescription })
  leftOut!: readonly LeftOutEntryType[];
}

@InputType('WithdrawConsentInput', { description: 'Which consent ends, and what becomes of its copies.' })
export class WithdrawConsentInput implements Withdrawal {
  @Field(() => ID, { description: 'The consent to end.' })
  consentId!: string;
  @Field(() => CopiesOnWithdrawalEnum, { description: 'What becomes of the copies.' })
  copies!: CopiesOnWithdrawal;
  @Field(() => String, { nullable: true, description: 'Why, for the record.' })
  reason?: string | null;
}

@ObjectType('WithdrawConsentPayload', { description: 'What a withdrawal did.' })
export class WithdrawConsentPayload {
  @Field(() => ConsentType, { description: 'The consent, ended.' })
  consent!: ConsentRow;
  @Field(() => Int, { description: "Contacts removed, or kept as the state's own." })
  affected!: number;
}
