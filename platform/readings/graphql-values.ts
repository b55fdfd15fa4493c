import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import type { Instant } from '../clock/clock.ts';
import { GraphQLDateTime } from '../graphql/scalars.ts';
import { PageInfoValue } from '../vocabulary/graphql-values.ts';
import type { ReportedReading } from './report.ts';

@ObjectType('Reading', {
  description: 'A request that was shown contact details of one state, as the ledger of readings has it.',
})
@Directive('@shareable')
export class ReadingValue implements ReportedReading {
  @Field(() => ID, { description: 'The row of the ledger, and which of its readings.' })
  id!: string;
  @Field(() => GraphQLDateTime, { description: 'When, before the answer left.' })
  at!: Instant;
  @Field(() => String, {
    description: 'Of the reader: custodian, state, contact, organisation, observer, public.',
  })
  role!: string;
  @Field(() => String, { description: "The reader's account." })
  subject!: string;
  @Field(() => String, {
    nullable: true,
    description: "The reader's state or regional directory; null for the custodian.",
  })
  party!: string | null;
  @Field(() => String, {
    nullable: true,
    description: 'What was asked for: "query states". Null where a part was asked by itself.',
  })
  operation!: string | null;
  @Field(() => ID, { description: 'The same for all that one request was shown.' })
  request!: string;
  @Field(() => [String], {
    description:
      'By what the details were shown: contact, history, proposal, conflict, held pull, entry, search, export, import.',
  })
  through!: readonly string[];
  @Field(() => [ID], {
    description: 'The ids of the points of contact, or the keys of the regional entries.',
  })
  contacts!: readonly string[];
}

@ObjectType('ReadingConnection', { description: 'A page of readings, the last first.' })
@Directive('@shareable')
export class ReadingConnectionValue {
  @Field(() => [ReadingValue], { description: 'The readings of this page.' })
  nodes!: readonly ReadingValue[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}
