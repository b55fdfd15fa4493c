import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEverything } from '../../gateway/start/everything.ts';
import { createHost, type Host } from '../../gateway/start/host.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { createLog } from '../../platform/log/log.ts';
import { openBrowser } from '../support/browser.ts';

describe('what pages may do in a browser', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-policy-'));
  let host: Host;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    const config = readConfig({ DATA_DIR: folder, PORT: '0', HOST: '127.0.0.1' });
    host = await createHost(config, 0, systemClock, createLog('silent'));
    await startEverything(host);
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  beforeEach(() => {
    complaints = [];
  });
  afterAll(async () => {
    await browser?.close();
    await host?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const policyOf = async (path: string) =>
    (await fetch(`${host.baseUrl}${path}`)).headers.get('content-security-policy') ?? '';

  it.each([
    ['/', 'Crosspoint'],
    ['/samples/?directory=OSCE', 'Invented sample data'],
    ['/samples/osce/_edit?key=EST-POL-1', 'EST-POL-1'],
    ['/samples/osce/_new', 'Add an entry'],
    ['/samples/osce/_edit?key=none', 'no entry'],
  ])('%s shows all it has under its strict policy', async (path, text) => {
    const policy = await policyOf(path);
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/frame-ancestors 'none'/);
    expect(policy).not.toMatch(/unsafe|script-src|\*/);
    await page.goto(`${host.baseUrl}${path}`);
    await page.getByText(text).first().waitFor();
    expect(await page.evaluate('document.styleSheets.length')).toBeGreaterThan(0);
    expect(complaints.filter((line) => !/status of 404/.test(line))).toEqual([]);
  });

  it('the explorer works without any inline script or style, and does not complain', async () => {
    const policy = await policyOf('/graphiql');
    expect(policy).toMatch(/script-src 'self';/);
    expect(policy).not.toMatch(/unsafe/);
    const token = await signToken(host.key, { role: 'custodian', subject: 'c' }, systemClock, 600);
    await page.goto(`${host.baseUrl}/graphiql`);
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .CodeMirror:visible').click();
    await page.keyboard.insertText(JSON.stringify({ authorization: `Bearer ${token}` }));
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.locator('.result-window').getByText('EST-POL-1').waitFor();
    await page.getByRole('button', { name: /documentation explorer/i }).click();
    await page.getByText('Root Types').waitFor();
    await page.getByRole('button', { name: /prettify/i }).click();
    await page.getByRole('button', { name: /settings/i }).click();
    await page.getByRole('dialog').getByText('Theme').waitFor();
    expect(complaints).toEqual([]);
  });

  it('a script that got into a page would not run, nor send anything away', async () => {
    await page.goto(`${host.baseUrl}/samples/`);
    const outcome = await page.evaluate(`(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.stolen = true';
      document.body.append(script);
      const sent = await fetch('/graphql', { method: 'POST' }).then(() => 'sent', () => 'refused');
      return { ran: 'stolen' in window, sent };
    })()`);
    expect(outcome).toEqual({ ran: false, sent: 'refused' });
    expect(complaints.join('\n')).toMatch(/Content Security Policy/);
  });

  it('no page is shown in a frame of another', async () => {
    const frame = await browser.newPage();
    await frame.setContent(`<iframe src="${host.baseUrl}/"></iframe>`);
    await frame.waitForTimeout(500);
    const inner = frame.frames()[1];
    expect(await inner?.content()).not.toContain('global, intergovernmental');
    await frame.close();
  });
});
