import { Arg, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { SignedRecord } from '../../../platform/ledger/signed-record.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import { ContactFunctionEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { Granted } from '../consent/grant.ts';
import type { Withdrawn } from '../consent/withdraw.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import {
  ConsentReceiptType,
  ConsentType,
  GrantConsentInput,
  GrantConsentPayload,
  LevelFunctionType,
  WithdrawConsentInput,
  WithdrawConsentPayload,
} from './consent-types.ts';
import type { DirectoryContext } from './context.ts';
import { ConsentStatusEnum, CopyModeEnum } from './enums.ts';
import { StateType } from './state-types.ts';

@Resolver(() => ConsentType)
export class ConsentResolver {
  @Mutation(() => GrantConsentPayload, {
    description:
      "The state's own authority consents to be copied from a directory; its entries are copied at once. Other terms replace those in force; the very same terms change nothing.",
  })
  grantConsent(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => GrantConsentInput, { description: 'The terms.' }) input: GrantConsentInput,
  ): Promise<Granted> {
    return directory.grantConsent(input);
  }

  @Mutation(() => WithdrawConsentPayload, {
    description:
      "The state's own authority ends a consent; its copies go, or become its own, in the same instant.",
  })
  withdrawConsent(
    @Ctx() { directory }: DirectoryContext,
    @Arg('input', () => WithdrawConsentInput, { description: 'What ends, and how.' })
    input: WithdrawConsentInput,
  ): Promise<Withdrawn> {
    return directory.withdrawConsent(input);
  }

  @FieldResolver(() => StateType, { description: 'The state that gave it.' })
  state(@Root() { iso3 }: ConsentRow, @Ctx() { directory }: DirectoryContext): Promise<MemberState | null> {
    return directory.state(iso3);
  }

  @FieldResolver(() => ID, { description: 'The regional directory it is about.' })
  directory(@Root() { directory }: ConsentRow): string {
    return directory;
  }

  @FieldResolver(() => CopyModeEnum, { description: 'How changes are taken over.' })
  mode(@Root() { mode }: ConsentRow): string {
    return mode;
  }

  @FieldResolver(() => ConsentStatusEnum, { description: 'Whether it is in force, or how it ended.' })
  status(@Root() { status }: ConsentRow): string {
    return status;
  }

  @FieldResolver(() => [ContactFunctionEnum], { nullable: true, description: 'Absent: all.' })
  functions(@Root() { functions }: ConsentRow): string[] | null {
    return functions;
  }

  @FieldResolver(() => [String], { nullable: true, description: 'Absent: all.' })
  fields(@Root() { fields }: ConsentRow): string[] | null {
    return fields;
  }

  @FieldResolver(() => [LevelFunctionType], { description: 'Which function each level stands for.' })
  levels(@Root() { levels }: ConsentRow): LevelFunctionType[] {
    return levels;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it ends by itself. Absent: never.',
  })
  validUntil(@Root() { valid_until }: ConsentRow): string | null {
    return valid_until;
  }

  @FieldResolver(() => String, { nullable: true, description: 'The document behind it.' })
  instrument(@Root() { instrument }: ConsentRow): string | null {
    return instrument;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'Since when it is in force.' })
  grantedAt(@Root() { granted_at }: ConsentRow): string {
    return granted_at;
  }

  @FieldResolver(() => String, { description: 'Who gave it for the state.' })
  grantedBy(@Root() { granted_by }: ConsentRow): string {
    return granted_by;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: 'When it ended.' })
  endedAt(@Root() { ended_at }: ConsentRow): string | null {
    return ended_at;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why it ended.' })
  endReason(@Root() { end_reason }: ConsentRow): string | null {
    return end_reason;
  }

  @FieldResolver(() => ID, { nullable: true, description: 'The consent that took its place.' })
  replacedBy(@Root() { replaced_by }: ConsentRow): string | null {
    return replaced_by;
  }

  @FieldResolver(() => ConsentReceiptType, {
    description: 'For the state to keep, also once the consent has ended: for its own authority alone.',
  })
  receipt(@Root() consent: ConsentRow, @Ctx() { directory }: DirectoryContext): Promise<SignedRecord> {
    return directory.receiptOf(consent);
  }
}
