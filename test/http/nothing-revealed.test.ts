import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { World } from '../support/world.ts';
import { bearer, custodian, errorsOf, estonia, post, production, startOnSqlite } from './asked.ts';

const secret = 'mari.mets@ria.example';

describe('in production, an answer reveals nothing', () => {
  let world: World;
  let authorization: Record<string, string>;
  beforeAll(async () => {
    world = await startOnSqlite(production, 'a process each');
    authorization = await bearer(world, estonia);
  });
  afterAll(() => world.stop());

  const refusal = async (query: string, variables: Record<string, unknown> = {}) => {
    const [error] = await errorsOf(await post(world.url, { query, variables }, authorization));
    if (!error) throw new Error('no error');
    return error;
  };

  it('to somebody without a token: no request is even read', async () => {
    // The directory by itself may be open to the public: it looks at each operation (the next test).
    const outer = [world.url, ...world.partUrls.slice(0, -1)];
    for (const url of outer) {
      for (const body of [
        '{ __typename }',
        '{ __schema { queryType { name } } }',
        '{ sttes',
        '{ nothing }',
      ]) {
        const response = await post(url, { query: body });
        expect([url, body, response.status]).toEqual([url, body, 401]);
        expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
        expect(await errorsOf(response)).toEqual([
          {
            message: 'Sign in first: send "Authorization: Bearer <token>".',
            extensions: { code: 'UNAUTHENTICATED', intent: 'mend' },
          },
        ]);
      }
      expect((await post(url, '{ no json')).status).toBe(401);
      expect((await post(url, { query: '{ __typename }' }, { authorization: 'Bearer a.b.c' })).status).toBe(
        401,
      );
    }
  });

  it('of the directory that stands by itself, to somebody without a token', async () => {
    const url = world.partUrls.at(-1) ?? '';
    for (const query of [
      '{ states { iso3 } }',
      '{ syncDashboard { activeConsents } }',
      '{ directoryRevision }',
    ]) {
      const [error] = await errorsOf(await post(url, { query }));
      expect([query, error?.extensions.code]).toEqual([query, 'UNAUTHENTICATED']);
    }
    for (const query of ['{ _service { sdl } }', '{ __type(name: "Contact") { name } }'])
      expect((await errorsOf(await post(url, { query })))[0]?.message).toMatch(/schema is not told/);
  });

  it('of the schema: no introspection', async () => {
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __type(name: "Contact") { fields { name } } }',
      'query { ...F } fragment F on Query { s: __schema { queryType { name } } }',
    ]) {
      const error = await refusal(query);
      expect(error.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect(error.message).toMatch(/schema is not told/);
    }
    expect((await refusal('{ _service { sdl } }')).extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('of a part that stands by itself: its schema is for the product’s own parts', async () => {
    for (const url of world.partUrls) {
      for (const query of ['{ _service { sdl } }', '{ __schema { queryType { name } } }']) {
        for (const caller of [estonia, custodian]) {
          const [error] = await errorsOf(await post(url, { query }, await bearer(world, caller)));
          expect(error?.message).toMatch(/schema is not told/);
        }
        const service = await bearer(world, { role: 'service', subject: 'directory' });
        expect(await (await post(url, { query }, service)).json()).toMatchObject({ data: {} });
      }
    }
  });

  it.each([
    ['{ sttes { iso3 } }', {}],
    ['{ states { iso } }', {}],
    ['{ state(iso3: "EST") { contacts(functon: LEGAL) { id } } }', {}],
    ['{ state(iso3: "EST") { contacts(function: LEGALL) { id } } }', {}],
    ['{ states { iso3 ... on Stat { name } } }', {}],
    ['query ($i: GrantConsentInpt!) { states { iso3 } }', {}],
    ['mutation { grantConsent(input: { stat: "EST" }) { consent { id } } }', {}],
    [
      'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { consent { id } } }',
      { input: { state: 'EST', directory: 'OSCE', functons: [] } },
    ],
    [
      'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { consent { id } } }',
      { input: { state: 'EST', directory: 'OSCE', functions: ['LEGALL'] } },
    ],
  ])('by suggestions: %s', async (query, variables) => {
    const { message } = await refusal(query, variables);
    expect(message).not.toMatch(/did you mean|legal"|"states"|"iso3"|functions"/i);
    expect(message.length).toBeGreaterThan(15);
  });

  it.each([
    [`{ state(iso3: "EST" "${secret}") { name } }`, {}],
    [`{ "${secret}" }`, {}],
    [`{ contact(id: { a: "${secret}" }) { name } }`, {}],
    [`{ state(iso3: "EST") { contacts(function: "${secret}") { id } } }`, {}],
    [`{ proposals(first: "${secret}") { totalCount } }`, {}],
    ['query ($n: Int) { proposals(first: $n) { totalCount } }', { n: secret }],
    ['query ($f: ContactFunction) { state(iso3: "EST") { contacts(function: $f) { id } } }', { f: secret }],
    [
      'mutation ($s: ID!, $i: ContactInput!) { createContact(state: $s, input: $i) { id } }',
      { s: 'EST', i: { emails: [secret], function: 7 } },
    ],
    [
      'mutation ($s: ID!, $i: ContactInput!) { createContact(state: $s, input: $i) { id } }',
      { s: 'EST', i: { function: 'LEGAL', name: { family: secret } } },
    ],
    ['query ($v: Int!) { states { iso3 } }', { v: { at: ` at "v"; ${secret}` } }],
  ])('by repeating what was sent: %s', async (query, variables) => {
    const { message, extensions } = await refusal(query, variables);
    expect(JSON.stringify({ message, extensions })).not.toMatch(/mari|mets/);
    expect(message.length).toBeGreaterThan(15);
  });

  it('and still says which value of the variables is meant', async () => {
    const mutation = 'mutation ($s: ID!, $i: ContactInput!) { createContact(state: $s, input: $i) { id } }';
    const { message } = await refusal(mutation, {
      s: 'EST',
      i: { function: 'LEGAL', emails: ['a', { b: secret }] },
    });
    expect(message).toBe(
      'The value of "$i" cannot be read at "i.emails[1]". Compare it with the types of the schema.',
    );
  });

  it('by persisted queries, which are off, nor by an operation’s name', async () => {
    const persisted = { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } };
    const [error] = await errorsOf(await post(world.url, persisted, authorization));
    expect(error?.extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    const named = { query: 'query A { __typename }', operationName: secret };
    const [unknown] = await errorsOf(await post(world.url, named, authorization));
    expect(unknown?.message).not.toMatch(/mari/);
  });
});
