import { z } from 'zod';
import type { GraphQLService } from '../../../../platform/graphql/service.ts';
import { ContactFunction, ContactKind, officialLanguages } from '../../../../platform/vocabulary/terms.ts';
import { weekdays } from '../../contacts/availability.ts';
import type { SeenContact } from '../confirm.ts';
import { reviewLinkStatuses } from '../link.ts';

const text = z.string().nullable();

const ShownContact = z.object({
  id: z.string(),
  revision: z.number(),
  function: ContactFunction,
  kind: ContactKind,
  name: text,
  title: text,
  entity: text,
  webPage: text,
  emails: z.array(z.string()),
  telephones: z.array(z.object({ asWritten: z.string(), aroundTheClock: z.boolean() })),
  languages: z.array(z.string()),
  texts: z.array(
    z.object({
      field: z.enum(['NAME', 'TITLE', 'ENTITY']),
      text: z.string(),
      language: z.enum(officialLanguages).nullable(),
      unofficial: z.boolean(),
      original: z.boolean(),
    }),
  ),
  availability: z
    .object({
      timeZone: z.string(),
      aroundTheClock: z.boolean(),
      hours: z.array(z.object({ day: z.enum(weekdays), from: z.string(), to: z.string() })),
    })
    .nullable(),
  publicKeys: z.array(z.object({ fingerprint: z.string(), expiresAt: z.coerce.date().nullable() })),
  review: z.object({ dueAt: z.coerce.date(), overdue: z.boolean() }).nullable(),
});
/** A contact as the page shows it before it is confirmed. */
export type ShownContact = z.infer<typeof ShownContact>;

const ShownLink = z.object({
  iso3: z.string(),
  status: z.enum(reviewLinkStatuses),
  contacts: z.array(ShownContact),
});
export type ShownLink = z.infer<typeof ShownLink>;

const fields = `iso3 status contacts { id revision function kind name title entity webPage emails
  telephones { asWritten aroundTheClock } languages
  texts { field text language unofficial original }
  availability { timeZone aroundTheClock hours { day from to } } publicKeys { fingerprint expiresAt } review { dueAt overdue } }`;

/** @returns null where there is no such link. @throws Problem where the directory cannot be reached */
export async function askForLink(directory: GraphQLService, secret: string): Promise<ShownLink | null> {
  const query = `query ($secret: String!) { reviewLink(secret: $secret) { ${fields} } }`;
  const answer = z.object({ reviewLink: ShownLink.nullable() });
  return (await directory.request(query, { secret }, answer)).reviewLink;
}

/** @throws Problem NOT_FOUND, CONFLICT where one of them is not as it was shown */
export async function confirmShown(
  directory: GraphQLService,
  secret: string,
  contacts: readonly SeenContact[],
): Promise<void> {
  const query = `mutation ($secret: String!, $contacts: [SeenContactInput!]!) {
    confirmByReviewLink(secret: $secret, contacts: $contacts) { status } }`;
  const answer = z.object({ confirmByReviewLink: z.object({ status: z.enum(reviewLinkStatuses) }) });
  await directory.request(query, { secret, contacts }, answer);
}
