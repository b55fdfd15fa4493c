import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { documentFileName } from '../../subgraphs/directory/submissions/document-file-name.ts';
import { documentTypeOf } from '../../subgraphs/directory/submissions/document-type.ts';
import { authority, custodian } from '../directory/directory-world.ts';
import { databases } from '../support/databases.ts';
import { storedBytes } from '../support/stored-bytes.ts';
import { zipOf } from '../support/workbooks.ts';
import { everyWorld, World } from '../support/world.ts';
import { law } from './offices.ts';
import { pdf, SubmissionWorld } from './submission-world.ts';

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const wordDocument = (type = `${word}.document.main+xml`, more: Record<string, string> = {}) =>
  zipOf({
    '[Content_Types].xml': `<Types><Override PartName="/word/document.xml" ContentType="${type}"/></Types>`,
    'word/document.xml': '<w:document/>',
    ...more,
  });

describe('what a document is', () => {
  it.each([
    ['a PDF', pdf, 'application/pdf'],
    ['a JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0x10]), 'image/jpeg'],
    ['a PNG', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), 'image/png'],
    ['a TIFF of either order', Buffer.from('MM\0*', 'latin1'), 'image/tiff'],
    ['a TIFF of the other', Buffer.from('II*\0', 'latin1'), 'image/tiff'],
    ['a Word document', wordDocument(), `${word}.document`],
    [
      'a Word document with macros',
      wordDocument('application/vnd.ms-word.document.macroEnabled.main+xml'),
      null,
    ],
    ['one with macros that says it has none', wordDocument(undefined, { 'word/vbaProject.bin': 'x' }), null],
    ['another archive', zipOf({ 'a.txt': 'a' }), null],
    ['a damaged archive', Buffer.from('PK\x03\x04 and nothing'), null],
    ['a page of the web', Buffer.from('<html><script>alert(1)</script>'), null],
    ['a drawing that may hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
    ['nothing', Buffer.alloc(0), null],
  ])('is told by its content: %s', (_what, octets, type) => {
    expect(documentTypeOf(octets)).toBe(type);
  });

  it.each([
    [{ name: 'note.pdf', mediaType: 'application/pdf' }, 'note.pdf', 'note.pdf'],
    [{ name: 'note.html', mediaType: 'application/pdf' }, 'note.pdf', 'note.pdf'],
    [
      { name: 'Нота "7".png', mediaType: 'image/png' },
      '____ _7_.png',
      '%D0%9D%D0%BE%D1%82%D0%B0%20%227%22.png',
    ],
    [{ name: '..', mediaType: 'image/jpeg' }, 'document.jpg', 'document.jpg'],
  ])('is saved under a name that ends as what it is: %o', (given, plain, encoded) => {
    expect(documentFileName(given)).toEqual({ plain, encoded });
  });
});

describe.each(databases)('the document of a note, on $name', ({ make }) => {
  let world: SubmissionWorld;
  beforeAll(async () => {
    world = await SubmissionWorld.start(make);
  });
  afterAll(() => world.stop());
  beforeEach(() => world.begin());

  const read =
    'query ($id: ID!) { submissionDocument(submission: $id) { content document { name sha256 } } }';

  it('is kept sealed, whole, and read by the state’s authority and the custodian alone', async () => {
    const large = Buffer.concat([pdf, Buffer.alloc(600_000, 'secret of state ')]);
    const document = await world.uploads(large, 'Note of Anna Näide.pdf');
    const { id } = await world.enters([{ add: law }], { document });
    for (const caller of [world.authority, custodian])
      expect((await world.ask(caller, read, { id })).data).toEqual({
        submissionDocument: {
          content: large.toString('base64'),
          document: {
            name: 'Note of Anna Näide.pdf',
            sha256: createHash('sha256').update(large).digest('hex'),
          },
        },
      });
    expect((await world.ask(authority('NOR'), read, { id })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await world.ask(null, read, { id })).errors).toMatchObject([{ code: 'UNAUTHENTICATED' }]);
    const stored = await storedBytes(world.storage.location);
    for (const open of [
      'secret of state',
      large.toString('base64').slice(100, 200),
      'Note of Anna',
      'law@mfa',
      'NV 12',
    ])
      expect(stored).not.toContain(open);
  });

  it('counts as a reading of the state’s contact details, as do the changes', async () => {
    const { id } = await world.enters([{ add: law }]);
    await world.ask(custodian, read, { id });
    await world.submission(id, custodian);
    const query =
      'query ($iso3: ID!) { state(iso3: $iso3) { readings { nodes { subject through contacts } } } }';
    const Reading = z.object({
      subject: z.string(),
      through: z.array(z.string()),
      contacts: z.array(z.string()),
    });
    const shape = z.object({ state: z.object({ readings: z.object({ nodes: z.array(Reading) }) }) });
    const { state } = await world.get(world.authority, query, shape, { iso3: world.iso3 });
    const ofThis = state.readings.nodes.filter(({ contacts }) => contacts.includes(id));
    expect(ofThis).toHaveLength(3);
  });

  it('goes after a day where no submission names it', async () => {
    const document = await world.uploads();
    world.clock.advance(25 * 60 * 60 * 1000);
    await world.attend();
    const input = await world.input([{ add: law }], { document });
    expect(await world.refused(custodian, 'enter', { input })).toMatchObject({ field: 'input.document' });
  });

  it.each([
    ['what is no Base64', 'JVBERi0=\n'],
    ['what is of no kind that is kept', Buffer.from('<html>').toString('base64')],
    ['more than is kept', 'A'.repeat(6_700_000)],
    ['nothing', ''],
  ])('is refused where it is %s', async (_what, content) => {
    expect(await world.refused(custodian, 'upload', { name: 'note', content })).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'content',
    });
  });

  it('is asked for one or two at a time', async () => {
    const { id } = await world.enters([{ add: law }]);
    const three = [1, 2, 3].map((n) => `d${n}: submissionDocument(submission: "${id}") { content }`);
    expect((await world.ask(world.authority, `{ ${three.join(' ')} }`)).errors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: 'id' },
    ]);
  });
});

