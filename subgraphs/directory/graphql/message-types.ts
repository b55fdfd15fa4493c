import { Field, ID, Int, ObjectType } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { OutboxMessageRow } from '../../../platform/outbox/rows.ts';
import { LanguageEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';

@ObjectType('OutgoingMessage', {
  description: 'A message of the directory to one person: whether it arrived, and not what it says.',
})
export class OutgoingMessageType {
  @Field(() => ID, { description: 'The left part of its Message-ID: the same at each attempt.' })
  id!: string;
}

@ObjectType('OutgoingMessageConnection', {
  description: 'A page of messages, those of the latest events first.',
})
export class OutgoingMessageConnectionType {
  @Field(() => [OutgoingMessageType], { description: 'The messages of this page.' })
  nodes!: OutboxMessageRow[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}

@ObjectType('MailServerTrouble', { description: 'The mail server cannot be reached, or takes nothing.' })
export class MailServerTroubleType {
  @Field(() => GraphQLDateTime, { description: 'Since when.' })
  failingSince!: string;
  @Field(() => Int, { description: 'How often it was tried without success.' })
  failures!: number;
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it is tried again; null: at once.' })
  nextAttemptAt!: string | null;
  @Field(() => String, { description: 'What went wrong, in the words of the mail server or of the network.' })
  problem!: string;
}

@ObjectType('MessageDashboard', {
  description: 'How it goes with the messages, in numbers; nothing of what they say.',
})
export class MessageDashboardType {}

@ObjectType('MessagePreview', { description: 'A template completed with invented values.' })
export class MessagePreviewType {
  @Field(() => LanguageEnum, { description: 'In which language it is written.' })
  language!: Language;
  @Field(() => String, { description: 'The subject.' })
  subject!: string;
  @Field(() => String, { description: 'The message as plain text.' })
  text!: string;
  @Field(() => String, { description: 'The same message as HTML.' })
  html!: string;
}
