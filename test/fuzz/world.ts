import { act, graphqlAnswer } from './acts.ts';
import type { Ground } from './kind.ts';

const grant = `mutation ($input: GrantConsentInput!) {
  grantConsent(input: $input) { consent { __typename id } contacts { __typename id revision } } }`;
const levels = [
  { level: 'HIGH_LEVEL', function: 'DIPLOMATIC' },
  { level: 'WORKING_LEVEL', function: 'TECHNICAL' },
];
const create = `mutation ($state: ID!, $name: String!) {
  createContact(state: $state, input: { function: TECHNICAL, kind: OFFICE, entity: $name, emails: ["desk@example.org"] }) {
    __typename id revision } }`;
const everybodys = `{ states { contacts { __typename id revision } } proposals { nodes { __typename id } }
  conflicts { nodes { __typename id } } }`;
const custodians = `{ accounts { __typename id } osce { entries(first: 60) { nodes { __typename sourceKey } } }
  regionalDirectories { pulls { __typename id } } }`;

const authorities = { EST: 1, CAN: 2, KEN: 3 } as const;

/** Something to ask for and to change: consents, copies, contacts, proposals, conflicts. */
export async function settle(ground: Ground): Promise<void> {
  const ask = async (asker: number, query: string, variables: Record<string, unknown> = {}) => {
    const token = ground.product.tokens[asker] ?? '';
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const answer = await act(ground, {
      method: 'POST',
      path: '/graphql',
      headers,
      body: JSON.stringify({ query, variables }),
    });
    const error = graphqlAnswer(answer)?.errors?.[0];
    if (error) throw new Error(`The ground could not be laid: ${error.message}`);
  };
  await ask(authorities.EST, grant, { input: { state: 'EST', directory: 'OSCE' } });
  await ask(authorities.CAN, grant, { input: { state: 'CAN', directory: 'OSCE' } });
  await ask(authorities.CAN, grant, { input: { state: 'CAN', directory: 'OAS' } });
  await ask(authorities.CAN, grant, { input: { state: 'CAN', directory: 'ARF', mode: 'REVIEW', levels } });
  for (const state of ['EST', 'CAN', 'KEN'] as const)
    for (const name of ['First office', 'Second office'])
      await ask(authorities[state], create, { state, name });
  await ask(authorities.CAN, everybodys);
  await ask(0, custodians);
}
