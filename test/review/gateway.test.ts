import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';

const [sqlite] = databases;

describe('the gateway, with the directory in another process', () => {
  let world: World;
  beforeAll(async () => {
    if (!sqlite) throw new Error('no database');
    world = await World.start(sqlite.make, 'a process each');
  });
  afterAll(async () => {
    await world.stop();
  });

  it('has the page behind a reminder’s link, and says where a link is none', async () => {
    const page = await fetch(`${world.url}/review/${'a'.repeat(43)}`, {
      headers: { 'accept-language': 'fr' },
    });
    expect(page.status).toBe(404);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).toContain('Ce lien n’existe pas.');
    expect((await fetch(`${world.url}/review/pages.css`)).headers.get('content-type')).toContain('text/css');
  });

  it('gives what a link shows to nobody by the API', async () => {
    const query = '{ reviewLink(secret: "aaaaaaaaaaaaaaaaaaaaaaaa") { iso3 } }';
    for (const asker of [world.custodian, world.state('EST'), world.contact('EST')])
      expect(await asker.refused(query)).toBe('FORBIDDEN');
  });
});
