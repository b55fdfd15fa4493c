import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../platform/clock/clock.ts';
import { createLog } from '../../platform/log/log.ts';
import { officialLanguages } from '../../platform/vocabulary/terms.ts';
import { databases } from '../support/databases.ts';
import { MailServer } from '../support/mail-server.ts';
import { type Asker, everyWorld, World } from '../support/world.ts';
import { returnedMail } from './returned-mail.ts';

const bounceToken = 'a secret of the mail server';
const Accounts = z.object({ accounts: z.array(z.object({ id: z.string(), role: z.string() })) });
const fields = 'id template state account status attempts replyCode enhancedStatus problem endedAt';
const Message = z.object({
  id: z.string(),
  template: z.string(),
  account: z.string().nullable(),
  status: z.string(),
  enhancedStatus: z.string().nullable(),
  problem: z.string().nullable(),
});
const Sent = z.object({ sendTestMessage: Message });
const dashboard = `{ messageDashboard { sending waiting waitingSince statesWithoutReader
  sent: count(status: SENT) kept: count(status: KEPT) bounced: count(status: BOUNCED)
  mailServer { failingSince failures nextAttemptAt problem } } }`;
const Dashboard = z.object({ messageDashboard: z.record(z.string(), z.unknown()) });
const Page = z.object({ nodes: z.array(Message), totalCount: z.number() });

/** The custodian with an account, and so with an address. */
async function custodian(world: World): Promise<Asker> {
  const { accounts } = await world.custodian.get('{ accounts { id role } }', Accounts);
  const subject = accounts.find(({ role }) => role === 'CUSTODIAN')?.id ?? '';
  return world.as({ role: 'custodian', subject });
}

