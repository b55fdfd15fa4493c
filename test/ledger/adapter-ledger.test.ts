import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../../platform/identity/caller.ts';
import { readingStored } from '../../platform/ledger/open-for-reading.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { type AdapterHarness, custodian, openHarness, service } from '../support/adapter-harness.ts';
import { databases, type TestStorage } from '../support/databases.ts';
import { listed, ScriptedDirectory } from '../support/scripted-directory.ts';

const estonia: Caller = { role: 'state', subject: 'authority of EST', state: 'EST' };
const finland: Caller = { role: 'state', subject: 'authority of FIN', state: 'FIN' };
const secretariat: Caller = { role: 'organisation', subject: 'service of TST', directory: 'TST' };

const readingsQuery = `query ($states: [_Any!]!) { _entities(representations: $states) { ... on State {
  tstEntryReadings { totalCount nodes { role party through contacts } } } } }`;
const Readings = z.object({
  _entities: z.array(
    z.object({
      tstEntryReadings: z.object({
        nodes: z.array(
          z.object({
            role: z.string(),
            party: z.string().nullable(),
            through: z.array(z.string()),
            contacts: z.array(z.string()),
          }),
        ),
      }),
    }),
  ),
});

describe.each(databases)('the ledgers of a regional directory on $name', ({ make }) => {
  let storage: TestStorage;
  let directory: ScriptedDirectory;
  let adapter: AdapterHarness;

  beforeEach(async () => {
    storage = await make();
    directory = new ScriptedDirectory();
    adapter = await openHarness({ directory, storage: storage.location });
  });
  afterEach(async () => {
    await adapter.close();
    await storage.drop();
  });

  const ledger = async () => {
    const rows = await readingStored(storage.location, 'tst', (manager) =>
      manager.find(LedgerRow, { order: { seq: 'ASC' } }),
    );
    return rows.map(({ payload, subjects, ...row }) => ({
      ...row,
      subjects: JSON.parse(subjects) as unknown,
      payload: JSON.parse(payload) as unknown,
    }));
  };
  const states = (iso3: string) => ({ states: [{ __typename: 'State', iso3 }] });
  async function readings(caller: Caller, iso3: string) {
    const { data, errors } = await adapter.ask(caller, readingsQuery, states(iso3));
    expect(errors).toEqual([]);
    return Readings.parse(data)._entities[0]?.tstEntryReadings.nodes;
  }

  it('tell of each pull that changed something, of submissions and of what the custodian decided', async () => {
    const names = Array.from({ length: 20 }, (_, index) =>
      listed(`EST-${index}`, 'Estonia', `Name ${index}`),
    );
    directory.gives(...names);
    await adapter.pull();
    await adapter.pull(); // nothing new
    directory.gives(...names.slice(0, 2));
    expect(await adapter.pull()).toMatchObject({ outcome: 'HELD' });
    const decide =
      'mutation { approveRegionalPull(pull: "TST-3", decidedBy: "custodian-1", reason: "Mari asked for it.") { id } }';
    expect((await adapter.ask(service, decide)).errors).toEqual([]);
    const submit = `mutation { submitToRegionalSource(requestedBy: "service of TST", complete: false,
      entries: [{ key: "EST-X", participant: "Estonia", function: TECHNICAL, name: "Mari Maasikas" }]) { outcome } }`;
    expect((await adapter.ask(service, submit)).errors).toEqual([]);
    const rows = await ledger();
    expect(rows).toMatchObject([
      {
        kind: 'pull.accepted',
        subjects: { pull: 'TST-1' },
        payload: { added: 20, feedAfter: 0, feedTo: 20 },
      },
      { kind: 'pull.held', subjects: { pull: 'TST-3' }, payload: { requestedBy: 'a test' } },
      { kind: 'pull.approved', subjects: { pull: 'TST-3' }, payload: { decidedBy: 'custodian-1' } },
      { kind: 'pull.accepted', payload: { added: 1, requestedBy: 'submission of service of TST' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('Mari');
  });

  it('tell a state of everyone who was shown its entries, and not of the directory that follows them', async () => {
    directory.gives(
      listed('EST-1', 'Estonia', 'Mari Maasikas'),
      listed('FIN-1', 'Finland', 'Ville Esimerkki'),
      listed('X-1', 'Atlantis', 'Nobody'),
    );
    await adapter.pull();
    await adapter.entries(); // the product itself
    const shown = '{ tst { entries { nodes { sourceKey status } } } }';
    await adapter.ask(secretariat, shown); // no contact details
    expect(await readings(estonia, 'EST')).toEqual([]);
    await adapter.ask(secretariat, '{ tst { entries { nodes { name } } } }');
    await adapter.ask(custodian, '{ tst { changes { changes { entry { emails } } } } }');
    await adapter.ask(estonia, '{ tst { entries(state: "EST") { nodes { phones } } } }');
    expect(await readings(estonia, 'EST')).toEqual([
      { role: 'state', party: 'EST', through: ['entry'], contacts: ['EST-1'] },
      { role: 'custodian', party: null, through: ['entry'], contacts: ['EST-1'] },
      { role: 'organisation', party: 'TST', through: ['entry'], contacts: ['EST-1'] },
    ]);
    expect(await readings(custodian, 'FIN')).toHaveLength(2);
    for (const caller of [finland, secretariat, service]) {
      const { errors } = await adapter.ask(caller, readingsQuery, states('EST'));
      expect(errors).toMatchObject([{ code: 'FORBIDDEN' }]);
    }
  });
});
