import { Field, Int, ObjectType } from 'type-graphql';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import { ContactType } from './contact-types.ts';

@ObjectType('ContactConnection', { description: 'A page of contacts that were found, the best match first.' })
export class ContactConnectionType {
  @Field(() => [ContactType], { description: 'The contacts of this page.' })
  nodes!: ContactRow[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}
