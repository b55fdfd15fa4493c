import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { GraphQLDateTime } from '../../../platform/graphql/scalars.ts';
import type { EntryOutcomeKind } from '../organisations/outcome.ts';
import type { DeliveryStatus, WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';
import type { DeliveryPage } from '../webhooks/deliveries.ts';
import type { WebhookWithSecret } from '../webhooks/register.ts';
import type { DirectoryContext } from './context.ts';
import { EntryOutcomeKindEnum, WebhookDeliveryStatusEnum } from './enums.ts';
import {
  WebhookDeliveryConnectionType,
  WebhookDeliveryType,
  WebhookType,
  WebhookWithSecretType,
} from './webhook-types.ts';

const webhookId = { description: 'The webhook.' };

@Resolver(() => WebhookType)
export class WebhookResolver {
  @Query(() => [WebhookType], { description: "A directory's webhooks, the oldest first." })
  webhooks(
    @Ctx() { directory: operations }: DirectoryContext,
    @Arg('directory', () => ID, { description: 'Its code, e.g. OSCE.' }) directory: string,
  ): Promise<WebhookRow[]> {
    return operations.webhooks(directory);
  }

  @Mutation(() => WebhookWithSecretType, {
    description: 'The organisation of a directory has an endpoint of its own called from now on.',
  })
  registerWebhook(
    @Ctx() { directory: operations }: DirectoryContext,
    @Arg('directory', () => ID, { description: 'Its code, e.g. OSCE.' }) directory: string,
    @Arg('url', () => String, {
      description: 'An https: URL whose host resolves to public addresses, without user name and password.',
    })
    url: string,
    @Arg('events', () => [EntryOutcomeKindEnum], {
      nullable: true,
      description: 'Which outcomes to be called for. Absent: all.',
    })
    events: EntryOutcomeKind[] | null = null,
  ): Promise<WebhookWithSecret> {
    return operations.registerWebhook({ directory, url, outcomes: events });
  }

  @Mutation(() => WebhookWithSecretType, {
    description: 'A new secret. For 24 hours each call is signed with the one before as well.',
  })
  rotateWebhookSecret(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, webhookId) id: string,
  ): Promise<WebhookWithSecret> {
    return directory.rotateWebhookSecret(id);
  }

  @Mutation(() => Boolean, { description: 'The endpoint is called no more; what waited for it goes too.' })
  removeWebhook(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, webhookId) id: string,
  ): Promise<boolean> {
    return directory.removeWebhook(id);
  }

  @FieldResolver(() => ID, { description: 'The directory it is about.' })
  directory(@Root() { directory }: WebhookRow): string {
    return directory;
  }

  @FieldResolver(() => String, { description: 'Where it is called.' })
  url(@Root() { url }: WebhookRow): string {
    return url;
  }

  @FieldResolver(() => [EntryOutcomeKindEnum], { nullable: true, description: 'Absent: called for all.' })
  events(@Root() { outcomes }: WebhookRow): string[] | null {
    return outcomes;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'When it was registered.' })
  createdAt(@Root() { created_at }: WebhookRow): string {
    return created_at;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'Since when it is called no more, because it answered 410 Gone. Then register a new one.',
  })
  disabledAt(@Root() { disabled_at }: WebhookRow): string | null {
    return disabled_at;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'Until when the secret before the last rotation signs too.',
  })
  formerSecretUntil(@Root() { former_until }: WebhookRow): string | null {
    return former_until;
  }
}

@Resolver(() => WebhookDeliveryType)
export class WebhookDeliveryResolver {
  @Query(() => WebhookDeliveryConnectionType, { description: "A webhook's calls, the newest first." })
  webhookDeliveries(
    @Ctx() { directory }: DirectoryContext,
    @Arg('first', () => Int, { nullable: true, defaultValue: 50, description: 'How many: 1 to 200.' })
    first: number | null,
    @Arg('webhook', () => ID, webhookId) webhook: string,
    @Arg('status', () => WebhookDeliveryStatusEnum, { nullable: true, description: 'Absent: of any status.' })
    status: DeliveryStatus | null = null,
    @Arg('after', () => String, { nullable: true, description: 'The endCursor of the page before.' })
    after: string | null = null,
  ): Promise<DeliveryPage> {
    return directory.webhookDeliveries({ webhookId: webhook, status, first: first ?? 50, after });
  }

  @Mutation(() => WebhookDeliveryType, {
    description:
      'Sends a dead letter again, or one that waits for its next attempt without waiting. Its id stays.',
  })
  replayWebhookDelivery(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, { description: 'The delivery.' }) id: string,
  ): Promise<WebhookDeliveryRow> {
    return directory.replayWebhookDelivery(id);
  }

  @Mutation(() => WebhookDeliveryType, {
    description:
      'Calls the endpoint once, now, with a body of type "test", and says what came of it. Where it is taken, whatever waits for it goes out at once too.',
  })
  sendTestWebhook(
    @Ctx() { directory }: DirectoryContext,
    @Arg('id', () => ID, webhookId) id: string,
  ): Promise<WebhookDeliveryRow> {
    return directory.sendTestWebhook(id);
  }

  @FieldResolver(() => Int, { nullable: true, description: 'The event it tells of; null for a test.' })
  seq(@Root() { seq }: WebhookDeliveryRow): number | null {
    return seq;
  }

  @FieldResolver(() => WebhookDeliveryStatusEnum, { description: 'Where it stands.' })
  status(@Root() { status }: WebhookDeliveryRow): string {
    return status;
  }

  @FieldResolver(() => Int, { description: 'How often it was tried, since it was made or last replayed.' })
  attempts(@Root() { attempts }: WebhookDeliveryRow): number {
    return attempts;
  }

  @FieldResolver(() => GraphQLDateTime, { description: 'When it was made.' })
  createdAt(@Root() { created_at }: WebhookDeliveryRow): string {
    return created_at;
  }

  @FieldResolver(() => GraphQLDateTime, { nullable: true, description: 'When it was last tried.' })
  lastAttemptAt(@Root() { last_attempt_at }: WebhookDeliveryRow): string | null {
    return last_attempt_at;
  }

  @FieldResolver(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it is due, once those of the same webhook before it are done; null where it is not.',
  })
  nextAttemptAt(@Root() { next_attempt_at }: WebhookDeliveryRow): string | null {
    return next_attempt_at;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'The HTTP status of the last answer; null without one.',
  })
  lastStatus(@Root() { last_status }: WebhookDeliveryRow): number | null {
    return last_status;
  }

  @FieldResolver(() => String, { nullable: true, description: 'Why the last attempt failed.' })
  problem(@Root() { problem }: WebhookDeliveryRow): string | null {
    return problem;
  }
}
