import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { ComposedMessage } from '../../../platform/messages/compose.ts';
import type { DeliveryStatus } from '../../../platform/outbox/delivery-status.ts';
import type { MessageStatus, OutboxMessageRow } from '../../../platform/outbox/rows.ts';
import type { Sending } from '../../../platform/outbox/sending.ts';
import { LanguageEnum } from '../../../platform/vocabulary/graphql-enums.ts';
import type { Language } from '../../../platform/vocabulary/terms.ts';
import type { MessageDashboard } from '../messages/operations.ts';
import type { Page } from '../paging.ts';
import type { DirectoryContext } from './context.ts';
import { DeliveryActionEnum, MessageSendingEnum, MessageStatusEnum } from './message-enums.ts';
import {
  MailServerTroubleType,
  MessageDashboardType,
  MessagePreviewType,
  OutgoingMessageConnectionType,
  OutgoingMessageType,
} from './message-types.ts';

const firstArgument = { defaultValue: 50, description: 'How many, 200 at the most.' };
const afterArgument = { nullable: true, description: 'The endCursor of the page before.' };

@Resolver(() => OutgoingMessageType)
export class OutgoingMessageResolver {
  @Query(() => OutgoingMessageConnectionType, {
    description: 'Messages to the authority and the people of a state, for that state: whether each arrived.',
  })
  messagesToState(
    @Ctx() { directory }: DirectoryContext,
    @Arg('state', () => ID, { description: 'ISO 3166-1 alpha-3.' }) state: string,
    @Arg('first', () => Int, firstArgument) first: number,
    @Arg('after', () => String, afterArgument) after: string | null = null,
  ): Promise<Page<OutboxMessageRow>> {
    return directory.messagesToState(state, { first, after });
  }

  @Query(() => OutgoingMessageConnectionType, {
    description: 'Messages that the mail server refused or that came back, for the custodian.',
  })
  undeliveredMessages(
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, firstArgument) first: number,
    @Arg('after', () => String, afterArgument) after: string | null = null,
  ): Promise<Page<OutboxMessageRow>> {
    return directory.undeliveredMessages({ first, after });
  }

  @Mutation(() => OutgoingMessageType, {
    description:
      'Sends a test message to the caller at once, and says what came of it within a few seconds. What waits because of the mail server goes out too.',
  })
  sendTestMessage(@Ctx() { directory }: DirectoryContext): Promise<OutboxMessageRow> {
    return directory.sendTestMessage();
  }

  @Mutation(() => OutgoingMessageType, {
    description:
      'Sends a message that failed or bounced once more, to the address its reader has by now. What it said is kept for 30 days.',
  })
  resendMessage(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The message.' }) id: string,
  ): Promise<OutboxMessageRow> {
    return directory.resendMessage(id);
  }

  @Mutation(() => Boolean, {
    description:
      'What a delivery status notification (RFC 3464) says; the gateway reads it. True where it is about a message that counted as delivered.',
  })
  recordDeliveryStatus(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The message.' }) id: string,
    @Arg('action', () => DeliveryActionEnum, { description: 'What became of it.' })
    action: DeliveryStatus['action'],
    @Arg('diagnostic', () => String, { description: 'What the last mail server said.' }) diagnostic: string,
    @Arg('status', () => String, {
      nullable: true,
      description: 'The enhanced status code (RFC 3463), such as 5.1.1.',
    })
    status: string | null = null,
  ): Promise<boolean> {
    return directory.recordDeliveryStatus({ id, action, enhancedStatus: status, diagnostic });
  }

  @FieldResolver(() => String, { description: 'The template it was written by.' })
  template(@Root() { template }: OutboxMessageRow): string {
    return template;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: 'The state it concerns, ISO 3166-1 alpha-3; null: none.',
  })
  state(@Root() { state }: OutboxMessageRow): string | null {
    return state;
  }

  @FieldResolver(() => ID, {
    nullable: true,
    description: "The recipient's account; null where it was for somebody without one.",
  })
  account(@Root() { subject }: OutboxMessageRow): string | null {
    return subject;
  }

  @FieldResolver(() => MessageStatusEnum, { description: 'What became of it.' })
  status(@Root() { status }: OutboxMessageRow): MessageStatus {
    return status;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt(@Root() { created_at }: OutboxMessageRow): string {
    return created_at;
  }

  @FieldResolver(() => Int, { description: 'How often it was tried.' })
  attempts(@Root() { attempts }: OutboxMessageRow): number {
    return attempts;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it is tried (again); null: it is not.',
  })
  nextAttemptAt(@Root() { next_attempt_at }: OutboxMessageRow): string | null {
    return next_attempt_at;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it came to its status; null while it waits.',
  })
  endedAt(@Root() { ended_at }: OutboxMessageRow): string | null {
    return ended_at;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: "The mail server's last refusal of it: a reply code (RFC 5321), such as 550.",
  })
  replyCode(@Root() { reply_code }: OutboxMessageRow): number | null {
    return reply_code;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The enhanced status code (RFC 3463), such as 5.1.1: no such mailbox.',
  })
  enhancedStatus(@Root() { enhanced_status }: OutboxMessageRow): string | null {
    return enhanced_status;
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What the mail server said, without addresses.',
  })
  problem(@Root() { problem }: OutboxMessageRow): string | null {
    return problem;
  }
}

