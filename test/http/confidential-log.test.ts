import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import SqliteFile from 'better-sqlite3';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../platform/clock/clock.ts';
import { createLog } from '../../platform/log/log.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { World } from '../support/world.ts';
import { bearer, custodian, estonia, post } from './asked.ts';

const person = {
  name: 'Zuzanna Kvapilova',
  email: 'zuzanna.kvapilova@secret.example',
  phone: '+44 1632 960999',
  digits: '441632960999',
};
const forged = 'eyJhbGciOiJFZERTQSJ9.eyJyb2xlIjoiY3VzdG9kaWFuIn0.Zm9yZ2VkLXNpZ25hdHVyZQ';
const password = 'correct-horse-battery';

/** What no log line, error answer or figure may hold, however it was written. */
const forbidden =
  /zuzanna|kvapilova|secret\.example|1632\D?960\D?999|441632960999|correct-horse|Zm9yZ2Vk|eyJ/i;

/** The storage refuses what is written to the contacts, and says with what it was written. */
async function breakContacts(storage: TestStorage): Promise<void> {
  const { location } = storage;
  if (location.kind === 'sqlite') {
    const file = new SqliteFile(join(location.folder, 'directory.sqlite'));
    file.exec('ALTER TABLE contact RENAME TO contact_away');
    file.close();
    return;
  }
  const client = new pg.Client({ connectionString: location.url });
  await client.connect();
  await client.query('ALTER TABLE directory.contact RENAME TO contact_away');
  await client.end();
}

