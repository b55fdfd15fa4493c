import { Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../../../platform/clock/clock.ts';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { ConflictRow } from '../storage/conflict-row.ts';
import { PrecedenceScopeEnum } from './enums.ts';

@ObjectType('Claim', {
  description: "One claim on a field: a directory's code, or DIRECT for the state's own edit.",
})
export class ClaimType {
  @Field(() => ID, {
    description:
      "A directory's code, or DIRECT. Where a directory itself says two things, by its source and by what it submitted: `OSCE SOURCE`, `OSCE SUBMISSION`.",
  })
  origin!: string;
  @Field(() => [String], { description: 'A list: one item for a single value.' })
  value!: string[];
  @Field(() => [String], {
    nullable: true,
    description:
      'Of telephones with an extension, or answered around the clock: with that. Null where `value` says all.',
  })
  telephones?: string[] | undefined;
  @Field(() => GraphQLDateTime, { description: 'Since when it says so.' })
  at!: Instant;
}

@ObjectType('Conflict', {
  description:
    'Sources that say different things of one field. What stood stays until the state says which counts. It ends by itself once they say the same, or only one is left.',
})
export class ConflictType {
  @Field(() => ID, { description: 'The same for this field of this contact, also where it opens again.' })
  id!: string;
  @Field(() => String, { description: 'The field.' })
  field!: string;
}

@ObjectType('ConflictConnection', { description: 'A page of conflicts, the first opened first.' })
export class ConflictConnectionType {
  @Field(() => [ConflictType], { description: 'The conflicts of this page.' })
  nodes!: ConflictRow[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}

@ObjectType('Precedence', { description: 'Which source wins where several differ, as the state said.' })
export class PrecedenceType {
  @Field(() => PrecedenceScopeEnum, {
    description: 'What it is for. One for a field goes before one for a function.',
  })
  scope!: string;
  @Field(() => String, { description: 'The function, or the field.' })
  name!: string;
  @Field(() => [ID], { description: 'The first wins.' })
  directories!: string[];
}
