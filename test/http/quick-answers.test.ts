import { createConnection } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createLog, type Log } from '../../platform/log/log.ts';
import type { World } from '../support/world.ts';
import { bearer, estonia, post, startOnSqlite } from './asked.ts';

// A text that was asked some times is answered before Fastify reads its request; all else is handed over to it.

const query = '{ state(iso3: "EST") { name } }';
const often = 4;
let world: World | undefined;
afterEach(() => world?.stop());

async function started(variables: Readonly<Record<string, string>> = {}, log?: Log) {
  const opened = await startOnSqlite(variables, 'one process', log);
  world = opened;
  const headers = { ...(await bearer(opened, estonia)), accept: 'application/json' };
  return { url: opened.url, headers };
}

/** Sends raw text. @returns what came back until the other side was silent for a moment */
async function talk(url: string, ...parts: string[]): Promise<string> {
  const { port } = new URL(url);
  const socket = createConnection({ host: '127.0.0.1', port: Number(port) });
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk;
  });
  for (const part of parts) {
    socket.write(part);
    await setTimeout(60);
  }
  await setTimeout(200);
  socket.destroy();
  return heard;
}

describe('a request whose text is known', () => {
  it('has the same answer and the same headers as before it was known', async () => {
    const { url, headers } = await started();
    const answers = [];
    for (let time = 0; time < often; time++) {
      const answer = await post(url, { query }, headers);
      const { date: _date, 'x-request-id': id, ...same } = Object.fromEntries(answer.headers);
      expect(id).toMatch(/^[\da-f-]{36}$/);
      answers.push({ status: answer.status, same, text: await answer.text() });
    }
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]?.same['content-security-policy']).toContain("default-src 'none'");
  });

  it('counts once, in the metrics, in the log and towards the limits', async () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    const { url, headers } = await started({ RATE_LIMIT_ACCOUNT: '10' }, log);
    const id = '0123456789abcdef0123456789abcdef';
    const own = { ...headers, 'x-request-id': id };
    const figure = async () => {
      const page = await (await fetch(`${url}/metrics`)).text();
      const name = 'http_request_duration_seconds_count{method="POST",route="/graphql",status="200"}';
      const line = page.split('\n').find((each) => each.startsWith(name));
      return Number(line?.split(' ').at(-1) ?? 0);
    };
    const before = await figure();
    const statuses: number[] = [];
    for (let time = 0; time < 12; time++) {
      // Every third is not known yet.
      const text = time % 3 === 0 ? `${query} # ${time}` : query;
      const answer = await post(url, { query: text }, own);
      expect(answer.headers.get('x-request-id')).toBe(id);
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
    expect((await figure()) - before).toBe(10);
    const logged = lines.filter((line) => line.includes(id) && line.includes('"msg":"request"'));
    expect(logged).toHaveLength(12);
    for (const line of logged) expect(line).toMatch(/"method":"POST","route":"\/graphql","status":(200|429)/);
  });

  it('is read however it comes, and forgotten where its sender goes away', async () => {
    const { url, headers } = await started();
    const body = JSON.stringify({ query });
    for (let time = 0; time < often; time++) await post(url, { query }, headers);
    const head = `POST /graphql HTTP/1.1\r\nhost: localhost\r\nauthorization: ${headers.authorization}\r\n`;
    const sized = `${head}content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
    const dripped = await talk(url, sized, body.slice(0, 9), body.slice(9));
    expect(dripped).toContain('200 OK');
    expect(dripped).toContain('Estonia');
    const pipelined = await talk(url, `${sized}${body}${sized}${body}`);
    expect(pipelined.match(/Estonia/g)).toHaveLength(2);
    const chunked = `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`;
    const inChunks = await talk(url, `${chunked}${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
    expect(inChunks).toContain('Estonia');
    for (let time = 0; time < 5; time++) await talk(url, sized, body.slice(0, 9));
    expect((await post(url, { query }, headers)).status).toBe(200);
  });

  const bodies = [
    '{"query":"{ __typename }","variables":{"__proto__":{"a":1}}}',
    '{"query":"{ __typename }","variables":{"\\u005f_proto__":{"a":1}}}',
    '{"query":"{ __typename }","constructor":{"prototype":{}}}',
    '{"query":"{ __typename }"',
    '[{"query":"{ __typename }"}]',
    '',
    'null',
  ];
  it('that is no question is refused as ever', async () => {
    const { url, headers } = await started();
    for (let time = 0; time < often; time++) await post(url, { query: '{ __typename }' }, headers);
    for (const body of bodies) {
      const quick = await post(url, body, headers);
      // A content type that is read by Fastify alone.
      const slow = await post(url, body, { ...headers, 'content-type': 'application/json; a=b' });
      expect([body, quick.status, await quick.text()]).toEqual([body, slow.status, await slow.text()]);
      expect([body, quick.status]).toEqual([body, 400]);
    }
  });
});
