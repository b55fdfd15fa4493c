import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgetContents } from '../../platform/outbox/forget-contents.ts';
import { recordDeliveryStatus } from '../../platform/outbox/record-delivery-status.ts';
import { resendMessage } from '../../platform/outbox/resend.ts';
import { OutboxEventRow } from '../../platform/outbox/rows.ts';
import { databases } from '../support/databases.ts';
import { authority, OutboxWorld } from './outbox-world.ts';

const day = 24 * 3_600_000;

describe.each(databases)('a message that came back, on $name', ({ make }) => {
  let world: OutboxWorld;
  beforeAll(async () => {
    world = await OutboxWorld.start(make);
    world.people.push(authority('EST'));
  });
  afterAll(() => world.stop());

  const returned = (id: string, action: 'FAILED' | 'DELAYED') =>
    world.database.write((manager) =>
      recordDeliveryStatus(
        manager,
        { id, action, enhancedStatus: '5.1.1', diagnostic: '550 <authority@est.example> unknown' },
        world.clock.now(),
      ),
    );
  const resend = (id: string) =>
    world.database.write((manager) => resendMessage(manager, id, world.clock.now()));
  const contents = async () => {
    const events = await world.database.read((manager) => manager.find(OutboxEventRow));
    return events.filter(({ content }) => content !== null).length;
  };

  it('counts as undelivered, can be sent again, and is forgotten after a month', async () => {
    await world.enqueue('returned', { authorityOf: 'EST' });
    await world.send();
    const { id } = await world.message();
    expect(await returned(id, 'DELAYED')).toBe(true);
    expect(await world.message()).toMatchObject({ status: 'SENT', enhanced_status: '5.1.1' });
    expect(await returned(id, 'FAILED')).toBe(true);
    expect(await world.message()).toMatchObject({ status: 'BOUNCED', problem: '550 <(e-mail)> unknown' });
    expect(await returned(id, 'FAILED')).toBe(false);

    world.people.splice(0, 1, authority('EST', { email: 'mended@est.example' }));
    expect(await resend(id)).toMatchObject({ status: 'WAITING' });
    await expect(resend(id)).rejects.toThrow('failed or bounced');
    await world.send();
    expect(world.mail.arrived.map(({ to }) => to)).toEqual(['authority@est.example', 'mended@est.example']);
    expect(world.mail.shown).toHaveLength(1);

    world.clock.advance(20 * day);
    expect(await returned(id, 'FAILED')).toBe(true);
    world.clock.advance(20 * day);
    await forgetContents(world);
    expect(await contents()).toBe(1);
    world.clock.advance(11 * day);
    await forgetContents(world);
    expect(await contents()).toBe(0);
    expect(await world.message()).toMatchObject({ status: 'BOUNCED', problem: null });
    await expect(resend(id)).rejects.toThrow('no longer kept');
    expect(await world.enqueue('returned', { authorityOf: 'EST' })).toBe(false);
  });

  it('is none of ours where it was never sent', async () => {
    expect(await returned('f'.repeat(40), 'FAILED')).toBe(false);
    await expect(resend('f'.repeat(40))).rejects.toThrow('no such message');
  });

  it('does not take away what still waits', async () => {
    await world.enqueue('waits', { authorityOf: 'PER' });
    world.clock.advance(60 * day);
    await forgetContents(world);
    expect(await contents()).toBe(1);
  });
});
