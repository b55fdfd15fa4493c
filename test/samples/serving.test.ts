import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import readWorkbook from 'read-excel-file/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openZip } from '../../platform/workbook/zip.ts';
import { SampleServer } from './sample-server.ts';

let server: SampleServer;
beforeEach(async () => {
  server = await SampleServer.start();
});
afterEach(() => server.stop());

async function sheetsOf(answer: Response) {
  return readWorkbook(Buffer.from(await answer.arrayBuffer()));
}

describe('the ARF workbook', () => {
  const path = '/samples/arf/workbook.xlsx';

  it('has title lines, a header of two rows, merged countries, a hidden row and a second sheet', async () => {
    const answer = await server.get(path);
    expect(answer.headers.get('content-type')).toContain('spreadsheetml.sheet');
    expect(Date.parse(answer.headers.get('last-modified') ?? '')).toBe(server.now.getTime());
    const bytes = Buffer.from(await answer.arrayBuffer());
    const sheet = Buffer.from(openZip(bytes, 1e7).file('xl/worksheets/sheet1.xml') ?? []).toString('utf8');
    expect([...sheet.matchAll(/<row [^>]*hidden="1"/g)]).toHaveLength(1);
    expect(sheet).toContain('<mergeCell ref="C5:H5"/>');
    const sheets = await readWorkbook(bytes);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['PoC Directory', 'Notes']);
    const rows = sheets[0]?.data ?? [];
    const header = rows.findIndex((row) => row.some((cell) => cell === 'High-Level Point of Contact'));
    expect(header).toBeGreaterThan(2);
    expect(rows[header + 1]).toContain('MINISTRY / AGENCY');
    const body = rows.slice(header + 2);
    const text = body.flat().join('\n');
    for (const quirk of [
      'TBC',
      'TBD',
      'N/A',
      'nil',
      '-',
      'same as above',
      'ditto',
      '(856-21) 000 101',
      'ext. 12',
      '(F)',
      'H.E.',
      'Dr.',
      'Lt. Col.',
      ' / ',
      '; ',
      'Mar-26',
      '15 March 2026',
      'Lao PDR',
      'DPRK',
      'ROK',
      'EU',
      'USA',
      'Brunei',
      'Vietnam',
      'Viet Nam',
    ])
      expect(text).toContain(quirk);
    expect(body.flat().some((cell) => cell instanceof Date)).toBe(true);
    // A continuation row has no country of its own; an office row no name.
    expect(body.some((row) => row[1] === null && row[10] !== null)).toBe(true);
    expect(body.some((row) => row[1] !== null && row[8] === null && row[13] !== null)).toBe(true);
  });

  it('answers 304 to its ETag, and another ETag exactly when the content changes', async () => {
    const etag = (await server.get(path)).headers.get('etag') ?? '';
    server.now = new Date('2026-11-21T08:00:00Z');
    expect((await server.get(path)).headers.get('etag')).toBe(etag);
    const same = await server.get(path, { 'if-none-match': etag });
    expect(same.status).toBe(304);
    expect(await same.text()).toBe('');

    await server.post('/samples/arf/_change', {
      key: 'SGP-1',
      fields: { 'High-Level Tel': '+65 0000 0102' },
    });
    const changed = await server.get(path, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect(JSON.stringify(await sheetsOf(changed))).toContain('+65 0000 0102');

    await server.post('/samples/arf/_change', {
      key: 'SGP-1',
      fields: { 'High-Level Tel': '+65 0000 0101' },
    });
    expect((await server.get(path)).headers.get('etag')).toBe(etag);
  });

  it('spells out "same as above" where the row above is removed', async () => {
    await server.post('/samples/arf/_remove', { key: 'MYS-1' });
    const left = (await server.entries('ARF')).find(({ key }) => key === 'MYS-2');
    expect(left?.fields['Working-Level Fax']).toBe('+60 3 0000 0112');
  });

  it('puts a further agency below its country, and never gives a key twice', async () => {
    const add = {
      fields: { 'Participating Country': 'Japan', 'Working-Level Ministry/Agency': 'Cabinet Office' },
    };
    expect(await (await server.post('/samples/arf/_add', add)).json()).toMatchObject({ key: 'JPN-2' });
    const keys = (await server.entries('ARF')).map(({ key }) => key);
    expect(keys.indexOf('JPN-2')).toBe(keys.indexOf('JPN-1') + 1);
    await server.post('/samples/arf/_remove', { key: 'JPN-2' });
    expect(await (await server.post('/samples/arf/_add', add)).json()).toMatchObject({ key: 'JPN-3' });
  });
});