describe.each(everyWorld(databases.slice(0, 1)))('the document as a file ($name, $arrangement)', (given) => {
  let world: World;
  beforeAll(async () => {
    world = await World.start(given.make, given.arrangement);
  }, 120_000);
  afterAll(() => world.stop());

  const Uploaded = z.object({ id: z.string(), mediaType: z.string(), bytes: z.number(), sha256: z.string() });
  const sent = async (body: Uint8Array, caller = custodian, name = 'note.pdf') =>
    fetch(`${world.url}/submissions/documents?name=${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await world.token(caller)}`, 'content-type': 'text/html' },
      body: Uint8Array.from(body),
    });

  it('comes as it is, larger than a request otherwise may be, and goes back as a file to save', async () => {
    const large = Buffer.concat([pdf, Buffer.alloc(3_000_000, 7)]);
    const response = await sent(large);
    expect(response.status).toBe(201);
    const document = Uploaded.parse(await response.json());
    expect(document).toMatchObject({ mediaType: 'application/pdf', bytes: large.length });
    const { enterSubmission } = await world.custodian.get(
      'mutation ($input: SubmissionInput!) { enterSubmission(input: $input) { id document { path } } }',
      z.object({ enterSubmission: z.object({ id: z.string(), document: z.object({ path: z.string() }) }) }),
      { input: { state: 'EST', reference: 'NV 1', document: document.id, acts: [{ add: law }] } },
    );
    const { path } = enterSubmission.document;
    const get = async (caller = authority('EST')) =>
      fetch(`${world.url}${path}`, { headers: { authorization: `Bearer ${await world.token(caller)}` } });
    const file = await get();
    expect(file.status).toBe(200);
    expect(Buffer.from(await file.arrayBuffer()).equals(large)).toBe(true);
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="note.pdf"; filename*=UTF-8''note.pdf`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'no-store',
    });
    expect((await get(authority('NOR'))).status).toBe(404);
    expect((await fetch(`${world.url}${path}`)).status).toBe(401);
  });

  it('is refused to others, of another kind, too large, and without a name', async () => {
    expect((await sent(pdf, authority('EST'))).status).toBe(403);
    expect((await sent(Buffer.from('<html>'))).status).toBe(400);
    expect((await sent(Buffer.alloc(5_000_001))).status).toBe(413);
    expect((await sent(pdf, custodian, '')).status).toBe(400);
    expect(
      (await fetch(`${world.url}/submissions/documents?name=a`, { method: 'POST', body: 'x' })).status,
    ).toBe(401);
  });
});