const until = async (holds: () => Promise<boolean>) => {
  for (let tries = 0; tries < 100; tries++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect.unreachable('it did not come to be within ten seconds');
};

const worlds = everyWorld(databases).filter(
  ({ name, arrangement }) => (name === 'SQLite') === (arrangement === 'one process'),
);

describe.each(worlds)('messages of the product, in $arrangement, on $name', ({ make, arrangement }) => {
  let world: World;
  let mail: MailServer;
  let people: Asker;
  const lines: string[] = [];
  beforeAll(async () => {
    mail = await MailServer.start();
    const log = createLog('info', { write: (line) => lines.push(line) });
    world = await World.start(
      make,
      arrangement,
      systemClock,
      {
        SMTP_URL: mail.url,
        MAIL_FROM: 'Directory <directory@un.example>',
        MAIL_BOUNCES_TO: 'bounces@un.example',
        BOUNCE_TOKEN: bounceToken,
      },
      log,
    );
    people = await custodian(world);
  });
  afterAll(async () => {
    await world.stop();
    await mail.close();
  });

  it('arrive by the configured mail server', async () => {
    const { sendTestMessage } = await people.get(`mutation { sendTestMessage { ${fields} } }`, Sent);
    expect(sendTestMessage).toMatchObject({ template: 'messages.test', status: 'SENT', problem: null });
    const [arrived] = mail.arrived;
    expect(arrived).toMatchObject({ to: 'custodian@crosspoint.example', from: 'bounces@un.example' });
    expect(arrived?.messageId).toBe(`<${sendTestMessage.id}@un.example>`);
    expect(arrived?.parsed.text).toContain('Dear Custodian (sample),');
  });

  it('that come back are told by the mail server, shown to the custodian, and sent again at their word', async () => {
    const { sendTestMessage } = await people.get(`mutation { sendTestMessage { ${fields} } }`, Sent);
    const hand = (body: string, token = bounceToken) =>
      fetch(`${world.url}/messages/bounces`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
        body,
      });
    const returned = returnedMail({ id: sendTestMessage.id });
    expect((await hand(returned, 'not the token at all')).status).toBe(404);
    expect(await (await hand('Subject: I am away\r\n\r\nUntil Monday.')).json()).toEqual({ recorded: false });
    expect(await (await hand(returned)).json()).toEqual({ recorded: true });
    expect(await (await hand(returned)).json()).toEqual({ recorded: false });

    const { undeliveredMessages } = await people.get(
      `{ undeliveredMessages { nodes { ${fields} } totalCount } }`,
      z.object({ undeliveredMessages: Page }),
    );
    expect(undeliveredMessages).toMatchObject({
      totalCount: 1,
      nodes: [{ id: sendTestMessage.id, status: 'BOUNCED', enhancedStatus: '5.1.1' }],
    });
    expect(undeliveredMessages.nodes[0]?.problem).toBe(
      '550 5.1.1 <(e-mail)>: Recipient address rejected: User unknown',
    );

    const before = mail.arrived.length;
    await people.get(
      'mutation ($id: ID!) { resendMessage(id: $id) { status } }',
      z.object({ resendMessage: z.object({ status: z.literal('WAITING') }) }),
      { id: sendTestMessage.id },
    );
    await until(async () => mail.arrived.length > before);
    expect(mail.arrived.at(-1)?.messageId).toBe(`<${sendTestMessage.id}@un.example>`);
    const code = await people.refused('mutation ($id: ID!) { resendMessage(id: $id) { id } }', {
      id: sendTestMessage.id,
    });
    expect(code).toBe('CONFLICT');
  });

  it('can be looked at in each language before anybody gets one', async () => {
    const { messageTemplates } = await people.get(
      '{ messageTemplates }',
      z.object({ messageTemplates: z.array(z.string()) }),
    );
    expect(messageTemplates).toContain('messages.test');
    const Preview = z.object({
      previewMessage: z.object({ subject: z.string(), text: z.string(), html: z.string() }),
    });
    const subjects = new Set<string>();
    for (const template of messageTemplates)
      for (const language of officialLanguages) {
        const { previewMessage } = await people.get(
          'query ($template: String!, $language: Language!) { previewMessage(template: $template, language: $language) { subject text html } }',
          Preview,
          { template, language },
        );
        expect(previewMessage.html).toContain(`dir="${language === 'AR' ? 'rtl' : 'ltr'}"`);
        subjects.add(`${template} ${previewMessage.subject}`);
      }
    expect(subjects.size).toBe(messageTemplates.length * officialLanguages.length);
    const unknown = 'query { previewMessage(template: "constructor", language: EN) { subject } }';
    expect(await people.refused(unknown)).toBe('BAD_USER_INPUT');
  });

  it('are shown to the state they are for, and to no other', async () => {
    const query = `query ($state: ID!) { messagesToState(state: $state) { nodes { ${fields} } totalCount } }`;
    const { messagesToState } = await world
      .state('EST')
      .get(query, z.object({ messagesToState: Page }), { state: 'EST' });
    expect(messagesToState.totalCount).toBe(0);
    expect(await world.state('EST').refused(query, { state: 'FIN' })).toBe('FORBIDDEN');
    expect(await people.refused(query, { state: 'EST' })).toBe('FORBIDDEN');
  });

  it('wait while the mail server is away, which the custodian sees, and a test sends them at once', async () => {
    mail.atGreeting = { code: 554, says: 'No service here' };
    const { sendTestMessage } = await people.get(`mutation { sendTestMessage { ${fields} } }`, Sent);
    expect(sendTestMessage.status).toBe('WAITING');
    const { messageDashboard } = await people.get(dashboard, Dashboard);
    expect(messageDashboard).toMatchObject({ sending: 'SMTP', waiting: 1 });
    expect(messageDashboard.mailServer).toMatchObject({ failures: expect.any(Number) });
    expect(JSON.stringify(messageDashboard.mailServer)).toContain('No service here');
    mail.atGreeting = 'take';
    const before = mail.arrived.length;
    await people.get(`mutation { sendTestMessage { ${fields} } }`, Sent);
    await until(async () => mail.arrived.length >= before + 2);
    await until(async () => (await people.get(dashboard, Dashboard)).messageDashboard.mailServer === null);
  });

  it('cannot be tested by somebody whose address nobody knows', async () => {
    expect(await world.custodian.refused('mutation { sendTestMessage { id } }')).toBe('CONFLICT');
  });

  it('leave no address in the log', () => {
    expect(lines.join('')).toContain('message sent');
    expect(lines.join('')).not.toMatch(/custodian@|bounces@|Custodian \(sample\)|\(e-mail\)/);
  });
});

