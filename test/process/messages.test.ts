import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../platform/clock/clock.ts';
import { signingKey } from '../../platform/identity/signing-key.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { freePort } from '../support/free-port.ts';
import { MailServer } from '../support/mail-server.ts';
import { Product } from '../support/product.ts';

const messages = 3;

describe('a product that is killed while it hands messages over', () => {
  let folder: string;
  let mail: MailServer;
  let product: Product | undefined;
  let variables: Record<string, string>;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-messages-'));
    mail = await MailServer.start();
    variables = {
      DATA_DIR: folder,
      SMTP_URL: mail.url,
      MAIL_FROM: 'directory@un.example',
      PORT: String(await freePort()),
    };
  });
  afterEach(async () => {
    await product?.end('SIGKILL');
    await mail.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const tokenOf = async (subject: string) =>
    signToken(await signingKey(folder), { role: 'custodian', subject }, systemClock, 600);

  async function ask<T>(token: string, query: string, shape: z.ZodType<T>): Promise<T> {
    const response = await fetch(`${product?.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    });
    return z.object({ data: shape }).parse(await response.json()).data;
  }

  it('has sent one message for each event once it has run again, whenever it was killed', async () => {
    product = await Product.start(variables);
    const Accounts = z.object({ accounts: z.array(z.object({ id: z.string(), role: z.string() })) });
    const { accounts } = await ask(await tokenOf('anybody'), '{ accounts { id role } }', Accounts);
    const custodian = accounts.find(({ role }) => role === 'CUSTODIAN')?.id ?? '';
    const token = await tokenOf(custodian);

    // The mail server has taken the message, and nobody hears its yes any more.
    let deaths = 1;
    mail.atData = () => {
      if (deaths === 0) return 'take';
      deaths -= 1;
      void product?.end('SIGKILL');
      return 'take';
    };
    for (let sent = 0; sent < messages; sent++) {
      const test = ask(token, 'mutation { sendTestMessage { status } }', z.unknown());
      const died = await test.then(
        () => false,
        () => true,
      );
      if (!died) continue;
      await product.end('SIGKILL');
      product = await Product.start(variables);
    }
    expect(deaths).toBe(0);

    const Dashboard = z.object({ messageDashboard: z.object({ waiting: z.number(), sent: z.number() }) });
    const dashboard = () =>
      ask(token, '{ messageDashboard { waiting sent: count(status: SENT) } }', Dashboard);
    for (let tries = 0; (await dashboard()).messageDashboard.waiting > 0; tries++) {
      expect(tries).toBeLessThan(150);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect((await dashboard()).messageDashboard.sent).toBe(messages);
    expect(mail.shown).toHaveLength(messages);
    // What SMTP cannot prevent: the mail server got them again, under the same Message-ID.
    expect(mail.arrived.length).toBeGreaterThan(messages);
    expect(mail.arrived.length).toBeLessThanOrEqual(messages + 1);
  }, 120_000);
});
