import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../test/support/clock.ts';
import { type FaultyServer, faultyServer } from '../../test/support/faults.ts';
import { credentials, json, OasApi } from '../../test/support/oas-api.ts';
import type { Resume } from '../contract.ts';
import { openOas } from './source.ts';

let server: FaultyServer;
let clock: TestClock;
let api: OasApi;
beforeEach(async () => {
  server = await faultyServer();
  clock = new TestClock();
  api = new OasApi(clock);
  server.mount('oas', async (request) => api.handle(request));
});
afterEach(() => server.close());

const open = (settings: typeof credentials | null = credentials) =>
  openOas(server.url('oas'), settings, { clock, userAgent: 'crosspoint-test' });
const never = new AbortController().signal;
const read = (since: Resume | null = null) => open().read(since, never);

describe('an access token', () => {
  it('is used for all pages and all reads until it is about to expire', async () => {
    api.largestPage = 2;
    const source = open();
    await source.read(null, never);
    clock.advance(200_000);
    await source.read({ cursor: '3' }, never);
    expect(api.tokens).toBe(1);
    clock.advance(100_000);
    await source.read({ cursor: '3' }, never);
    expect(api.tokens).toBe(2);
    expect(api.refusals).toBe(0);
  });

  it('that the API ends early is replaced in the middle of a read', async () => {
    const source = open();
    await source.read(null, never);
    api.revoked.add('token-1');
    expect(await source.read({ cursor: '3' }, never)).toMatchObject({ kind: 'complete' });
    expect(api.tokens).toBe(2);
  });

  it('is given by a server that takes credentials as they are, too', async () => {
    api.knowsPlainBasicAlone = true;
    expect(await read()).toMatchObject({ kind: 'complete' });
  });

  it('that is refused again ends the read, by a name to look at', async () => {
    api.revokeAll = true;
    await expect(read()).rejects.toThrow(/OAS_CLIENT_ID/);
  });

  it('that is refused again in the middle leaves what was read, and the name to look at', async () => {
    api.largestPage = 2;
    api.instead.set('2', json(401, {}));
    expect(await read()).toMatchObject({
      kind: 'incomplete',
      resume: { cursor: '2' },
      reason: expect.stringMatching(/OAS_CLIENT_ID.*OAS_CLIENT_SECRET/),
    });
    expect(api.tokens).toBe(2);
  });

  it('is fetched once for two reads at once', async () => {
    const source = open();
    await Promise.all([source.read(null, never), source.read(null, never)]);
    expect(api.tokens).toBe(1);
  });

  it('is not to be had with wrong credentials, or with none', async () => {
    const wrong = open({ clientId: 'x', clientSecret: 'y' });
    await expect(wrong.read(null, never)).rejects.toThrow(
      /refused the client credentials.*OAS_CLIENT_SECRET/,
    );
    await expect(open(null).read(null, never)).rejects.toThrow(/Set OAS_CLIENT_ID and OAS_CLIENT_SECRET/);
  });
});
