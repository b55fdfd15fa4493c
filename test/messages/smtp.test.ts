import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mail, Sending } from '../../platform/outbox/sending.ts';
import { attemptOf, smtpSending } from '../../platform/outbox/smtp.ts';
import { MailServer } from '../support/mail-server.ts';
import { from } from './outbox-world.ts';

const mail: Mail = {
  id: 'a1'.repeat(20),
  to: { name: 'Mari', address: 'mari@est.example' },
  date: new Date('2027-03-01T09:00:00Z'),
  language: 'EN',
  subject: 'Review',
  text: 'It is due.\n',
  html: '<p>It is due.</p>',
};

function deliver(
  url: string,
  given: Partial<Mail> = {},
  patience = { greeting: 500, silence: 500, whole: 1_000 },
) {
  const sending: Sending = smtpSending({ url, from, bouncesTo: 'bounces@un.example' }, patience);
  if (sending.kind !== 'smtp') throw new Error('no mail server');
  return sending.deliver({ ...mail, ...given }, new AbortController().signal);
}

describe('a message to a mail server', () => {
  let server: MailServer;
  beforeAll(async () => {
    server = await MailServer.start();
  });
  afterAll(() => server.close());

  it('is text and HTML, with the Message-ID and the date that it always has', async () => {
    expect(await deliver(server.url)).toEqual({ kind: 'sent' });
    expect(server.arrived[0]?.parsed).toMatchObject({
      messageId: `<${mail.id}@un.example>`,
      date: mail.date,
      subject: 'Review',
      text: 'It is due.\n',
      html: '<p>It is due.</p>',
    });
  });

  it('goes to a machine elsewhere by TLS alone', async () => {
    const elsewhere = await MailServer.start(0, '127.0.0.2');
    const attempt = await deliver(elsewhere.url);
    expect(attempt.kind).toBe('unreachable');
    expect(elsewhere.arrived).toEqual([]);
    await elsewhere.close();
  });

  it('is cut short where the mail server takes longer than it may, at whatever step', async () => {
    server.atData = () => 'hang';
    expect(await deliver(server.url, {}, { greeting: 500, silence: 5_000, whole: 300 })).toMatchObject({
      kind: 'unreachable',
    });
    server.release();
    server.atData = () => 'take';
  });

  it('is refused for good where nobody could be written to by its address', async () => {
    const to = { name: '', address: 'mari@est.example>\r\nRCPT TO:<all@example.org' };
    expect(await deliver(server.url, { to })).toMatchObject({ kind: 'refused', forGood: true });
    expect(server.to('all@example.org')).toEqual([]);
  });
});

describe("a mail server's answer", () => {
  it.each([
    [{ command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 no' }, 'refused', true],
    [{ command: 'DATA', responseCode: 554, response: '554-5.7.1 spam' }, 'refused', true],
    [{ command: 'RCPT TO', responseCode: 452, response: '452 later' }, 'refused', false],
    [{ command: 'DATA', responseCode: 421, response: '421 closing' }, 'unreachable', null],
    [{ command: 'MAIL FROM', responseCode: 550, response: '550 not you' }, 'unreachable', null],
    [{ command: 'AUTH PLAIN', code: 'EAUTH', responseCode: 535 }, 'unreachable', null],
    [{ command: 'CONN', code: 'ETIMEDOUT' }, 'unreachable', null],
    [{ code: 'ECONNREFUSED' }, 'unreachable', null],
  ])('%o', (given, kind, forGood) => {
    const attempt = attemptOf(Object.assign(new Error('said'), given));
    expect(attempt.kind).toBe(kind);
    expect(attempt.kind === 'refused' ? attempt.forGood : null).toBe(forGood);
  });

  it('may be anything at all', () => {
    expect(attemptOf('thrown')).toMatchObject({ kind: 'unreachable' });
    expect(attemptOf(undefined)).toMatchObject({ kind: 'unreachable' });
  });
});
