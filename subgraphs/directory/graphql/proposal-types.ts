import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';
import { LeftOutEntryType, leftOutDescription } from './consent-types.ts';
import { ContactType } from './contact-types.ts';

@ObjectType('Proposal', {
  description:
    "A change that waits for the state's yes: in review mode, or because only the state can answer (which function a level is; may the last contact go).",
})
export class ProposalType {
  @Field(() => ID, { description: 'Its own for ever.' })
  id!: string;
}

@ObjectType('ProposalConnection', { description: 'A page of proposals, the oldest first.' })
export class ProposalConnectionType {
  @Field(() => [ProposalType], { description: 'The proposals of this page.' })
  nodes!: ProposalRow[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}

@ObjectType('ConsentPreview', { description: 'What a consent would do, without doing it.' })
export class ConsentPreviewType {
  @Field(() => Int, { description: 'Contacts it would add.' })
  add!: number;
  @Field(() => Int, { description: 'Contacts that are there already, and would change or go.' })
  change!: number;
  @Field(() => Int, {
    description: 'Contacts that are there already, and would be copied from an entry more.',
  })
  merge!: number;
  @Field(() => Int, { description: "Changes that would wait for the state's yes." })
  wait!: number;
  @Field(() => [ProposalType], { description: 'The changes that would wait.' })
  proposals!: ProposalRow[];
  @Field(() => [ContactType], { description: 'The contacts as they would be.' })
  contacts!: ContactRow[];
  @Field(() => [LeftOutEntryType], { description: leftOutDescription })
  leftOut!: LeftOutEntryType[];
}
