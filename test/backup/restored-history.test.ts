import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database, Storage } from '../../platform/database/database.ts';
import { appendToLedger } from '../../platform/ledger/append.ts';
import { LedgerCheckpointRow } from '../../platform/ledger/storage.ts';
import { intrude } from '../ledger/ledger-world.ts';
import { databases } from '../support/databases.ts';
import { BackupWorld } from './backup-world.ts';

describe.each(databases)('a ledger after a restore on $name', ({ make }) => {
  let world: BackupWorld;
  let storage: Storage;
  let database: Database;
  beforeEach(async () => {
    world = new BackupWorld(make);
    storage = await world.storage();
    database = await world.open(storage);
  });
  afterEach(() => world.end());

  const anchorFile = () => join(world.ledgerFolder, 'ledger-checkpoints.jsonl');

  async function restored(name: string): Promise<void> {
    await world.close(database);
    await world.restore(storage, name, { replace: true });
    database = await world.open(storage);
  }

  /** Four rows in the backup, two sealed ones after it. */
  async function setBack(): Promise<string> {
    await world.writes(database, 0, 4);
    await world.seal(database);
    await world.backUp(storage, 'kept');
    await world.writes(database, 4, 2);
    const kept = join(world.folder, 'kept-by-a-state.json');
    writeFileSync(kept, JSON.stringify(await world.seal(database)));
    await restored('kept');
    return kept;
  }

  it('is sound, goes on being sealed, and tells when and why it was set back', async () => {
    await setBack();
    await world.writes(database, 10, 3);
    expect(await world.seal(database)).toMatchObject({ seq: 8 });
    expect(await world.verify(storage)).toMatchObject({
      rows: 8,
      finding: null,
      restores: [{ seq: 5, said: 'The disk failed.' }],
    });
  });

  it('does not hold against a checkpoint that a state kept of what is gone: it is told so', async () => {
    const kept = await setBack();
    const { finding, restores } = await world.verify(storage, kept);
    expect(finding).toMatchObject({ row: 6, problem: expect.stringMatching(/missing.*there were 6 rows/) });
    expect(restores).toHaveLength(1);
  });

  it('is found out where what came after the restore is cut off', async () => {
    await setBack();
    await world.writes(database, 10, 3);
    await world.seal(database);
    await world.close(database);
    await intrude(storage, 'sample', [
      ['DELETE FROM ledger WHERE seq > 5'],
      ['DELETE FROM ledger_checkpoint WHERE seq > 5'],
    ]);
    expect((await world.verify(storage)).finding).toMatchObject({ row: 6 });
  });

  it('is not excused by a restore that the ledger key did not sign', async () => {
    await world.writes(database, 0, 6);
    await world.seal(database);
    await world.close(database);
    await intrude(storage, 'sample', [
      ['DELETE FROM ledger WHERE seq > 3'],
      ['DELETE FROM ledger_checkpoint'],
    ]);
    database = await world.open(storage);
    const payload = { takenAt: '2026-03-01T09:00:00.000Z', rows: 3, lastSealedAt: null, reason: 'sha256:0' };
    world.clock.advance(60_000);
    await database.write(async (manager) => {
      const [row] = await appendToLedger(manager, 'sample', world.clock, [
        { kind: 'storage.restored', payload },
      ]);
      if (!row) throw new Error('The ledger took no row.');
      const { seq, hash, at } = row;
      await manager.insert(LedgerCheckpointRow, { seq, hash, at, public_key: 'x', signature: 'x' });
    });
    await expect(world.seal(database)).rejects.toThrow(/was sealed at/);
    const { finding, restores } = await world.verify(storage);
    expect(finding).not.toBeNull();
    expect(restores).toEqual([]);
  });

  it('is sound after two restores, the second of a backup from before the first', async () => {
    await world.writes(database, 0, 4);
    await world.seal(database);
    await world.backUp(storage, 'early');
    await world.writes(database, 4, 4);
    await world.seal(database);
    await world.backUp(storage, 'late');
    await restored('early');
    await world.writes(database, 20, 9);
    await world.seal(database);
    await restored('late');
    await world.writes(database, 40, 1);
    await world.seal(database);
    expect(await world.verify(storage)).toMatchObject({ rows: 10, finding: null, restores: [{ seq: 9 }] });
    await world.backUp(storage, 'last');
    await restored('last');
    expect((await world.verify(storage)).restores.map(({ seq }) => seq)).toEqual([9, 11]);
  });

  it('is sound where the process ended before the file of checkpoints learnt of it, and the next seal tells the file', async () => {
    await setBack();
    const lines = readFileSync(anchorFile(), 'utf8').trimEnd().split('\n');
    writeFileSync(anchorFile(), `${lines.slice(0, -1).join('\n')}\n`);
    expect((await world.verify(storage)).finding).toBeNull();
    await world.writes(database, 10, 1);
    await world.seal(database);
    expect(readFileSync(anchorFile(), 'utf8')).toContain(lines.at(-1));
    expect((await world.verify(storage)).finding).toBeNull();
  });
});
