import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../graphql/scalars.ts';
import type { Checkpoint } from './checkpoint.ts';

@ObjectType('LedgerCheckpoint', {
  description:
    'A signed word that a ledger ended so at a time. Keep it: "npm run verify -- --checkpoint FILE" shows with it that nothing up to it was rewritten.',
})
@Directive('@shareable')
export class LedgerCheckpointValue implements Checkpoint {
  @Field(() => ID, { description: 'The name of the ledger.' })
  ledger!: string;
  @Field(() => Int, { description: 'How many rows it had.' })
  seq!: number;
  @Field(() => String, { description: 'The hash of the last of them: SHA-256, in hexadecimal.' })
  hash!: string;
  @Field(() => GraphQLDateTime, { description: 'When it was signed.' })
  at!: string;
  @Field(() => String, { description: 'The Ed25519 public key, 32 bytes in base64url.' })
  publicKey!: string;
  @Field(() => String, {
    description:
      'Ed25519, in base64url, over the RFC 8785 text of {"at", "format": "crosspoint checkpoint 1", "hash", "ledger", "publicKey", "seq"}.',
  })
  signature!: string;
}