describe.each(worlds)(
  'a development server without a mail server, in $arrangement, on $name',
  ({ make, arrangement }) => {
    let world: World;
    beforeAll(async () => {
      world = await World.start(make, arrangement);
    });
    afterAll(() => world.stop());

    it('keeps messages in its mailbox page, in place of sending them', async () => {
      const people = await custodian(world);
      expect(await (await fetch(`${world.url}/mailbox`)).text()).toContain(
        'No message has been written yet.',
      );
      const { sendTestMessage } = await people.get(`mutation { sendTestMessage { ${fields} } }`, Sent);
      expect(sendTestMessage.status).toBe('KEPT');
      expect((await people.get(dashboard, Dashboard)).messageDashboard).toMatchObject({
        sending: 'MAILBOX',
        kept: 1,
      });

      const list = await fetch(`${world.url}/mailbox`);
      const { origin } = new URL(list.url);
      const listed = await list.text();
      expect(listed).toContain('Test message of the directory');
      expect(listed).toContain('custodian@crosspoint.example');
      expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
      const shown = await (await fetch(`${origin}/mailbox/${sendTestMessage.id}`)).text();
      expect(shown).toContain('Dear Custodian (sample),');
      const html = await fetch(`${origin}/mailbox/${sendTestMessage.id}/html`);
      expect(html.headers.get('content-security-policy')).toMatch(/sandbox.*/);
      expect(html.headers.get('content-security-policy')).not.toContain('script');
      expect(html.headers.get('x-frame-options')).toBe('SAMEORIGIN');
      expect(await html.text()).toContain('<html lang="en"');
      expect((await fetch(`${origin}/mailbox/${'0'.repeat(40)}`)).status).toBe(404);
    });

    it('takes no bounces, for want of a token', async () => {
      const headers = { authorization: 'Bearer null', 'content-type': 'message/rfc822' };
      const answer = await fetch(`${world.url}/messages/bounces`, { method: 'POST', headers, body: 'x' });
      expect(answer.status).toBe(404);
    });

    it('tells the accounts to nobody but the product itself', async () => {
      const ask = async (role: 'custodian' | 'service') =>
        fetch(`${world.url}/oidc/recipients?authorityOf=EST`, {
          headers: { authorization: `Bearer ${await world.token({ role, subject: 'somebody' })}` },
        });
      expect((await ask('custodian')).status).toBe(401);
      expect((await fetch(`${world.url}/oidc/recipients?authorityOf=EST`)).status).toBe(401);
      expect(await (await ask('service')).json()).toMatchObject({
        recipients: [{ email: 'authority@est.example', state: 'EST', authority: true }],
      });
    });
  },
);

describe('a production server without a mail server', () => {
  const [sqlite] = databases;
  let world: World;
  const lines: string[] = [];
  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    const log = createLog('info', { write: (line) => lines.push(line) });
    world = await World.start(sqlite.make, 'one process', systemClock, { NODE_ENV: 'production' }, log);
  });
  afterAll(() => world.stop());

  it('has messages wait, says so to the custodian and in the log, and has no mailbox page', async () => {
    const { messageDashboard } = await world.custodian.get(dashboard, Dashboard);
    expect(messageDashboard).toMatchObject({ sending: 'UNCONFIGURED', waiting: 0 });
    expect(lines.join('')).toContain('SMTP_URL is not set');
    expect((await fetch(`${world.url}/mailbox`)).status).toBe(404);
    expect((await fetch(`${world.url}/mailbox/${'0'.repeat(40)}/html`)).status).toBe(404);
  });
});
