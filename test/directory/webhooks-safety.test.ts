import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { authority, contactOf, custodian, organisation } from './directory-world.ts';
import { WebhookWorld } from './webhook-world.ts';

describe.each(databases)('webhooks, on $name', ({ make }) => {
  let world: WebhookWorld;
  beforeEach(async () => {
    world = await WebhookWorld.start(make);
  });
  afterEach(() => world.stop());

  describe('in production', () => {
    const url = () => `https://hooks.example.org:${world.receiver.port}/hook`;
    beforeEach(() => {
      world.allowPrivate = false;
    });

    it.each([
      'http://hooks.example.org/',
      'https://127.0.0.1/',
      'https://2130706433/',
      'https://[::ffff:127.0.0.1]/',
    ])('cannot be registered at %s', async (refused) => {
      await expect(world.register(refused)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'url' });
    });

    it('cannot be registered at a name that leads inside, or of which one address does', async () => {
      for (const addresses of [['127.0.0.1'], ['1.1.1.1', '10.0.0.1'], []]) {
        world.resolve = async () => addresses;
        await expect(world.register(url())).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'url' });
      }
    });

    it('reach nobody inside by a name that was public when they were registered', async () => {
      world.resolve = async () => ['1.1.1.1'];
      const { id } = await world.register(url());
      world.resolve = async () => ['127.0.0.1'];
      await world.copies(1);
      await world.deliver();
      const test = await world.organisation.sendTestWebhook(id);
      expect(test).toMatchObject({ status: 'FAILED', last_status: null });
      expect(test.problem).toMatch(/public addresses only/);
      expect(world.receiver.calls).toEqual([]);
      expect(await world.outbox()).toMatchObject([{ status: 'WAITING', attempts: 1 }, { status: 'FAILED' }]);
    });
  });

  it('are for the organisation of the directory: others learn nothing of them and change nothing', async () => {
    const { id, secret } = await world.register();
    await world.copies(1);
    const [delivery] = await world.outbox();
    const query = { webhookId: id, status: null, first: 10, after: null };
    const acts = (caller: Parameters<WebhookWorld['as']>[0]) => {
      const operations = world.as(caller);
      return {
        reads: [() => operations.webhooks('OSCE'), () => operations.webhookDeliveries(query)],
        changes: [
          () => operations.registerWebhook({ directory: 'OSCE', url: world.receiver.url, outcomes: null }),
          () => operations.rotateWebhookSecret(id),
          () => operations.removeWebhook(id),
          () => operations.replayWebhookDelivery(delivery?.id ?? ''),
          () => operations.sendTestWebhook(id),
        ],
      };
    };
    for (const caller of [authority('EST'), contactOf('EST')]) {
      const { reads, changes } = acts(caller);
      for (const act of [...reads, ...changes])
        await expect(act()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    }
    // To another organisation it is as if there were none.
    const other = world.as(organisation('OAS'));
    await expect(other.webhooks('OSCE')).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await other.webhook(id)).toBeNull();
    expect(await other.webhookDeliveries(query)).toMatchObject({ nodes: [], totalCount: 0 });
    for (const act of [
      () => other.rotateWebhookSecret(id),
      () => other.removeWebhook(id),
      () => other.replayWebhookDelivery(delivery?.id ?? ''),
      () => other.sendTestWebhook(id),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const { reads, changes } = acts(custodian);
    for (const read of reads) await read();
    for (const change of changes) await expect(change()).rejects.toMatchObject({ code: 'FORBIDDEN' });
    for (const act of [...acts(null).reads, ...acts(null).changes])
      await expect(act()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    for (const unknown of [
      () => world.organisation.rotateWebhookSecret('none'),
      () => world.organisation.replayWebhookDelivery('none'),
      () => world.organisation.sendTestWebhook('none'),
    ])
      await expect(unknown()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(secret).toMatch(/^whsec_[\w-]{43}$/);
  });
});