describe('the OAS API', () => {
  it('gives a token for its client credentials only, and the token expires', async () => {
    const refused = await server.form(
      '/samples/oas/oauth/token',
      { grant_type: 'client_credentials' },
      { authorization: 'Basic eDp5' },
    );
    expect(refused.status).toBe(401);
    const { access_token, expires_in } = await server.token();
    server.now = new Date(server.now.getTime() + (expires_in - 1) * 1000);
    expect((await server.movements('since=0&limit=1', access_token)).data).toHaveLength(1);
    server.now = new Date(server.now.getTime() + 1000);
    await expect(server.movements('since=0&limit=1', access_token)).rejects.toThrow('401');
    await expect(server.movements('since=0&limit=1', 'never-given')).rejects.toThrow('401');
  });

  it('pages its movements in order of their ids, and refuses a limit over 200', async () => {
    const all = (await server.movements('limit=200')).data;
    const paged: number[] = [];
    for (let since = 0, more = true; more; ) {
      const page = await server.movements(`since=${since}&limit=7`);
      expect(page.data.length).toBeLessThanOrEqual(7);
      paged.push(...page.data.map(({ id }) => id));
      since = page.next;
      more = page.has_more;
    }
    expect(paged).toEqual(all.map(({ id }) => id));
    expect(paged).toEqual([...new Set(paged)].sort((a, b) => a - b));
    const end = await server.movements(`since=${paged.at(-1)}`);
    expect(end).toEqual({ data: [], next: paged.at(-1), has_more: false });
    await expect(server.movements('limit=201')).rejects.toThrow('400');
  });

  it('has corrections, replacements in either order, nulls, missing fields and doubly encoded rows', async () => {
    const all = (await server.movements('limit=200')).data;
    const of = (point: string) =>
      all.filter(({ point_id }) => point_id === point).map(({ action }) => action);
    expect(of('OAS-ARG-0002')).toEqual(['NOMINATION', 'NOMINATION']);
    const place = (point: string, action: string) =>
      all.findLastIndex((movement) => movement.point_id === point && movement.action === action);
    expect(place('OAS-BRB-0002', 'REMOVAL')).toBeLessThan(place('OAS-BRB-0003', 'NOMINATION'));
    expect(place('OAS-URY-0003', 'NOMINATION')).toBeLessThan(place('OAS-URY-0002', 'REMOVAL'));
    expect(all.some(({ telephone }) => telephone === null)).toBe(true);
    expect(all.some(({ languages }) => languages === null)).toBe(true);
    expect(all.some((movement) => movement.action === 'NOMINATION' && !('telephone' in movement))).toBe(true);
    expect(all.map(({ country }) => country)).toEqual(
      expect.arrayContaining(['MÃ©xico', 'Estados Unidos', 'Brasil', 'Trinidad and Tobago']),
    );
    const removal = all.find(({ action }) => action === 'REMOVAL') ?? {};
    expect(Object.keys(removal).sort()).toEqual(
      ['action', 'category', 'country', 'id', 'note_date', 'note_verbale_ref', 'point_id'].sort(),
    );
  });

  it('appends: no movement is ever rewritten', async () => {
    const before = (await server.movements('limit=200')).data;
    await server.post('/samples/oas/_change', { key: 'OAS-CHL-0002', fields: { telephone: '' } });
    await server.post('/samples/oas/_remove', { key: 'OAS-PER-0002' });
    const added = await server.post('/samples/oas/_add', {
      fields: { country: 'Perú', category: 'CYBER_POLICY', email: 'x@y.example' },
    });
    expect(await added.json()).toMatchObject({ key: 'OAS-PER-0003' });
    const after = (await server.movements('limit=200')).data;
    expect(after.slice(0, before.length)).toEqual(before);
    const last = before.at(-1)?.id ?? 0;
    expect(after.slice(before.length)).toMatchObject([
      {
        id: last + 1,
        point_id: 'OAS-CHL-0002',
        action: 'NOMINATION',
        telephone: null,
        note_date: '20/11/2026',
      },
      { id: last + 2, point_id: 'OAS-PER-0002', action: 'REMOVAL' },
      { id: last + 3, point_id: 'OAS-PER-0003', action: 'NOMINATION', country: 'Perú' },
    ]);
  });
});