@Resolver(() => MessageDashboardType)
export class MessageDashboardResolver {
  @Query(() => MessageDashboardType, { description: 'How it goes with the messages, for the custodian.' })
  messageDashboard(@Ctx() { directory }: DirectoryContext): Promise<MessageDashboard> {
    return directory.messageDashboard();
  }

  @Query(() => [String], { description: 'The names of all templates, for the custodian.' })
  messageTemplates(@Ctx() { directory }: DirectoryContext): Promise<readonly string[]> {
    return directory.messageTemplates();
  }

  @Query(() => MessagePreviewType, {
    description: 'What a template looks like in a language, with invented values, for the custodian.',
  })
  previewMessage(
    @Ctx() { directory }: DirectoryContext,
    @Arg('template', () => String, { description: 'One of "messageTemplates".' }) template: string,
    @Arg('language', () => LanguageEnum, { description: 'In which language.' }) language: Language,
  ): Promise<ComposedMessage> {
    return directory.previewMessage(template, language);
  }

  @FieldResolver(() => MessageSendingEnum, { description: 'How messages leave.' })
  sending(@Root() { sending }: MessageDashboard): Sending['kind'] {
    return sending;
  }

  @FieldResolver(() => Int, { description: 'How many wait to be sent.' })
  waiting(@Root() { counts, unaddressed }: MessageDashboard): number {
    return (counts.get('WAITING') ?? 0) + unaddressed;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'Since when the oldest of them waits.',
  })
  waitingSince(@Root() { waitingSince }: MessageDashboard): string | null {
    return waitingSince;
  }

  @FieldResolver(() => Int, {
    description: 'How many have this status.',
  })
  count(
    @Root() { counts }: MessageDashboard,
    @Arg('status', () => MessageStatusEnum, { description: 'The status.' }) status: MessageStatus,
  ): number {
    return counts.get(status) ?? 0;
  }

  @FieldResolver(() => [ID], {
    description: 'States whose authority was to be written to, and that have nobody in it who signs in here.',
  })
  statesWithoutReader(@Root() { statesWithoutReader }: MessageDashboard): readonly string[] {
    return statesWithoutReader;
  }

  @FieldResolver(() => MailServerTroubleType, {
    nullable: true,
    description: 'What is wrong with the mail server; null while all is well.',
  })
  mailServer(@Root() { relay }: MessageDashboard): MessageDashboard['relay'] {
    return relay;
  }
}
