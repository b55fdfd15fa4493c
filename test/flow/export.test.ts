import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ICAL from 'ical.js';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fetchExport } from '../../gateway/export.ts';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';

const states = ['EST', 'FIN', 'LTU', 'LVA', 'NOR', 'SWE'];
const creating = `mutation ($state: ID!, $input: ContactInput!) { createContact(state: $state, input: $input) { id } }`;
const contact = {
  function: 'TECHNICAL',
  kind: 'OFFICE',
  entity: 'CERT',
  emails: ['desk@cert.example'],
  phones: ['+44 1632 960001 (24/7)'],
};

// Each database once, and each arrangement.
const worlds = everyWorld(databases).filter((_world, index) => index % 3 === 0);

describe.each(worlds)("leaving with one's data ($name, $arrangement)", ({ make, arrangement }) => {
  let world: World;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'crosspoint-export-'));
    world = await World.start(make, arrangement);
    for (const iso3 of states)
      await world.state(iso3).get(creating, z.unknown(), {
        state: iso3,
        input: {
          ...contact,
          entity: `CERT of ${iso3}; "A", B`,
          emails: [`desk@${iso3.toLowerCase()}.example`],
        },
      });
  }, 120_000);
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const token = (iso3: string) =>
    world.token({ role: 'state', subject: `authority of ${iso3}`, state: iso3 });
  const get = async (path: string, bearer: string | null) =>
    fetch(`${world.url}${path}`, { headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` } });

  it('is one file of every format, with the contacts of all states, that says the same when it is imported', async () => {
    const bearer = await token('EST');
    const Formats = z.object({
      contactFormats: z.array(z.object({ format: z.string(), mediaType: z.string(), path: z.string() })),
    });
    const { contactFormats } = await world
      .state('EST')
      .get('{ contactFormats { format mediaType path } }', Formats);
    const counts: Record<string, number> = {};
    for (const { format, mediaType, path } of contactFormats) {
      const response = await get(path, bearer);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe(mediaType);
      expect(response.headers.get('cache-control')).toBe('no-store');
      const text = await response.text();
      counts[format] =
        format === 'VCARD'
          ? ICAL.parse(text).length
          : format === 'CSV'
            ? Papa.parse(text.trim(), { header: true }).data.length
            : z.array(z.unknown()).parse(format === 'JSON' ? JSON.parse(text).contacts : JSON.parse(text))
                .length;
      const own = await (await get(`${path}?state=EST`, bearer)).text();
      const Preview = z.object({
        previewImport: z.object({ unchanged: z.number(), errors: z.number(), rows: z.array(z.unknown()) }),
      });
      const { previewImport } = await world
        .state('EST')
        .get(
          'query ($input: ImportContactsInput!) { previewImport(input: $input) { unchanged errors rows { row } } }',
          Preview,
          { input: { state: 'EST', file: Buffer.from(own).toString('base64') } },
        );
      expect(previewImport, format).toMatchObject({ unchanged: 1, errors: 0, rows: [{}] });
    }
    expect(counts).toEqual({ VCARD: 6, JSCONTACT: 6, CSV: 6, JSON: 6 });
  });

  it('is narrowed to states and a function, and refused where it cannot be', async () => {
    const bearer = await token('EST');
    const csv = await (
      await get('/export/contacts.csv?state=EST,fin&state=NOR&function=technical', bearer)
    ).text();
    expect(
      Papa.parse<{ state: string }>(csv.trim(), { header: true }).data.map(({ state }) => state),
    ).toEqual(['EST', 'FIN', 'NOR']);
    for (const [path, status] of [
      ['/export/contacts.csv?state=XXX', 400],
      ['/export/contacts.csv?function=MILITARY', 400],
      ['/export/contacts.csv?cursor=1', 400],
      ['/export/contacts.exe', 404],
    ] as const)
      expect((await get(path, bearer)).status, path).toBe(status);
  });

  it('is for those who may read contacts, and every one that leaves is recorded before it does', async () => {
    expect((await get('/export/contacts.vcf', null)).status).toBe(401);
    expect((await get('/export/contacts.vcf', 'no token')).status).toBe(401);
    const organisation = await world.token({
      role: 'organisation',
      subject: 'service of OSCE',
      directory: 'OSCE',
    });
    expect((await get('/export/contacts.vcf', organisation)).status).toBe(403);
    await (await get('/export/contacts.vcf?state=LTU', await token('LVA'))).text();
    const Readings = z.object({
      state: z.object({
        readings: z.object({
          nodes: z.array(
            z.object({
              subject: z.string(),
              operation: z.string(),
              through: z.array(z.string()),
              contacts: z.array(z.string()),
            }),
          ),
        }),
      }),
    });
    const { state } = await world
      .state('LTU')
      .get(
        '{ state(iso3: "LTU") { readings(first: 1) { nodes { subject operation through contacts } } } }',
        Readings,
      );
    expect(state.readings.nodes).toMatchObject([
      {
        subject: 'authority of LVA',
        operation: 'query exportContacts',
        through: ['export'],
        contacts: [expect.anything()],
      },
    ]);
  });

  it('is written to a file by a command, whole or not at all', async () => {
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, `${await token('EST')}\n`);
    const out = join(folder, 'contacts.vcf');
    const from = { url: world.url, tokenFile, format: 'vcard', states: ['EST', 'FIN'], function: null };
    await fetchExport({ ...from, out });
    expect(readFileSync(out, 'utf8').match(/BEGIN:VCARD/g)).toHaveLength(2);
    expect(statSync(out).mode & 0o077, 'only for who wrote it').toBe(0);
    await expect(fetchExport({ ...from, out: join(folder, 'none'), states: ['XXX'] })).rejects.toThrow(
      'Member State',
    );
    writeFileSync(tokenFile, 'no token');
    await expect(fetchExport({ ...from, out: join(folder, 'none') })).rejects.toThrow(/token/i);
    expect(() => statSync(join(folder, 'none'))).toThrow();
  });

  it('has a calendar of reviews behind a secret link, until that is revoked, and no contact details in it', async () => {
    const Opened = z.object({
      createCalendarFeed: z.object({ path: z.string(), feed: z.object({ id: z.string() }) }),
    });
    const authority = world.state('EST');
    const { createCalendarFeed } = await authority.get(
      'mutation { createCalendarFeed(state: "EST", language: FR) { path feed { id language } } }',
      Opened,
    );
    const { path, feed } = createCalendarFeed;
    const response = await get(path, null);
    expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    const text = await response.text();
    const calendar = new ICAL.Component(ICAL.parse(text));
    expect(calendar.getAllSubcomponents('vevent')).toHaveLength(1);
    expect(text).toContain('Technique');
    for (const detail of ['CERT', 'desk', '1632']) expect(text).not.toContain(detail);
    expect((await get('/calendar/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ics', null)).status).toBe(404);
    await authority.get('mutation ($id: ID!) { revokeCalendarFeed(id: $id) }', z.unknown(), {
      id: feed.id,
    });
    expect((await get(path, null)).status).toBe(404);
  });
});
