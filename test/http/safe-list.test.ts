import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestOf, readSafeList } from '../../gateway/http/safe-list.ts';
import type { World } from '../support/world.ts';
import { bearer, custodian, errorsOf, estonia, post, startOnSqlite } from './asked.ts';

const documents = `
  # What the portal asks.
  query Names($first: ID!) { state(iso3: $first) { ...Name } }
  query All { states { ...Name } }
  fragment Name on State { iso3 name }
`;

describe('where operations are safe-listed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'crosspoint-safe-'));
  const file = join(folder, 'operations.json');
  const manifest = manifestOf([parse(documents)]);
  let world: World;
  let authorization: Record<string, string>;
  beforeAll(async () => {
    writeFileSync(file, JSON.stringify(manifest));
    world = await startOnSqlite({ SAFE_LISTED_OPERATIONS: file });
    authorization = await bearer(world, estonia);
  });
  afterAll(async () => {
    await world.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = (body: unknown, headers = authorization) => post(world.url, body, headers);
  const listed = 'query All { states { ...Name } } fragment Name on State { iso3 name }';

  it('they run, however they are spaced', async () => {
    for (const query of [
      listed,
      'query All { # all of them\n  states {\n ...Name }\n}\n\nfragment Name on State {iso3, name}',
    ])
      expect(await (await ask({ query })).json()).toMatchObject({ data: { states: expect.any(Array) } });
  });

  it('they run by their id alone, in either way clients say it', async () => {
    const id = manifest.operations.find(({ name }) => name === 'Names')?.id ?? '';
    const variables = { first: 'EST' };
    for (const body of [
      { documentId: id, variables },
      { documentId: `sha256:${id}`, variables },
      { extensions: { persistedQuery: { version: 1, sha256Hash: id } }, variables },
    ])
      expect(await (await ask(body)).json()).toEqual({ data: { state: { iso3: 'EST', name: 'Estonia' } } });
  });

  it.each([
    ['{ states { iso3 } }'],
    ['query All { states { ...Name participating } } fragment Name on State { iso3 name }'],
    [`${listed} query More { directoryRevision }`],
    ['mutation { pullDirectory(directory: "OSCE") { outcome } }'],
    ['{ __typename }'],
    ['{ __schema { queryType { name } } }'],
  ])('nothing else runs, for the custodian neither: %s', async (query) => {
    for (const caller of [estonia, custodian]) {
      const response = await ask(
        { query, operationName: query.startsWith('query All') ? 'All' : undefined },
        await bearer(world, caller),
      );
      expect(response.status).toBe(403);
      expect(await errorsOf(response)).toMatchObject([
        {
          message: expect.stringMatching(/not on the list/),
          extensions: { code: 'FORBIDDEN', intent: 'mend' },
        },
      ]);
    }
    const get = await fetch(`${world.url}/graphql?query=${encodeURIComponent(query)}`, {
      headers: { ...authorization, 'apollo-require-preflight': 'yes' },
    });
    expect(get.status).toBeGreaterThanOrEqual(400);
  });

  it('an unknown id is refused', async () => {
    const [error] = await errorsOf(await ask({ documentId: 'a'.repeat(64) }));
    expect(error?.extensions.code).toMatch(/BAD_REQUEST|BAD_USER_INPUT/);
  });

  it('the list is a manifest or a document, and one that cannot be read is refused at the start', () => {
    const document = join(folder, 'operations.graphql');
    writeFileSync(document, documents);
    expect(readSafeList(document).holds(parse(listed))).toBe(true);
    const hash = createHash('sha256').update(documents).digest('hex');
    expect(readSafeList(document).text(hash)).toBe(documents);
    for (const [name, text] of [
      ['none.json', null],
      ['wrong.json', '{"operations":[{"id":"a"}]}'],
      ['wrong.graphql', 'query {'],
    ] as const) {
      if (text !== null) writeFileSync(join(folder, name), text);
      expect(() => readSafeList(join(folder, name))).toThrow(/SAFE_LISTED_OPERATIONS/);
    }
  });
});
