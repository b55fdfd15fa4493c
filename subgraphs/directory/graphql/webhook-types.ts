import { Field, ID, Int, ObjectType } from 'type-graphql';
import { PageInfoValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { WebhookDeliveryRow, WebhookRow } from '../storage/webhook-row.ts';

@ObjectType('Webhook', {
  description: 'An endpoint of an organisation, called when something becomes of an entry of its directory.',
})
export class WebhookType {
  @Field(() => ID, { description: 'Its own for ever.' })
  id!: string;
}

@ObjectType('WebhookWithSecret', { description: 'A webhook and the secret that signs its calls.' })
export class WebhookWithSecretType {
  @Field(() => WebhookType, { description: 'The webhook.' })
  webhook!: WebhookRow;
  @Field(() => String, { description: 'Shown this once and never again. Keep it where secrets are kept.' })
  secret!: string;
}

@ObjectType('WebhookDelivery', { description: 'One call to an endpoint: to make, made, or given up.' })
export class WebhookDeliveryType {
  @Field(() => ID, { description: 'The same at each attempt: sent in the header crosspoint-delivery.' })
  id!: string;
}

@ObjectType('WebhookDeliveryConnection', { description: 'A page of deliveries, the newest first.' })
export class WebhookDeliveryConnectionType {
  @Field(() => [WebhookDeliveryType], { description: 'The deliveries of this page.' })
  nodes!: WebhookDeliveryRow[];
  @Field(() => Int, { description: 'How many there are on all pages.' })
  totalCount!: number;
  @Field(() => PageInfoValue, { description: 'Where this page ends.' })
  pageInfo!: PageInfoValue;
}
