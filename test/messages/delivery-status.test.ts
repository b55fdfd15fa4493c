import { describe, expect, it } from 'vitest';
import { readDeliveryStatus } from '../../platform/outbox/delivery-status.ts';
import { returnedMail } from './returned-mail.ts';

const id = 'a1'.repeat(20);
const read = (text: string) => readDeliveryStatus(Buffer.from(text));

describe('a message that came back', () => {
  it.each(['envelope', 'headers', 'whole message'] as const)(
    'is known again by its %s, with what the mail server said',
    async (names) => {
      expect(await read(returnedMail({ id, names }))).toEqual({
        id,
        action: 'FAILED',
        enhancedStatus: '5.1.1',
        diagnostic: '550 5.1.1 <desk@est.example>: Recipient address rejected: User unknown',
      });
    },
  );

  it('is read however it is encoded', async () => {
    expect(await read(returnedMail({ id, encoding: 'base64' }))).toMatchObject({ id, action: 'FAILED' });
    expect(await read(returnedMail({ id }).replaceAll('\r\n', '\n'))).toMatchObject({ id });
  });

  it('may only be late', async () => {
    expect(await read(returnedMail({ id, action: 'Delayed', status: '4.4.1' }))).toMatchObject({
      action: 'DELAYED',
      enhancedStatus: '4.4.1',
    });
  });

  it.each([
    ['a good delivery', returnedMail({ id, action: 'delivered', status: '2.0.0' })],
    ['about a message of somebody else', returnedMail({ id: 'x@elsewhere' })],
    ['about a message that it does not name', returnedMail({ id, names: 'nothing' })],
    [
      'an automatic reply',
      `From: a@est.example\r\nSubject: Away\r\nIn-Reply-To: <${id}@un.example>\r\n\r\nI am away.`,
    ],
    ['nothing', ''],
    ['no message at all', '\u0000\u0001--edge\r\n'.repeat(50)],
  ])('is none where it is %s', async (_what, text) => {
    expect(await read(text)).toBeNull();
  });
});