describe.each(databases)('after a session with bad input of all kinds, on $name', ({ make }) => {
  const lines: string[] = [];
  const answers: string[] = [];
  const tokens: string[] = [];
  let world: World;
  let storage: TestStorage;

  beforeAll(async () => {
    const log = createLog('trace', { write: (line) => lines.push(line) });
    const keep = async () => {
      storage = await make();
      return storage;
    };
    world = await World.start(keep, 'a process each', systemClock, { LOG_LEVEL: 'trace' }, log);
    await session();
  });
  afterAll(() => world.stop());

  /** Keeps an answer that is no success, and the head of any. */
  async function note(asked: Promise<Response>): Promise<void> {
    const response = await asked;
    const text = await response.text();
    const head = JSON.stringify([...response.headers]);
    answers.push(head);
    if (response.status >= 400 || text.includes('"errors"')) answers.push(text);
  }

  async function session(): Promise<void> {
    const { url } = world;
    const state = await bearer(world, estonia);
    const all = await bearer(world, custodian);
    tokens.push(state.authorization, all.authorization);
    const create = 'mutation ($s: ID!, $i: ContactInput!) { createContact(state: $s, input: $i) { id } }';
    const input = { function: 'LEGAL', name: person.name, emails: [person.email], phones: [person.phone] };

    await note(post(url, { query: create, variables: { s: 'EST', i: input } }, state));
    for (const i of [
      { ...input, kind: person.name },
      { ...input, emails: [person.email, { at: person.email }] },
      { ...input, [person.digits.replace(/^/, 'f')]: person.phone },
      { ...input, function: person.name },
      { ...input, emails: [`${person.email} or ${person.phone}`] },
      { ...input, phones: [`${person.name} 12`] },
      { ...input, webPage: `javascript:${person.email}` },
    ])
      await note(post(url, { query: create, variables: { s: 'EST', i } }, state));
    await note(post(url, { query: create, variables: { s: person.email, i: input } }, state));
    await note(post(url, { query: `{ contact(id: "${person.email}" { name } }` }, state));
    await note(post(url, { query: `{ contact(id: ["${person.email}", 5]) { name } }` }, state));
    await note(
      post(url, { query: `{ state(iso3: "EST") { contacts(function: "${person.name}") { id } } }` }, state),
    );
    await note(post(url, { query: '{ __typename }', operationName: person.name }, state));
    await note(post(url, { query: person.email, variables: person.phone, extensions: person.name }, state));
    await note(post(url, `{"query": "${person.email}", `, state));
    await note(post(url, `${person.name} ${person.email}`, state));
    await note(post(url, `[${JSON.stringify({ query: person.email })}]`, state));
    await note(post(url, JSON.stringify({ query: `# ${person.email.repeat(40_000)}` }), state));
    await note(post(url, { query: '{ states { iso3 } }' }, { authorization: `Bearer ${forged}` }));
    await note(
      post(
        url,
        { query: '{ states { iso3 } }' },
        { authorization: `Basic ${Buffer.from(`${person.email}:${password}`).toString('base64')}` },
      ),
    );
    await note(post(url, { query: '{ states { iso3 } }' }, { authorization: `${password} ${person.email}` }));
    await note(
      post(
        url,
        { query: '{ states { iso' },
        {
          ...state,
          'x-request-id': person.email,
          'user-agent': person.email,
          referer: `https://${person.email}/`,
          origin: `https://${person.digits}.secret.example`,
          cookie: `token=${forged}; password=${password}`,
          'x-forwarded-for': person.digits,
          'x-forwarded-host': person.email,
        },
      ),
    );
    const asked = encodeURIComponent(`{ contact(id: "${person.email}") { nme } }`);
    for (const path of [
      `/graphql?query=${asked}&access_token=${forged}`,
      `/graphql?query=${asked}&variables=${encodeURIComponent(`{"a": "${person.email}`)}`,
      `/${person.email}?password=${password}`,
      `/%zz/${person.email}`,
      `/graphql/${person.email}`,
      `/samples/${person.email}/_edit?key=${person.digits}`,
    ])
      await note(fetch(`${url}${path}`, { headers: { ...state, 'apollo-require-preflight': 'yes' } }));
    await raw(`GET /${person.email} HTTP/1.1\r\nHost: ${person.email}\r\n\r\n`);
    await raw(`${person.email} ${person.phone}\r\n\r\n`);
    await raw(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\nAuthorization: Bearer ${forged}\r\n\r\n${person.email}`,
    );

    world.server.mount('OSCE', async () => ({
      status: 200,
      headers: { 'content-type': 'application/xml' },
      body: `<contacts><person>${person.name} ${person.email} ${person.phone}`,
    }));
    await note(post(url, { query: 'mutation { pullDirectory(directory: "OSCE") { outcome } }' }, all));

    await breakContacts(storage);
    for (const name of [person.name, `${person.name}\u0000`])
      await note(post(url, { query: create, variables: { s: 'EST', i: { ...input, name } } }, state));
    await note(post(url, { query: `{ contact(id: "${person.email}") { name } }` }, state));
    await note(post(url, { query: '{ state(iso3: "EST") { contacts { name } } }' }, state));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }

  async function raw(text: string): Promise<void> {
    const { hostname, port } = new URL(world.url);
    const socket = connect(Number(port), hostname);
    socket.on('data', (data) => answers.push(data.toString()));
    socket.on('error', () => undefined);
    socket.end(text);
    await once(socket, 'close');
  }

  it('the log holds nothing of a person, no token and no password, at its most talkative', () => {
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.some((line) => line.includes('unexpected error'))).toBe(true);
    expect(lines.filter((line) => forbidden.test(line))).toEqual([]);
    for (const token of tokens) expect(lines.join('\n')).not.toContain(token.slice(-40));
  });

  it('no error answer does, nor anything of the inside', () => {
    expect(answers.length).toBeGreaterThan(30);
    expect(answers.filter((answer) => forbidden.test(answer))).toEqual([]);
    const inside =
      /\bat \/|node_modules|\.ts:\d|SELECT |INSERT |QueryFailed|no such table|relation "|sqlite|postgres|ECONN|stacktrace/i;
    expect(answers.filter((answer) => inside.test(answer))).toEqual([]);
  });

  it('nor do the figures', async () => {
    for (const url of [world.url, ...world.partUrls]) {
      const text = await (await fetch(`${url}/metrics`)).text();
      expect(text).toMatch(/http_request_duration_seconds/);
      expect(text).not.toMatch(forbidden);
    }
  });
});
