import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../platform/identity/caller.ts';
import { type AdapterHarness, custodian, openHarness, service } from '../../test/support/adapter-harness.ts';
import { databases, type TestStorage } from '../../test/support/databases.ts';
import { listed, ScriptedDirectory } from '../../test/support/scripted-directory.ts';

const state = (iso3: string): Caller => ({ role: 'state', subject: 'x', state: iso3 });
const contact = (iso3: string): Caller => ({ role: 'contact', subject: 'x', state: iso3 });
const organisation = (directory: string): Caller => ({ role: 'organisation', subject: 'x', directory });

const outline = '{ tst { code name levels namesFunctions schedule nextPullAt } }';
const whole = [
  '{ tst { participants } }',
  '{ tst { entryCount } }',
  '{ tst { position } }',
  '{ tst { lastSuccessAt } }',
  '{ tst { lastPull { id } } }',
  '{ tst { pulls { id } } }',
  '{ tst { setAside { reason } } }',
  '{ tst { entries { totalCount } } }',
  '{ tst { changes { position } } }',
  '{ regionalSource { entryCount } }',
];
const estonias = [
  '{ tst { entries(state: "EST") { nodes { name } } } }',
  '{ tst { stateEntries(state: "EST") { name } } }',
  '{ _entities(representations: [{ __typename: "State", iso3: "EST" }]) { ... on State { tstEntries { name } } } }',
];
const pulling = 'mutation { pullRegionalSource(requestedBy: "x") { id } }';

describe('who may read a regional directory', () => {
  let storage: TestStorage;
  let adapter: AdapterHarness;

  beforeAll(async () => {
    const [sqlite] = databases;
    if (!sqlite) throw new Error('no database');
    storage = await sqlite.make();
    const directory = new ScriptedDirectory();
    adapter = await openHarness({ directory, storage: storage.location });
    directory.gives(listed('EST-1', 'Estonia', 'Mari'), listed('FIN-1', 'Finland', 'Paavo'));
    await adapter.pull();
  });
  afterAll(async () => {
    await adapter.close();
    await storage.drop();
  });

  const code = async (caller: Caller | null, query: string) =>
    (await adapter.ask(caller, query)).errors[0]?.code;

  it.each([outline, ...whole, ...estonias, pulling])('nobody without a token: %s', async (query) => {
    expect(await code(null, query)).toBe('UNAUTHENTICATED');
  });

  it.each(['', 'Bearer ', 'Bearer nonsense', 'Basic eDp5'])(
    'nobody with the token "%s"',
    async (authorization) => {
      const { errors } = await adapter.askWith(authorization, outline);
      expect(errors[0]?.code).toBe('UNAUTHENTICATED');
    },
  );

  it.each([
    ['the custodian', custodian],
    ['the organisation of the directory', organisation('TST')],
    ['the product itself', service],
  ])('%s reads everything', async (_who, caller) => {
    for (const query of [outline, ...whole, ...estonias])
      expect([query, await code(caller, query)]).toEqual([query, undefined]);
  });

  it('another organisation reads nothing', async () => {
    for (const query of [outline, ...whole, ...estonias, pulling])
      expect([query, await code(organisation('OAS'), query)]).toEqual([query, 'FORBIDDEN']);
  });

  it.each([
    ['a state', state],
    ['a contact', contact],
  ])('%s reads its own entries and what the directory is, and nothing else', async (_who, of) => {
    for (const query of [outline, ...estonias])
      expect([query, await code(of('EST'), query)]).toEqual([query, undefined]);
    for (const query of whole) expect([query, await code(of('EST'), query)]).toEqual([query, 'FORBIDDEN']);
    for (const query of estonias) expect([query, await code(of('FIN'), query)]).toEqual([query, 'FORBIDDEN']);
  });

  it('tells a state what it may ask for', async () => {
    const { errors } = await adapter.ask(state('FIN'), estonias[0] ?? '');
    expect(errors[0]?.message).toMatch(/ask for state FIN/);
  });

  it('only the product itself pulls here', async () => {
    for (const caller of [custodian, organisation('TST'), state('EST'), contact('EST')])
      expect(await code(caller, pulling)).toBe('FORBIDDEN');
    expect(await code(service, pulling)).toBe(undefined);
  });
});
