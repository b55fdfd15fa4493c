import { z } from 'zod';
import { openDatabase } from '../../platform/database/open.ts';
import { OutboxEventRow } from '../../platform/outbox/rows.ts';
import { fromStored } from '../../platform/outbox/stored-values.ts';
import { remindOfReviews } from '../../subgraphs/directory/review/remind.ts';
import { directoryStorage } from '../../subgraphs/directory/storage/model.ts';
import { ReviewLinkRow } from '../../subgraphs/directory/storage/review-rows.ts';
import { authority, custodian, type DirectoryWorld } from '../directory/directory-world.ts';

const Review = z
  .object({ confirmedAt: z.string(), confirmedBy: z.string(), dueAt: z.string(), overdue: z.boolean() })
  .nullable();

/** When a contact was confirmed and is due, as a reader of another state sees it. */
export async function reviewOf(world: DirectoryWorld, id: string) {
  const shape = z.object({ contact: z.object({ review: Review }) });
  const query = 'query ($id: ID!) { contact(id: $id) { review { confirmedAt confirmedBy dueAt overdue } } }';
  return (await world.get(authority('NOR'), query, shape, { id })).contact.review;
}

export const confirm =
  'mutation ($id: ID!, $revision: Int!) { confirmContact(id: $id, revision: $revision) { id } }';
export const confirmAll = 'mutation ($state: ID!) { confirmAllContacts(state: $state) { id } }';
export const setInterval =
  'mutation ($state: ID!, $interval: ReviewInterval!) { setReviewInterval(state: $state, interval: $interval) { reviewInterval } }';

const Created = z.object({ createContact: z.object({ id: z.string(), revision: z.number() }) });

/** A state's own office. */
export async function nominate(
  world: DirectoryWorld,
  state: string,
  name: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; revision: number }> {
  const query =
    'mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id revision } }';
  const input = {
    function: 'TECHNICAL',
    kind: 'OFFICE',
    entity: name,
    emails: [`${name.toLowerCase().replaceAll(' ', '.')}@${state.toLowerCase()}.example`],
    ...more,
  };
  return (await world.get(authority(state), query, Created, { state, input })).createContact;
}

export async function overdue(world: DirectoryWorld, caller = custodian) {
  const shape = z.object({
    overdueReviews: z.object({ nodes: z.array(z.object({ id: z.string() })), totalCount: z.number() }),
  });
  const list = (await world.get(caller, '{ overdueReviews { totalCount nodes { id } } }', shape))
    .overdueReviews;
  return list.nodes.map(({ id }) => id);
}

/** What the states were told by a day's run, on its own connection to the storage. SQLite: while nobody else uses it. */
export async function remind(world: DirectoryWorld) {
  const told: { event: string; state: string | null; secret: string; contacts: string[]; values: object }[] =
    [];
  await world.restart(async () => {
    const database = await openDatabase(directoryStorage, world.storage.location);
    try {
      const before = await database.read((manager) => manager.find(OutboxEventRow));
      const known = new Set(before.map(({ event }) => event));
      await remindOfReviews({ database, clock: world.clock });
      const events = await database.read((manager) =>
        manager.find(OutboxEventRow, { order: { ordinal: 'ASC' } }),
      );
      for (const { event, state, content } of events) {
        if (known.has(event) || !content) continue;
        const values = fromStored(content);
        const links = await database.read((manager) =>
          manager.findBy(ReviewLinkRow, { iso3: state ?? '', created_at: world.clock.now().toISOString() }),
        );
        told.push({
          event,
          state,
          secret: String(values.link).replace('/review/', ''),
          contacts: links.flatMap(({ contacts }) => contacts).sort(),
          values,
        });
      }
    } finally {
      await database.close();
    }
  });
  return told;
}
