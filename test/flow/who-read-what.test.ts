import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { StorageLocation } from '../../platform/database/database.ts';
import { intrude } from '../ledger/ledger-world.ts';
import { databases } from '../support/databases.ts';
import { everyWorld, World } from '../support/world.ts';
import { consents, pulls } from './verbs.ts';

const Reading = z.object({
  role: z.string(),
  party: z.string().nullable(),
  operation: z.string().nullable(),
  request: z.string(),
  contacts: z.array(z.string()),
});
const Connection = z.object({ totalCount: z.number(), nodes: z.array(Reading) });
const fields = 'totalCount nodes { role party operation request contacts }';

describe.each(everyWorld(databases))('who read what, on $name, in $arrangement', ({ make, arrangement }) => {
  let world: World;
  let location: StorageLocation;
  beforeEach(async () => {
    const made = async () => {
      const storage = await make();
      location = storage.location;
      return storage;
    };
    world = await World.start(made, arrangement);
  });
  afterEach(() => world.stop());

  it('is told to the state, of the global directory and of its regional entries, by the request and what it asked for', async () => {
    await pulls(world, 'OSCE');
    await consents(world, 'EST', 'OSCE');
    const latvia = world.state('LVA');
    await latvia.ask('query Curious { state(iso3: "EST") { name contacts { name emails } } }');
    await latvia.ask('{ states { iso3 name } }');
    await world.custodian.ask('{ state(iso3: "EST") { contacts { phones } osceEntries { phones } } }');
    const { state } = await world
      .state('EST')
      .get(
        `{ state(iso3: "EST") { readings { ${fields} } osceEntryReadings { ${fields} } } }`,
        z.object({ state: z.object({ readings: Connection, osceEntryReadings: Connection }) }),
      );
    const [custodian, latvian] = state.readings.nodes;
    expect(latvian).toMatchObject({ role: 'state', party: 'LVA', operation: 'query state' });
    expect(custodian).toMatchObject({ role: 'custodian', party: null, operation: 'query state' });
    const entries = state.osceEntryReadings.nodes.filter(({ role }) => role === 'custodian');
    expect(entries[0]).toMatchObject({ request: custodian?.request, operation: 'query state' });
    expect(entries[0]?.contacts.length).toBeGreaterThan(0);
    expect(latvian?.request).not.toBe(custodian?.request);
    expect(await latvia.refused('{ state(iso3: "EST") { readings { totalCount } } }')).toBe('FORBIDDEN');
  });

  it('is shown to nobody where it cannot be recorded', async () => {
    await pulls(world, 'OSCE');
    await consents(world, 'EST', 'OSCE');
    for (const part of ['directory_readings', 'osce_readings'])
      await intrude(location, part, [['ALTER TABLE reading RENAME TO elsewhere']]);
    const question = '{ state(iso3: "EST") { contacts { emails } osceEntries { emails } } }';
    const { data, errors } = await world.custodian.ask(question);
    expect(errors?.map(({ extensions }) => extensions.code)).toContain('INTERNAL_SERVER_ERROR');
    expect(JSON.stringify(data ?? null)).not.toContain('@');
  });

  it('is sealed when the product stops: states keep the checkpoints, and refuse nobody theirs', async () => {
    await pulls(world, 'OSCE');
    await consents(world, 'EST', 'OSCE');
    await world.restart();
    const Checkpoint = z.object({
      ledger: z.string(),
      seq: z.number(),
      hash: z.string(),
      signature: z.string(),
    });
    const kept = await world.state('LVA').get(
      '{ ledgerCheckpoints { ledger seq hash signature } osce { ledgerCheckpoints { ledger seq hash signature } } }',
      z.object({
        ledgerCheckpoints: z.array(Checkpoint),
        osce: z.object({ ledgerCheckpoints: z.array(Checkpoint) }),
      }),
    );
    // A ledger is sealed each minute too: there may be more than one seal of each.
    const sealed = new Set(kept.ledgerCheckpoints.map(({ ledger }) => ledger));
    expect([...sealed]).toEqual(['directory', 'directory_readings']);
    expect(kept.osce.ledgerCheckpoints.map(({ ledger }) => ledger)).toContain('osce');
    expect(await world.contact('LVA').refused('{ ledgerCheckpoints { seq } }')).toBe('FORBIDDEN');
  });
});
