import { Directive, Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { LanguageEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import { type AccountRole, accountRoles, accountStatuses } from '../storage/account-row.ts';

function graphqlEnum<T extends string>(name: string, values: readonly T[], description: string) {
  const object: Record<string, T> = Object.fromEntries(values.map((value) => [value, value]));
  registerEnumType(object, { name, description });
  return object;
}

export const AccountRoleEnum = graphqlEnum(
  'AccountRole',
  accountRoles,
  'CUSTODIAN: runs the directory. STATE: the designated authority of a state. CONTACT: a point of contact of a state. OBSERVER: a body that a state sponsors.',
);
export const AccountStatusEnum = graphqlEnum(
  'AccountStatus',
  accountStatuses,
  'INVITED: the link was not used yet. ACTIVE: can sign in. ENDED: cannot any more.',
);

@ObjectType('State', { description: 'A Member State. Key of the federation: every subgraph may extend it.' })
@Directive('@key(fields: "iso3")')
export class StateType {
  @Field(() => ID, { description: 'ISO 3166-1 alpha-3.' })
  iso3!: string;
}

@ObjectType('AccountSession', { description: 'A person signed in on one device.' })
export class SessionType {
  @Field(() => ID)
  id!: string;
}

@ObjectType('Account', { description: 'A person who can sign in, or is invited to.' })
export class AccountType {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'The address the person signs in with.' })
  email!: string;
  @Field(() => LanguageEnum, { description: 'The language the person reads.' })
  language!: Language;
}

@ObjectType('Me', { description: 'Who asks.' })
export class MeType {
  @Field(() => String, { description: 'custodian, state, contact, organisation or observer.' })
  role!: string;
}

@ObjectType('InvitationLink', { description: 'A one-time link, told once. Hand it to the person yourself.' })
export class InvitationLinkType {
  @Field(() => AccountType)
  account!: AccountType;
  @Field(() => String, { description: 'Where the person chooses a password.' })
  link!: string;
  @Field(() => GraphQLDateTime, { description: 'It does not work before.' })
  opensAt!: string;
  @Field(() => GraphQLDateTime, { description: 'It does not work any more from then on.' })
  expiresAt!: string;
}

@ObjectType('SignInSettings', { description: 'What the custodian has set for everybody.' })
export class SignInSettingsType {
  @Field(() => Boolean, { description: 'Whether nobody signs in without a second factor.' })
  secondFactorRequired!: boolean;
}

@ObjectType('ServiceClient', {
  description: "A regional organisation's service, which signs in by client credentials at /oidc/token.",
})
export class ServiceClientType {
  @Field(() => ID, { description: 'The client id.' })
  id!: string;
  @Field(() => ID, { description: "The directory's code." })
  directory!: string;
  @Field(() => String)
  name!: string;
}

@ObjectType('ServiceClientWithSecret', {
  description: 'The secret is told once; the product keeps no copy of it.',
})
export class ServiceClientWithSecretType {
  @Field(() => ServiceClientType)
  client!: ServiceClientType;
  @Field(() => String)
  secret!: string;
}

@InputType({ description: 'A person to be invited.' })
export class InviteAccountInput {
  @Field(() => AccountRoleEnum)
  role!: AccountRole;
  @Field(() => ID, {
    nullable: true,
    description: 'The state, for all but CUSTODIAN. Absent: the own state.',
  })
  state?: string | null;
  @Field(() => String)
  name!: string;
  @Field(() => String, { description: 'The address the person will sign in with.' })
  email!: string;
  @Field(() => LanguageEnum, { defaultValue: 'EN', description: 'The language the person reads.' })
  language!: Language;
}

@InputType({ description: 'A new authority for a state that lost all access.' })
export class RestoreStateAccessInput {
  @Field(() => ID)
  state!: string;
  @Field(() => String)
  name!: string;
  @Field(() => String)
  email!: string;
  @Field(() => LanguageEnum, { defaultValue: 'EN' })
  language!: Language;
  @Field(() => String, {
    description: 'By which document the state asked for it, such as a note verbale. Kept on record.',
  })
  reference!: string;
}
