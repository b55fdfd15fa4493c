import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openDatabase } from '../../platform/database/open.ts';
import { keepSealed } from '../../platform/ledger/keep-sealed.ts';
import { anchorFileName, ledgerSeal } from '../../platform/ledger/seal.ts';
import { LedgerRow } from '../../platform/ledger/storage.ts';
import { verifyStorage } from '../../platform/ledger/verify-storage.ts';
import { createLog } from '../../platform/log/log.ts';
import { databases } from '../support/databases.ts';
import { intrude, LedgerWorld, sampleModel } from './ledger-world.ts';

describe.each(databases)('a ledger that vanished whole, on $name', ({ make }) => {
  let world: LedgerWorld;
  let other: Database | undefined;
  beforeEach(async () => {
    world = await LedgerWorld.open(make);
    other = await openDatabase({ ...sampleModel, part: 'other' }, world.storage.location);
    await world.acts(2);
  });
  afterEach(async () => {
    await other?.close();
    await world.close();
  });
  const sealAll = async (seal = world.seal) => {
    const ledgers = [
      { name: 'sample', database: world.database },
      ...(other ? [{ name: 'other', database: other }] : []),
    ];
    world.clock.advance(60_000);
    await keepSealed(ledgers, world.clock, createLog('silent'), seal);
  };
  const findings = async () => {
    const reports = await verifyStorage({ storage: world.storage.location, folder: world.folder });
    return reports.flatMap(({ ledger, finding }) => (finding ? [`${ledger}: ${finding.problem}`] : []));
  };
  const vanish = async () => {
    await other?.close();
    other = undefined;
    const { location } = world.storage;
    if (location.kind === 'sqlite') {
      rmSync(join(location.folder, 'other.sqlite'));
    } else {
      const client = new pg.Client({ connectionString: location.url });
      await client.connect();
      await client.query('DROP SCHEMA other CASCADE');
      await client.end();
    }
    const file = join(world.folder, anchorFileName);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.filter((line) => !line.includes('"other"')).join('\n'));
  };

  it('is missed, for each ledger names those beside it', async () => {
    await sealAll();
    expect(await findings()).toEqual([]);
    await vanish();
    expect(await findings()).toEqual([expect.stringMatching(/^other: it is missing/)]);
    // Going on without it, in this run or the next, makes it no less missed.
    await world.acts(1);
    await sealAll();
    await sealAll(ledgerSeal(world.folder));
    expect(await findings()).toEqual([expect.stringMatching(/^other: it is missing/)]);
  });

  it('whose tables or file are damaged is named, and the others are verified all the same', async () => {
    await sealAll();
    await intrude(world.storage.location, 'other', [['DROP TABLE ledger_checkpoint']]);
    expect(await findings()).toEqual([expect.stringMatching(/^other: it cannot be read/)]);
    await intrude(world.storage.location, 'other', [['DROP TABLE ledger']]);
    expect(await findings()).toEqual([expect.stringMatching(/^other: it is missing/)]);
    const { location } = world.storage;
    if (location.kind === 'postgres') return;
    await other?.close();
    other = undefined;
    writeFileSync(join(location.folder, 'other.sqlite'), randomBytes(8192));
    expect(await findings()).toEqual([expect.stringMatching(/^other: it cannot be read/)]);
  });

  it('is told of once in each run, and again when there are more', async () => {
    const told = () =>
      world.database.read(async (manager) =>
        (await manager.findBy(LedgerRow, { kind: 'ledgers.kept' })).map(({ payload }) => payload),
      );
    const both = '{"ledgers":["other","sample"]}';
    await sealAll();
    await sealAll();
    expect(await told()).toEqual([both]);
    await sealAll(ledgerSeal(world.folder));
    expect(await told()).toEqual([both, both]);
  });
});
