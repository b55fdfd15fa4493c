import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registry } from '../../adapters/registry.ts';
import { SampleServer } from './sample-server.ts';

let server: SampleServer;
beforeEach(async () => {
  server = await SampleServer.start();
});
afterEach(() => server.stop());

describe('the sample console', () => {
  it('says that its data is invented, needs no script and asks no other address', async () => {
    const answer = await server.get('/samples/');
    const html = await answer.text();
    expect(html).toContain('Invented sample data');
    expect(html).toContain('<html lang="en">');
    expect(html).not.toMatch(/<script|https?:\/\/(?![^<"]*\.example)/);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await server.get('/samples/_style.css')).headers.get('content-type')).toContain('text/css');
  });

  it('finds entries by country, also without diacritics', async () => {
    const html = await (await server.get('/samples/?directory=OSCE&search=turkiye')).text();
    expect(html).toContain('TUR-POL-1');
    expect(html).not.toContain('EST-POL-1');
  });

  it.each(registry.map(({ code }) => code))(
    'has an edit form of every field of %s, each with its label',
    async (code) => {
      const [entry] = await server.entries(code);
      const html = await (await server.get(`/samples/${code.toLowerCase()}/_edit?key=${entry?.key}`)).text();
      const fields = Object.keys(entry?.fields ?? {});
      expect([...html.matchAll(/<textarea/g)]).toHaveLength(fields.length);
      for (const name of fields) expect(html).toContain(`>${name}</label>`);
    },
  );

  it('saves a form, says what to do next, and the source shows the change', async () => {
    const values = { key: 'EST-POL-1', 'field:email': 'one@mfa.ee.example\r\ntwo@mfa.ee.example' };
    const answer = await server.form('/samples/osce/_change', values);
    expect(answer.status).toBe(303);
    const html = await (await server.get(answer.headers.get('location') ?? '')).text();
    expect(html).toContain('Saved EST-POL-1.');
    expect(html).toContain('npm run pull -- OSCE');
    const xml = await (await server.feed()).text();
    expect(xml).toContain('<email>one@mfa.ee.example</email>\n    <email>two@mfa.ee.example</email>');
  });

  it('escapes whatever an entry holds, in the page and in the feed', async () => {
    const name = `<b>"O'Neill" & co</b>`;
    await server.post('/samples/osce/_change', { key: 'IRL-POL-1', fields: { name } });
    const html = await (await server.get('/samples/?directory=OSCE&search=IRL')).text();
    expect(html).not.toContain('<b>');
    const saved = await (await server.get('/samples/?saved=<b>x</b>&search=<b>')).text();
    expect(saved).not.toContain('<b>');
    expect(await (await server.feed()).text()).toContain('&#60;b&#62;');
  });

  it.each<Record<string, string>>([
    { origin: 'https://elsewhere.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('takes no edit from another site: %o', async (headers) => {
    const answer = await server.form('/samples/osce/_remove', { key: 'EST-POL-1' }, headers);
    expect(answer.status).toBe(403);
    expect((await server.entries('OSCE')).some(({ key }) => key === 'EST-POL-1')).toBe(true);
  });

  it('takes the edits of its own pages', async () => {
    const headers = { origin: server.base, 'sec-fetch-site': 'same-origin' };
    expect((await server.form('/samples/osce/_remove', { key: 'EST-POL-1' }, headers)).status).toBe(303);
  });

  it.each([
    ['_change', { key: 'NOBODY', fields: { name: 'x' } }, 404],
    ['_change', { key: 'EST-POL-1', fields: { shoeSize: '42' } }, 400],
    ['_change', { key: 'EST-POL-1', fields: { level: 'HIGH' } }, 400],
    ['_change', { key: 'EST-POL-1', fields: { changedOn: '2026-01-01' } }, 400],
    ['_change', { key: 'EST-POL-1', fields: { name: 'a\u0000b' } }, 400],
    ['_change', ['not an edit'], 400],
    ['_remove', {}, 404],
    ['_add', { fields: {} }, 400],
  ])('refuses %s of %o', async (action, body, status) => {
    const before = await server.entries('OSCE');
    const answer = await server.post(`/samples/osce/${action}`, body);
    expect(answer.status).toBe(status);
    expect(await answer.json()).toHaveProperty('error');
    expect(await server.entries('OSCE')).toEqual(before);
  });
});

describe('what was edited', () => {
  it.each([
    ['ARF', 'SGP-1', 'Remarks'],
    ['OAS', 'OAS-CHL-0001', 'full_name'],
    ['OSCE', 'EST-POL-1', 'title'],
  ])('is still there after a restart: %s', async (code, key, field) => {
    await server.post(`/samples/${code.toLowerCase()}/_change`, { key, fields: { [field]: 'Changed' } });
    const before = await server.entries(code);
    server = await server.restart();
    expect(await server.entries(code)).toEqual(before);
    expect(before.find((entry) => entry.key === key)?.fields[field]).toBe('Changed');
    expect(readdirSync(server.folder)).toContain(`${code.toLowerCase()}.json`);
  });

  it('is still there where an earlier version kept it, and called it rows', async () => {
    const file = join(server.folder, 'arf.json');
    await server.post('/samples/arf/_change', { key: 'SGP-1', fields: { Remarks: 'Changed' } });
    const before = await server.entries('ARF');
    const { entries, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...rest, rows: entries }));
    server = await server.restart();
    expect(await server.entries('ARF')).toEqual(before);
  });

  it('is not thrown away where the file is broken: the error says to delete it', async () => {
    writeFileSync(join(server.folder, 'osce.json'), '{"changedAt": "2026');
    await expect(server.restart()).rejects.toThrow(/osce\.json cannot be read\. Delete it/);
    writeFileSync(join(server.folder, 'osce.json'), '[]');
    await expect(SampleServer.start(server.folder)).rejects.toThrow(/Delete it/);
  });
});
