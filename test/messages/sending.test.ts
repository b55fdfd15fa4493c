import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { outboxFigures } from '../../platform/outbox/figures.ts';
import { enqueueMessage } from '../../platform/outbox/outbox.ts';
import { OutboxEventRow, OutboxMessageRow } from '../../platform/outbox/rows.ts';
import { databases } from '../support/databases.ts';
import { MailServer } from '../support/mail-server.ts';
import { authority, OutboxWorld } from './outbox-world.ts';

const day = 24 * 3_600_000;

describe.each(databases)('messages by a mail server, on $name', ({ make }) => {
  let world: OutboxWorld;
  beforeAll(async () => {
    world = await OutboxWorld.start(make);
  });
  afterAll(() => world.stop());
  beforeEach(() => {
    world.people.push(
      authority('EST'),
      authority('EST', { subject: 'second', email: 'second@est.example', language: 'RU' }),
      authority('EST', { subject: 'desk', email: 'desk@est.example', authority: false }),
      authority('CAN', { language: 'FR' }),
    );
  });
  afterEach(async () => {
    world.people.length = 0;
    world.mail.arrived.length = 0;
    Object.assign(world.mail, {
      atGreeting: 'take',
      atSender: 'take',
      atRecipient: () => 'take',
      atData: () => 'take',
    });
    world.accountsAnswer = true;
    await world.database.write(async (manager) => {
      for (const row of [OutboxMessageRow, OutboxEventRow, 'outbox_relay'])
        await manager.createQueryBuilder().delete().from(row).execute();
    });
  });

  it('go to each active authority of the state, in their language, and to nobody else', async () => {
    expect(await world.enqueue('told/EST', { authorityOf: 'EST' })).toBe(true);
    await world.send();
    expect(world.mail.arrived.map(({ to }) => to).sort()).toEqual([
      'authority@est.example',
      'second@est.example',
    ]);
    const [russian] = world.mail.to('second@est.example');
    expect(russian?.parsed.subject).toBe('Пробное сообщение реестра');
    expect(russian?.parsed.headers.get('content-language')).toBe('ru');
    expect(russian?.parsed.headers.get('auto-submitted')).toBe('auto-generated');
    expect(russian?.parsed.from?.value).toMatchObject([
      { address: 'directory@un.example', name: 'Directory of points of contact' },
    ]);
    expect(russian?.from).toBe('bounces@un.example');
    expect(russian?.parsed.text).toContain('Здравствуйте, Authority of EST!');
    expect(russian?.parsed.html).toContain('<html lang="ru" dir="ltr">');
    expect((await world.messages()).map(({ status }) => status)).toEqual(['SENT', 'SENT']);
  });

  it('are one for each event, however often it is enqueued or sent', async () => {
    await world.enqueue('once', { subject: 'desk' });
    expect(await world.enqueue('once', { authorityOf: 'CAN' })).toBe(false);
    await world.send();
    expect(await world.enqueue('once', { subject: 'desk' })).toBe(false);
    await world.sendAll();
    expect(world.mail.arrived.map(({ to }) => to)).toEqual(['desk@est.example']);
  });

  it('are not sent where what they tell of did not come to be', async () => {
    const undone = world.database.write(async (manager) => {
      await enqueueMessage(manager, world.clock, {
        event: 'undone',
        to: { subject: 'desk' },
        template: 'messages.test',
        values: { at: world.clock.now() },
      });
      throw new Error('It was refused.');
    });
    await expect(undone).rejects.toThrow('refused');
    await world.sendAll();
    expect(world.mail.arrived).toEqual([]);
    expect(await world.enqueue('undone', { subject: 'desk' })).toBe(true);
  });

  it('wait and go again later where the mail server refuses them for now, and then arrive', async () => {
    let refusals = 2;
    world.mail.atRecipient = () =>
      refusals-- > 0 ? { code: 451, says: '4.7.1 Greylisted, <desk@est.example> come back' } : 'take';
    await world.enqueue('greylisted', { subject: 'desk' });
    await world.send();
    const waiting = await world.message();
    expect(waiting).toMatchObject({
      status: 'WAITING',
      attempts: 1,
      reply_code: 451,
      enhanced_status: '4.7.1',
    });
    const delay = Date.parse(waiting.next_attempt_at ?? '') - world.clock.now().getTime();
    expect(delay).toBeGreaterThanOrEqual(48_000);
    expect(delay).toBeLessThanOrEqual(72_000);
    await world.send();
    expect((await world.message()).attempts).toBe(1);
    await world.sendAll();
    expect(await world.message()).toMatchObject({ status: 'SENT', attempts: 3 });
    expect(world.mail.arrived).toHaveLength(1);
  });

  it('are given up after five days of refusals, not before', async () => {
    world.mail.atData = () => ({ code: 452, says: '4.2.2 mailbox full' });
    await world.enqueue('full', { subject: 'desk' });
    await world.send();
    for (let days = 1; days < 5; days++) {
      world.clock.advance(day);
      await world.send();
      expect((await world.message()).status, `after ${days} days`).toBe('WAITING');
    }
    world.clock.advance(day);
    await world.send();
    expect(await world.message()).toMatchObject({ status: 'FAILED', attempts: 6, reply_code: 452 });
  });

  it('fail at once where the mail server refuses them for good; the custodian sees it, and no address', async () => {
    world.mail.atRecipient = (to) =>
      to.startsWith('desk') ? { code: 550, says: '5.1.1 <desk@est.example> no such user' } : 'take';
    await world.enqueue('nobody there', { subject: 'desk' });
    await world.enqueue('somebody there', { authorityOf: 'CAN' });
    await world.send();
    const [failed, sent] = await world.messages();
    expect(failed).toMatchObject({
      status: 'FAILED',
      reply_code: 550,
      enhanced_status: '5.1.1',
      state: 'EST',
      next_attempt_at: null,
    });
    expect(failed?.problem).toContain('no such user');
    expect(failed?.problem).not.toContain('desk@');
    expect(sent?.status).toBe('SENT');
    expect((await outboxFigures(world.database)).counts.get('FAILED')).toBe(1);
    expect(world.logged.join('')).not.toMatch(/desk@|authority@|Authority of/);
  });

  it.each([
    [
      'is not there',
      async () => world.mail.close(),
      async () => {
        world.mail = await MailServer.start(world.mail.port);
      },
    ],
    [
      'says nothing',
      async () => {
        world.mail.atGreeting = 'hang';
      },
      async () => {
        world.mail.release();
        world.mail.atGreeting = 'take';
      },
    ],
    [
      'turns everybody away',
      async () => {
        world.mail.atGreeting = { code: 554, says: 'No service' };
      },
      async () => {
        world.mail.atGreeting = 'take';
      },
    ],
    [
      'does not know the sender',
      async () => {
        world.mail.atSender = { code: 550, says: '5.7.1 Who are you?' };
      },
      async () => {
        world.mail.atSender = 'take';
      },
    ],
  ])('wait for a mail server that %s, however long, and none is lost', async (_what, fails, mends) => {
    await fails();
    await world.enqueue('outage/1', { subject: 'desk' });
    await world.enqueue('outage/2', { authorityOf: 'EST' });
    for (let round = 0; round < 4; round++) {
      await world.send();
      world.clock.advance(3 * day);
    }
    const { relay, waitingSince } = await outboxFigures(world.database);
    expect(relay?.failures).toBe(4);
    expect(relay?.failingSince).toBe(waitingSince);
    expect(relay?.problem).not.toBe('');
    expect((await world.messages()).map(({ status }) => status)).toEqual(['WAITING', 'WAITING', 'WAITING']);
    await mends();
    await world.sendAll();
    expect(world.mail.arrived.map(({ to }) => to).sort()).toEqual([
      'authority@est.example',
      'desk@est.example',
      'second@est.example',
    ]);
    expect((await outboxFigures(world.database)).relay).toBeNull();
  });

  it('leave a mail server that is down in peace for a while', async () => {
    world.mail.atGreeting = { code: 421, says: 'Too busy' };
    await world.enqueue('busy', { subject: 'desk' });
    await world.send();
    await world.send();
    expect((await world.message()).attempts).toBe(1);
    world.mail.atGreeting = 'take';
    world.clock.advance(30 * 60_000);
    await world.send();
    expect(world.mail.arrived).toHaveLength(1);
  });

  it('are the same message again where the mail server took it and the line broke before its yes', async () => {
    let drops = 1;
    world.mail.atData = () => (drops-- > 0 ? 'drop' : 'take');
    await world.enqueue('cut', { subject: 'desk' });
    await world.sendAll();
    expect(world.mail.arrived).toHaveLength(2);
    expect(world.mail.shown).toHaveLength(1);
    const [first, second] = world.mail.arrived.map(({ parsed }) => [
      parsed.subject,
      parsed.date,
      parsed.text,
    ]);
    expect(second).toEqual(first);
  });

  it('do not wait behind one at which the mail server hangs', async () => {
    world.mail.atRecipient = (to) => (to.startsWith('desk') ? 'hang' : 'take');
    await world.enqueue('poison', { subject: 'desk' });
    await world.send();
    await world.enqueue('sound', { authorityOf: 'CAN' });
    world.clock.advance(60_000);
    await world.send();
    world.clock.advance(60_000);
    await world.send();
    expect(world.mail.to('authority@can.example')).toHaveLength(1);
  });

  it('do not go to who was the authority when it happened and is not when it is sent', async () => {
    world.mail.atRecipient = () => ({ code: 451, says: 'later' });
    await world.enqueue('handed over', { authorityOf: 'CAN' });
    await world.send();
    world.people.splice(
      0,
      world.people.length,
      authority('CAN', { authority: false }),
      authority('CAN', { subject: 'new', email: 'new@can.example' }),
    );
    world.mail.atRecipient = () => 'take';
    await world.sendAll();
    expect(world.mail.arrived).toEqual([]);
    expect((await world.message()).status).toBe('CANCELLED');
  });

  it('go to the address that somebody has by then', async () => {
    await world.enqueue('moved', { subject: 'desk' });
    world.mail.atGreeting = { code: 421, says: 'later' };
    await world.send();
    world.people.splice(
      0,
      world.people.length,
      authority('EST', { subject: 'desk', email: 'moved@est.example' }),
    );
    world.mail.atGreeting = 'take';
    await world.sendAll();
    expect(world.mail.arrived.map(({ to }) => to)).toEqual(['moved@est.example']);
  });

  it('wait for a state to have an authority, for a week', async () => {
    await world.enqueue('empty chair', { authorityOf: 'KEN' });
    await world.enqueue('empty chair for good', { authorityOf: 'PER' });
    await world.send();
    world.clock.advance(2 * day);
    await world.send();
    expect((await outboxFigures(world.database)).statesWithoutReader).toEqual(['KEN', 'PER']);
    world.people.push(authority('KEN'));
    world.clock.advance(day);
    await world.send();
    expect(world.mail.arrived.map(({ to }) => to)).toEqual(['authority@ken.example']);
    world.clock.advance(5 * day);
    await world.send();
    world.people.push(authority('PER'));
    world.clock.advance(day);
    await world.send();
    expect(world.mail.arrived).toHaveLength(1);
    expect((await outboxFigures(world.database)).statesWithoutReader).toEqual(['PER']);
  });

  it('wait where the accounts cannot be asked', async () => {
    world.accountsAnswer = false;
    await world.enqueue('unknown', { subject: 'desk' });
    await world.send();
    expect(await world.messages()).toEqual([]);
    world.accountsAnswer = true;
    await world.send();
    expect(world.mail.arrived).toHaveLength(1);
  });

  it('are not sent after the time they were of use for', async () => {
    const tomorrow = new Date(world.clock.now().getTime() + day);
    world.mail.atRecipient = () => ({ code: 451, says: 'later' });
    await world.enqueue('tried in vain', { subject: 'desk' }, tomorrow);
    await world.send();
    await world.enqueue('never tried', { authorityOf: 'KEN' }, tomorrow);
    world.clock.advance(2 * day);
    world.people.push(authority('KEN'));
    world.mail.atRecipient = () => 'take';
    await world.sendAll();
    expect(world.mail.arrived).toEqual([]);
    expect((await world.message()).status).toBe('CANCELLED');
  });

  it('go to somebody without an account too', async () => {
    await world.enqueue('guest', {
      email: 'märi@näide.example',
      name: 'Märi "M" <x>\r\nBcc: all@example.org',
      language: 'AR',
      state: 'EST',
    });
    await world.send();
    const [mail] = world.mail.arrived;
    expect(mail?.to).toBe('märi@näide.example');
    expect(mail?.parsed.bcc).toBeUndefined();
    expect(mail?.parsed.html).toContain('dir="rtl"');
  });

  it('are sent once where two instances send at the same time', async () => {
    for (let number = 0; number < 12; number++) await world.enqueue(`both/${number}`, { subject: 'desk' });
    await Promise.all([world.send(), world.send(), world.send()]);
    await world.sendAll();
    expect(world.mail.arrived).toHaveLength(12);
    expect(world.mail.shown).toHaveLength(12);
  });
});