describe('the OSCE feed', () => {
  it('asks for its bearer token', async () => {
    expect((await server.get('/samples/osce/feed.xml')).status).toBe(401);
    expect((await server.feed({ authorization: 'Bearer other' })).status).toBe(401);
  });

  it('states its own count, and the time in Vienna', async () => {
    const xml = await (await server.feed()).text();
    const count = [...xml.matchAll(/<contactPoint /g)].length;
    expect(xml).toContain(
      `complete="true" count="${count}" generated="20.11.2026 23:30" timezone="Europe/Vienna"`,
    );
    for (const quirk of [
      '<name withheld="restricted"/>',
      '<phone withheld="restricted"/>',
      'xml:lang="ru"',
      '<phone24x7>',
      '<pgpFingerprint>',
      '>Turkey<',
      '>Türkiye<',
      '>Czech Republic<',
      '>Czechia<',
      '>Holy See<',
      '>Republic of Moldova<',
      '>Bosnia-Herzegovina<',
      'rank="alternate"',
    ])
      expect(xml).toContain(quirk);
    const points = xml.split('</contactPoint>');
    expect(points.some((point) => point.includes('<functionalEmail>') && !point.includes('<name'))).toBe(
      true,
    );
  });

  it('answers 304 to its ETag until the content changes, and packs on request', async () => {
    const first = await server.feed({ 'accept-encoding': 'identity' });
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('content-encoding')).toBeNull();
    server.now = new Date('2026-11-25T08:00:00Z');
    expect((await server.feed({ 'if-none-match': etag })).status).toBe(304);
    expect((await server.feed({ 'if-none-match': `"other", ${etag}` })).status).toBe(304);
    expect(gunzipSync(await packed(server)).toString('utf8')).toBe(await first.text());
    await server.post('/samples/osce/_change', { key: 'EST-POL-1', fields: { phone: '+372 000 0199' } });
    expect((await server.feed({ 'if-none-match': etag })).status).toBe(200);
  });

  it('dates a change today, in Vienna, unless it says otherwise', async () => {
    await server.post('/samples/osce/_change', { key: 'EST-POL-1', fields: { phone: '+372 000 0199' } });
    await server.post('/samples/osce/_change', {
      key: 'EST-TEC-1',
      fields: { title: 'Head', changedOn: '01.10.2026' },
    });
    const entries = new Map((await server.entries('OSCE')).map(({ key, fields }) => [key, fields]));
    expect(entries.get('EST-POL-1')).toMatchObject({ changedOn: '20.11.2026', notifiedOn: '20.11.2026' });
    expect(entries.get('EST-TEC-1')).toMatchObject({ changedOn: '01.10.2026', notifiedOn: '20.11.2026' });
  });

  it('never gives the id of a removed contact point to another', async () => {
    await server.post('/samples/osce/_remove', { key: 'EST-POL-1' });
    const add = {
      fields: { participatingState: 'Estonia', level: 'POLICY', functionalEmail: 'a@b.example' },
    };
    expect(await (await server.post('/samples/osce/_add', add)).json()).toMatchObject({ key: 'EST-POL-2' });
  });
});

/** The feed as it comes packed: fetch would unpack it. */
function packed(from: SampleServer): Promise<Buffer> {
  const headers = { authorization: 'Bearer sample-osce-token', 'accept-encoding': 'gzip' };
  return new Promise((resolve, reject) => {
    const sent = request(`${from.base}/samples/osce/feed.xml`, { headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve(Buffer.concat(parts)));
    });
    sent.on('error', reject);
    sent.end();
  });
}
