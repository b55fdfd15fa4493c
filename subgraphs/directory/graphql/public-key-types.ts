import { Field, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { PublicKeyStatusEnum } from './enums.ts';

@ObjectType('PublicKey', { description: 'An OpenPGP public key (RFC 9580) to encrypt to.' })
export class PublicKeyType {
  @Field(() => String, {
    description: 'Hexadecimal. Compare it by another channel before you rely on the key.',
  })
  fingerprint!: string;
  @Field(() => PublicKeyStatusEnum, { description: 'Whether it can be used now.' })
  status!: 'VALID' | 'EXPIRED' | 'REVOKED';
  @Field(() => String, { description: 'The algorithm and its size or curve.' })
  algorithm!: string;
  @Field(() => GraphQLDateTime, { description: 'When it was made, as it says itself.' })
  createdAt!: Instant;
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it expires; null: never.' })
  expiresAt!: Instant | null;
  @Field(() => [String], { description: 'Whom it names, as it says itself.' })
  userIds!: string[];
  @Field(() => [String], { description: 'Of the e-mail addresses of the contact, those that it names.' })
  covers!: string[];
  @Field(() => String, { description: 'The key as text, to import.' })
  armored!: string;
}
