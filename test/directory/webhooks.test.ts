import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { delayAfter, mostAttempts } from '../../subgraphs/directory/webhooks/attempts.ts';
import { databases } from '../support/databases.ts';
import { answers } from '../support/webhook-receiver.ts';
import { authority } from './directory-world.ts';
import { refuseWrites } from './storage-faults.ts';
import { WebhookWorld } from './webhook-world.ts';

const day = 24 * 3600_000;

/** The signatures of a call, and those a secret would make of it. */
function signatures(headers: Record<string, unknown>): { timestamp: string; given: string[] } {
  const parts = String(headers['crosspoint-signature'])
    .split(',')
    .map((part) => part.split('='));
  const of = (name: string) => parts.flatMap(([key, value]) => (key === name ? [value ?? ''] : []));
  return { timestamp: of('t')[0] ?? '', given: of('v1') };
}
const signed = (secret: string, timestamp: string, body: string) =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

describe.each(databases)('webhooks, on $name', ({ make }) => {
  let world: WebhookWorld;
  beforeEach(async () => {
    world = await WebhookWorld.start(make);
  });
  afterEach(() => world.stop());

  it('call the endpoint for each thing that became of an entry, in order, signed, without contact data', async () => {
    const { secret } = await world.register();
    await world.copies(3);
    await world.deliver();
    await world.deliver();
    expect(world.received()).toEqual([1, 2, 3]);
    const [call] = world.receiver.calls;
    if (!call) throw new Error('no call');
    const body = JSON.parse(call.body);
    expect(Object.keys(body).sort()).toEqual(['at', 'directory', 'outcome', 'seq', 'sourceKey', 'type']);
    expect(body).toMatchObject({ type: 'entry.outcome', seq: 1, directory: 'OSCE', outcome: 'COPIED' });
    const { timestamp, given } = signatures(call.headers);
    expect(given).toEqual([signed(secret, timestamp, call.body)]);
    expect(Number(timestamp)).toBe(Math.floor(world.clock.now().getTime() / 1000));
    expect(call.headers).toMatchObject({ 'content-type': 'application/json; charset=utf-8' });
    const ids = world.receiver.calls.map(({ headers }) => headers['crosspoint-delivery']);
    expect(ids).toEqual((await world.outbox()).map(({ id }) => id));
    expect(await world.outbox()).toMatchObject(Array(3).fill({ status: 'DELIVERED', attempts: 1 }));
  });

  it('call only for the outcomes asked for, and for nothing before they were registered', async () => {
    await world.copies(1);
    await world.register(world.receiver.url, ['REFUSED']);
    await world.copies(1);
    expect(await world.outbox()).toEqual([]);
    const [consent] = await world.as(authority('EST')).consentsOf('EST', false);
    await world.as(authority('EST')).withdrawConsent({ consentId: consent?.id ?? '', copies: 'WITHDRAW' });
    await world.deliver();
    expect(world.received()).toEqual([3, 4]);
  });

  it('have a call in the outbox if and only if what it tells of has happened', async () => {
    await world.register();
    const lift = await refuseWrites(world.storage.location, 'webhook_delivery');
    await expect(world.copies(1)).rejects.toThrow();
    expect(
      await world.organisation.entryOutcomeFeed({ directory: 'OSCE', after: 0, first: 10 }),
    ).toMatchObject({
      events: [],
    });
    await lift();
    await world.copies(1);
    expect(await world.outbox()).toHaveLength(2);
  });

  it('try again, less and less often for about a day, then leave a dead letter that can be replayed', async () => {
    await world.register();
    await world.copies(1);
    world.receiver.answer = answers(500);
    const began = world.clock.now().getTime();
    for (let passed = 0; passed < 2 * day; passed += 60_000) {
      await world.deliver();
      const [head] = await world.outbox();
      if (head?.status !== 'WAITING') break;
      world.clock.advance(60_000);
    }
    expect(world.receiver.calls).toHaveLength(mostAttempts);
    const lasted = world.clock.now().getTime() - began;
    expect(lasted).toBeGreaterThan(0.7 * day);
    expect(lasted).toBeLessThan(1.3 * day);
    expect(new Set(world.receiver.calls.map(({ headers }) => headers['crosspoint-delivery'])).size).toBe(1);
    expect(new Set(world.receiver.calls.map(({ headers }) => headers['crosspoint-signature'])).size).toBe(
      mostAttempts,
    );

    const [webhook] = await world.organisation.webhooks('OSCE');
    const dead = { webhookId: webhook?.id ?? '', status: 'FAILED', first: 10, after: null } as const;
    const { nodes } = await world.organisation.webhookDeliveries(dead);
    expect(nodes).toMatchObject([
      { seq: 1, attempts: 8, last_status: 500, problem: expect.stringContaining('500') },
    ]);
    world.receiver.answer = answers(204);
    await world.deliver();
    expect(world.receiver.calls).toHaveLength(mostAttempts);
    await world.organisation.replayWebhookDelivery(nodes[0]?.id ?? '');
    await world.deliver();
    expect(world.receiver.calls.at(-1)?.headers['crosspoint-delivery']).toBe(nodes[0]?.id);
    expect(await world.outbox()).toMatchObject([{ status: 'DELIVERED', attempts: 1 }]);
  });

  it('hold what comes after a call that fails, so that the order of the feed is kept', async () => {
    await world.register();
    await world.copies(3);
    world.receiver.answer = ({ body }, response) =>
      response.writeHead(JSON.parse(body).seq === 2 ? 503 : 200).end();
    await world.deliver();
    await world.deliver();
    expect(world.received()).toEqual([1, 2]);
    world.receiver.answer = answers(200);
    world.clock.advance(60_000);
    await world.deliver();
    expect(world.received()).toEqual([1, 2, 2, 3]);
  });

  it('do not wait for each other', async () => {
    await world.register('http://127.0.0.1:1/nobody');
    await world.register();
    await world.copies(2);
    await world.deliver();
    expect(world.received()).toEqual([1, 2]);
  });

  it('are called no more once they answer 410, and what waited is a dead letter', async () => {
    const { id } = await world.register();
    await world.copies(2);
    world.receiver.answer = answers(410);
    await world.deliver();
    world.clock.advance(day);
    await world.copies(1);
    await world.deliver();
    expect(world.received()).toEqual([1]);
    const outbox = await world.outbox();
    expect(outbox.map(({ status }) => status)).toEqual(['FAILED', 'FAILED']);
    expect((await world.organisation.webhooks('OSCE'))[0]?.disabled_at).not.toBeNull();
    for (const attempt of [
      () => world.organisation.replayWebhookDelivery(outbox[0]?.id ?? ''),
      () => world.organisation.sendTestWebhook(id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('are signed with both secrets for a day after a rotation, and then with the new one alone', async () => {
    const { id, secret: former } = await world.register();
    const { secret } = await world.organisation.rotateWebhookSecret(id);
    expect(secret).not.toBe(former);
    await world.copies(1);
    await world.deliver();
    world.clock.advance(day);
    await world.copies(1);
    await world.deliver();
    const made = world.receiver.calls.map(({ headers, body }) => {
      const { timestamp, given } = signatures(headers);
      return given.map((one) => [secret, former].findIndex((key) => signed(key, timestamp, body) === one));
    });
    expect(made).toEqual([[0, 1], [0]]);
  });

  it('can be tested at once, and a test that is taken lets what waits go out', async () => {
    const { id } = await world.register();
    await world.copies(1);
    world.receiver.answer = answers(500);
    await world.deliver();
    expect(await world.organisation.sendTestWebhook(id)).toMatchObject({
      status: 'FAILED',
      last_status: 500,
      seq: null,
    });
    await expect(world.organisation.sendTestWebhook(id)).rejects.toMatchObject({ code: 'RATE_LIMITED' });
    world.clock.advance(6000);
    world.receiver.answer = answers(200);
    expect(await world.organisation.sendTestWebhook(id)).toMatchObject({
      status: 'DELIVERED',
      problem: null,
    });
    expect(JSON.parse(world.receiver.calls.at(-1)?.body ?? '')).toMatchObject({
      type: 'test',
      directory: 'OSCE',
    });
    await world.deliver();
    expect((await world.outbox())[0]).toMatchObject({ seq: 1, status: 'DELIVERED' });
    const test = (await world.outbox()).find(({ seq, status }) => seq === null && status === 'FAILED');
    await expect(world.organisation.replayWebhookDelivery(test?.id ?? '')).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('are delivered once, by whichever of two instances comes first', async () => {
    await world.register();
    await world.copies(20);
    world.receiver.answer = (_call, response) => {
      setTimeout(() => response.writeHead(204).end(), 5);
    };
    const instances = [await world.instance(), await world.instance()];
    world.clock.advance(60_000);
    await Promise.all(instances.map((instance) => instance.tick()));
    await expect
      .poll(async () => (await world.outbox()).filter(({ status }) => status === 'WAITING').length)
      .toBe(0);
    for (const instance of instances) await instance.close();
    expect(world.received()).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it('are forgotten with all that waited once they are removed', async () => {
    const { id } = await world.register();
    await world.copies(1);
    expect(await world.organisation.removeWebhook(id)).toBe(true);
    await world.copies(1);
    await world.deliver();
    expect(world.receiver.calls).toEqual([]);
    expect(await world.outbox()).toEqual([]);
    await expect(world.organisation.removeWebhook(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('show their deliveries page by page, the newest first', async () => {
    const { id } = await world.register();
    await world.copies(5);
    const page = (after: string | null) =>
      world.organisation.webhookDeliveries({ webhookId: id, status: null, first: 2, after });
    const first = await page(null);
    await world.copies(1);
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);
    const seqs = [first, second, third].flatMap(({ nodes }) => nodes.map(({ seq }) => seq));
    expect(seqs).toEqual([5, 4, 3, 2, 1]);
    expect([first.totalCount, third.pageInfo.hasNextPage]).toEqual([5, false]);
    await expect(page('no cursor')).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });
});

describe('the time between attempts', () => {
  it('grows fourfold to twelve hours at the most, a fifth more or less, and ends after the last attempt', () => {
    const delays = Array.from({ length: mostAttempts - 1 }, (_, index) => delayAfter(index + 1, 0.5) ?? 0);
    expect(delays.map((delay) => Math.round(delay / 1000))).toEqual([30, 120, 480, 1920, 7680, 30720, 43200]);
    expect([delayAfter(1, 0), delayAfter(1, 1)]).toEqual([24_000, 36_000]);
    expect(delayAfter(mostAttempts, 0.5)).toBeNull();
  });
});
