import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { databases } from '../support/databases.ts';
import { type WebhookReceiver, webhookReceiver } from '../support/webhook-receiver.ts';
import { everyWorld, World } from '../support/world.ts';
import { consents, contactsOf, pulls, withdraws } from './verbs.ts';

const Outcomes = z.object({
  entryOutcomes: z.object({
    totalCount: z.number(),
    nodes: z.array(
      z.object({ sourceKey: z.string(), state: z.object({ iso3: z.string(), name: z.string() }) }),
    ),
  }),
});
const Feed = z.object({
  entryOutcomeFeed: z.object({
    events: z.array(
      z.object({
        seq: z.number(),
        sourceKey: z.string(),
        outcome: z.string(),
        state: z.object({ iso3: z.string() }),
      }),
    ),
    position: z.number(),
  }),
});
const Registered = z.object({
  registerWebhook: z.object({ webhook: z.object({ id: z.string(), url: z.string() }), secret: z.string() }),
});

describe.each(everyWorld(databases))(
  'an organisation follows what became of its entries ($name, $arrangement)',
  ({ make, arrangement }) => {
    let world: World;
    let receiver: WebhookReceiver;
    beforeAll(async () => {
      receiver = await webhookReceiver();
      world = await World.start(make, arrangement, undefined, { WEBHOOK_ALLOW_PRIVATE: 'true' });
    });
    afterAll(async () => {
      await world.stop();
      await receiver.close();
    });

    it('from an entry without consent to its withdrawal, by query, feed and signed call', async () => {
      const osce = world.organisation('OSCE');
      const counted = async (outcome: string) =>
        (
          await osce.get(
            `{ entryOutcomes(directory: "OSCE", outcome: ${outcome}, first: 200) { totalCount nodes { sourceKey state { iso3 name } } } }`,
            Outcomes,
          )
        ).entryOutcomes;
      const all = z.object({ entryOutcomes: z.object({ totalCount: z.number() }) });
      const { entryOutcomes: before } = await osce.get(
        '{ entryOutcomes(directory: "OSCE") { totalCount } }',
        all,
      );
      expect(before.totalCount).toBeGreaterThan(100);
      expect((await counted('COPIED')).nodes).toEqual([]);

      const { registerWebhook: registered } = await osce.get(
        'mutation ($url: String!) { registerWebhook(directory: "OSCE", url: $url) { webhook { id url } secret } }',
        Registered,
        { url: receiver.url },
      );
      const { id, contacts } = await consents(world, 'EST', 'OSCE');
      const copied = await counted('COPIED');
      expect(copied.totalCount).toBe(contacts.length);
      expect(new Set(copied.nodes.map(({ state }) => state.iso3))).toEqual(new Set(['EST']));
      await withdraws(world, 'EST', id, 'WITHDRAW');
      expect((await counted('REFUSED')).nodes.map(({ sourceKey }) => sourceKey)).toEqual(
        copied.nodes.map(({ sourceKey }) => sourceKey),
      );

      const { entryOutcomeFeed: feed } = await osce.get(
        '{ entryOutcomeFeed(directory: "OSCE") { position events { seq sourceKey outcome state { iso3 } } } }',
        Feed,
      );
      expect(feed.position).toBe(2 * contacts.length);
      await expect.poll(() => receiver.calls.length, { timeout: 25_000 }).toBe(feed.position);
      expect(receiver.calls.map(({ body }) => JSON.parse(body))).toMatchObject(
        feed.events.map(({ seq, sourceKey, outcome }) => ({ seq, sourceKey, outcome, directory: 'OSCE' })),
      );
      for (const { headers, body } of receiver.calls) {
        const [, timestamp, signature] =
          /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['crosspoint-signature'])) ?? [];
        const expected = createHmac('sha256', registered.secret).update(`${timestamp}.${body}`).digest('hex');
        expect(signature).toBe(expected);
      }
      const shown = await osce.ask(
        `{ webhooks(directory: "OSCE") { id directory url events createdAt disabledAt formerSecretUntil }
          webhookDeliveries(webhook: "${registered.webhook.id}", status: DELIVERED) { totalCount nodes {
            id seq status attempts createdAt lastAttemptAt nextAttemptAt lastStatus problem } pageInfo { hasNextPage endCursor } } }`,
      );
      expect(shown.errors).toBeUndefined();
      expect(shown.data).toMatchObject({
        webhooks: [{ url: receiver.url, directory: 'OSCE', events: null }],
        webhookDeliveries: { totalCount: feed.position },
      });
      expect(JSON.stringify(shown)).not.toContain('whsec_');
    });

    it('submits entries of its own beside the source, and sees them copied, changed and gone', async () => {
      const osce = world.organisation('OSCE');
      const submits = async (complete: boolean, ...entries: Record<string, unknown>[]) => {
        const { submitRegionalEntries } = await osce.get(
          `mutation ($complete: Boolean!, $entries: [RegionalEntryInput!]!) {
            submitRegionalEntries(directory: "OSCE", complete: $complete, entries: $entries) {
              outcome added changed removed setAside problem } }`,
          z.object({ submitRegionalEntries: z.looseObject({ outcome: z.string() }) }),
          { complete, entries },
        );
        return submitRegionalEntries;
      };
      const desk = {
        key: 'MNG-CERT',
        participant: 'Mongolia',
        function: 'ASSISTANCE',
        entity: 'Response Desk of Examples',
        emails: ['desk@assist.example'],
        phones: ['+44 1632 960010'],
      };
      await consents(world, 'MNG', 'OSCE');
      const before = await contactsOf(world.custodian, 'MNG');
      expect(await submits(false, desk, { key: 'X-1', participant: 'Atlantis' })).toMatchObject({
        outcome: 'CHANGED',
        added: 1,
        setAside: 1,
      });
      const copied = async () =>
        (await contactsOf(world.custodian, 'MNG')).find(({ entity }) => entity === desk.entity);
      expect(await copied()).toMatchObject({
        function: 'ASSISTANCE',
        phones: ['+441632960010'],
        copiedFrom: [{ directory: 'OSCE', sourceKey: 'submitted:MNG-CERT' }],
      });
      await submits(false, { ...desk, phones: ['+44 1632 960011'] });
      expect(await copied()).toMatchObject({ phones: ['+441632960011'] });
      await pulls(world, 'OSCE');
      expect(await contactsOf(world.custodian, 'MNG')).toHaveLength(before.length + 1);
      const { data } = await osce.ask(
        '{ entryOutcomes(directory: "OSCE", outcome: SET_ASIDE) { nodes { location reason } } }',
      );
      expect(JSON.stringify(data)).toMatch(/entry 2 of the submission.*Atlantis/);
      await submits(false, { ...desk, removed: true });
      expect((await copied())?.copiedFrom).toMatchObject([{ present: false }]);

      const mutation =
        'mutation { submitRegionalEntries(directory: "OSCE", complete: true, entries: [{ key: "a", participant: "Estonia" }]) { outcome } }';
      for (const asker of [
        world.custodian,
        world.state('EST'),
        world.contact('EST'),
        world.organisation('OAS'),
      ])
        expect(await asker.refused(mutation)).toBe('FORBIDDEN');
      expect(await world.nobody.refused(mutation)).toBe('UNAUTHENTICATED');
    });
  },
);
