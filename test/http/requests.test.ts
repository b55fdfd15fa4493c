import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../support/databases.ts';
import { World } from '../support/world.ts';

describe('requests that cannot be run', () => {
  let world: World;
  beforeAll(async () => {
    const [sqlite] = databases;
    if (!sqlite) throw new Error('no database');
    world = await World.start(sqlite.make);
  });
  afterAll(() => world.stop());

  const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${world.url}/graphql`, { method: 'POST', headers, body });

  it.each([
    ['no JSON', '{"query": "{ __typ', 400],
    ['nothing', '', 400],
    ['too much', JSON.stringify({ query: `#${'x'.repeat(1_100_000)}` }), 413],
    [
      'an operation that is not in it',
      JSON.stringify({ query: 'query A { __typename }', operationName: 'B' }),
      400,
    ],
    ['a subscription', JSON.stringify({ query: 'subscription { me { role } }' }), 400],
    ['a list of operations', JSON.stringify([{ query: '{ __typename }' }]), 400],
    [
      'a query that is nested without end',
      JSON.stringify({ query: `{ ${'a { '.repeat(3000)} b ${'}'.repeat(3000)} }` }),
      400,
    ],
  ])('are answered with an error that says what to do: %s', async (_what, body, status) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      errors: [
        {
          message: expect.stringMatching(/\w+/),
          extensions: { code: expect.not.stringMatching(/INTERNAL/) },
        },
      ],
    });
  });

  it('in another media type are refused', async () => {
    const response = await post('query=%7B__typename%7D', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  it('are not done where no answer of ours would be taken', async () => {
    const estonia = { role: 'state', subject: 'authority', state: 'EST' } as const;
    const entities = () => world.as(estonia).ask('{ state(iso3: "EST") { contacts { entity } } }');
    const query =
      'mutation { createContact(state: "EST", input: { function: LEGAL, kind: OFFICE, entity: "Office" }) { id } }';
    const authorization = `Bearer ${await world.token(estonia)}`;
    const headers = { 'content-type': 'application/json', authorization, accept: 'text/html' };
    const response = await post(JSON.stringify({ query }), headers);
    expect(response.status).toBe(406);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
    expect(await entities()).toEqual({ data: { state: { contacts: [] } } });
  });

  it('because they ask for too much are refused before anything runs', async () => {
    const nested = `${'contacts { state { '.repeat(6)}iso3${' } }'.repeat(6)}`;
    expect(await world.custodian.refused(`{ states { ${nested} } }`)).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it.each(['"soon"', '"2027-02-30T00:00:00Z"', '5', 'true', '""', '"2027-01-01"', '"2027-01-01T00:00:00"'])(
    'a time that cannot be read is named: %s',
    async (value) => {
      const literal = `mutation { grantConsent(input: { state: "EST", directory: "OSCE", validUntil: ${value} }) { consent { id } } }`;
      const variable =
        'mutation ($at: DateTime) { grantConsent(input: { state: "EST", directory: "OSCE", validUntil: $at }) { consent { id } } }';
      const whole =
        'mutation ($input: GrantConsentInput!) { grantConsent(input: $input) { consent { id } } }';
      const given: unknown = JSON.parse(value);
      for (const answer of [
        await world.state('EST').ask(literal),
        await world.state('EST').ask(variable, { at: given }),
        await world
          .state('EST')
          .ask(whole, { input: { state: 'EST', directory: 'OSCE', validUntil: given } }),
      ]) {
        expect(answer.errors?.[0]).toMatchObject({
          message: expect.stringMatching(/cannot be read/),
          extensions: { code: 'BAD_USER_INPUT', field: 'input.validUntil' },
        });
      }
    },
  );
});
