import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock/clock.ts';
import { signingKey } from '../../platform/identity/signing-key.ts';
import { signToken } from '../../platform/identity/tokens.ts';
import { openBrowser } from '../support/browser.ts';
import { Product } from '../support/product.ts';

describe('in the browser', () => {
  let folder: string;
  let product: Product;
  let browser: Browser;
  let page: Page;
  const asked: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-browser-'));
    product = await Product.start({ DATA_DIR: folder });
    browser = await openBrowser();
    page = await browser.newPage();
    page.on('request', (request) => asked.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });
  afterAll(async () => {
    await browser?.close();
    await product?.end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });

  it('the first page says what this is and leads to the explorer', async () => {
    await page.goto(product.url);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Crosspoint');
    await page.getByRole('link', { name: 'GraphQL explorer' }).click();
    await page.waitForURL('**/graphiql');
  });

  it('the explorer runs a query with a token, and asks nobody outside', async () => {
    const token = await signToken(
      await signingKey(folder),
      { role: 'custodian', subject: 'c' },
      systemClock,
      600,
    );
    const headers = JSON.stringify({ authorization: `Bearer ${token}` });
    await page.goto(`${product.url}/graphiql`);
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .CodeMirror:visible').click();
    await page.keyboard.insertText(headers);
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.locator('.result-window').getByText('EST-POL-1').waitFor();
    expect(asked.filter((url) => !url.startsWith(product.url) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('an entry changed in the sample console is followed after a pull', async () => {
    await page.goto(`${product.url}/samples/?directory=OSCE&search=estonia`);
    expect(await page.getByRole('note').textContent()).toMatch(/Invented sample data/);
    await page.getByRole('link', { name: 'Edit EST-POL-1' }).click();
    await page.getByLabel('phone', { exact: true }).fill('+372 000 0177');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('status').textContent()).toMatch(/npm run pull -- OSCE/);

    const custodian = { role: 'custodian', subject: 'c' } as const;
    const token = await signToken(await signingKey(folder), custodian, systemClock, 600);
    const answer = await fetch(`${product.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: 'mutation { pullDirectory(directory: "OSCE") { outcome changed } }' }),
    });
    expect(await answer.json()).toEqual({ data: { pullDirectory: { outcome: 'CHANGED', changed: 1 } } });
    expect(complaints).toEqual([]);
  });
});
