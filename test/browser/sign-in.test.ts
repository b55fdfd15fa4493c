import { TOTP } from 'otpauth';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openBrowser } from '../support/browser.ts';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';

const chosen = 'quiet harbour seven maps';

describe('signing in, in a real browser without scripts', () => {
  let world: World;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    const [sqlite] = databases;
    if (!sqlite) throw new Error('no database');
    world = await World.start(sqlite.make);
    browser = await openBrowser();
    const context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
    page.on('console', (message) => complaints.push(message.text()));
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await world.stop();
  });

  const reads = (language: string) => page.setExtraHTTPHeaders({ 'accept-language': language });

  it('goes from an invitation to a second factor and to one’s own account, and out again', async () => {
    await world.custodian.get(
      'mutation { requireSecondFactor(required: true) { secondFactorRequired } }',
      z.unknown(),
    );
    const { inviteAccount } = await world
      .state('EST')
      .get(
        `mutation { inviteAccount(input: { role: CONTACT, name: "Kadri Näidis", email: "kadri@est.example", language: FR }) { link } }`,
        z.object({ inviteAccount: z.object({ link: z.string() }) }),
      );
    await reads('en-GB');
    await page.goto(inviteAccount.link);
    expect(await page.title()).toBe('Bienvenue sur Crosspoint · Crosspoint');
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByLabel('New password').fill(chosen);
    await page.getByLabel('The same again').fill(chosen);
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.getByRole('link', { name: 'Sign in' }).click();

    await page.getByLabel('E-mail address').fill('kadri@est.example');
    await page.getByLabel('Password').fill(chosen);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const picture = await page.getByRole('img', { name: 'QR code of the key below' }).boundingBox();
    expect(picture?.width).toBeGreaterThan(100);
    const key = (await page.locator('code').textContent())?.replaceAll(' ', '') ?? '';
    await page.getByLabel('Code', { exact: true }).fill(new TOTP({ secret: key }).generate());
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'I have kept them' }).waitFor();
    expect(await page.locator('.codes li').count()).toBe(10);
    await page.getByRole('button', { name: 'I have kept them' }).click();

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('My account');
    expect(await page.textContent('body')).toContain('Kadri Näidis');
    await page.getByRole('link', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('You are signed out');
    expect(complaints).toEqual([]);
  }, 60_000);

  it('reads in all six languages, Arabic from right to left, with one label for each field', async () => {
    for (const [locale, title, direction] of [
      ['ar', 'تسجيل الدخول', 'rtl'],
      ['en', 'Sign in', 'ltr'],
      ['es', 'Iniciar sesión', 'ltr'],
      ['fr', 'Se connecter', 'ltr'],
      ['ru', 'Вход', 'ltr'],
      ['zh', '登录', 'ltr'],
    ] as const) {
      await page.context().clearCookies();
      await reads(locale);
      await page.goto(`${world.url}/oidc/account`);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
      expect(await page.locator('html').getAttribute('lang')).toBe(locale);
      const found = await page.evaluate('getComputedStyle(document.documentElement).direction');
      expect(found).toBe(direction);
      for (const field of await page.locator('input:not([type=hidden])').all())
        expect(await page.locator(`label[for="${await field.getAttribute('id')}"]`).count()).toBe(1);
      await page.setViewportSize({ width: 320, height: 640 });
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow, `${locale} on a small screen`).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
  }, 60_000);
});
