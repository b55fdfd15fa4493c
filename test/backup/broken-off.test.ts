import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stageRestore } from '../../platform/backup/staging.ts';
import type { Database, Storage } from '../../platform/database/database.ts';
import { databases } from '../support/databases.ts';
import { ringOf } from '../support/encryption-keys.ts';
import { BackupWorld, model } from './backup-world.ts';

describe.each(databases)('a restore that is broken off on $name', ({ make }) => {
  let world: BackupWorld;
  let storage: Storage;
  beforeEach(async () => {
    world = new BackupWorld(make);
    storage = await world.storage();
    const database = await world.open(storage);
    await world.writes(database, 0, 3);
    await world.backUp(storage, 'kept');
    await world.writes(database, 3, 2);
    await world.close(database);
  });
  afterEach(() => world.end());

  async function notesThere(): Promise<number> {
    const database = await world.open(storage);
    const { length } = await world.notes(database);
    await world.close(database);
    return length;
  }

  it('before its last step has changed nothing, and the next one does not stumble over it', async () => {
    const staging = await stageRestore(storage, ['sample']);
    const half: Database = await staging.open(model);
    await world.writes(half, 0, 1);
    await half.close();
    await leave(storage, staging);
    expect(await notesThere()).toBe(5);
    expect((await world.verify(storage)).finding).toBeNull();
    await world.restore(storage, 'kept', { replace: true });
    expect(await notesThere()).toBe(3);
  });

  it('by a fault in what it loads has changed nothing', async () => {
    const withoutKey = { ...storage, keys: ringOf('another') };
    await expect(world.restore(withoutKey, 'kept', { replace: true })).rejects.toThrow(/not given/);
    expect(await notesThere()).toBe(5);
  });
});

/** What a process leaves behind that dies: locks go with it, what it made stays. */
async function leave(storage: Storage, staging: Awaited<ReturnType<typeof stageRestore>>): Promise<void> {
  if (storage.kind === 'sqlite') {
    const [made, aside] = [join(storage.folder, '.restoring'), join(storage.folder, 'aside')];
    renameSync(made, aside);
    await staging.release();
    renameSync(aside, made);
    return;
  }
  await staging.release();
  const client = new pg.Client({ connectionString: storage.url });
  await client.connect();
  await client.query('CREATE SCHEMA restoring_sample CREATE TABLE ledger (seq integer)');
  await client.end();
}

const [sqlite] = databases;
if (!sqlite) throw new Error('SQLite is the first.');

describe('a restore into several files that is broken off at its last step', () => {
  it('is finished by whoever opens them next, and nobody reads the old ones meanwhile', async () => {
    const world = new BackupWorld(sqlite.make);
    try {
      const [storage, there] = [await world.storage(), await world.storage()];
      if (storage.kind !== 'sqlite' || there.kind !== 'sqlite') throw new Error('These are files.');
      const database = await world.open(storage);
      await world.writes(database, 0, 3);
      await world.close(database);
      const old = await world.open(there);
      await world.writes(old, 0, 1);
      await world.close(old);
      // As it is left behind: decided on, no file moved yet, and a log of the old one still there.
      mkdirSync(join(there.folder, '.restored'));
      renameSync(join(storage.folder, 'sample.sqlite'), join(there.folder, '.restored', 'sample.sqlite'));
      writeFileSync(join(there.folder, 'sample.sqlite-wal'), 'of the old file');
      await expect(world.verify(there)).rejects.toThrow(/broken off at its last step/);
      await expect(world.backUp(there, 'not now')).rejects.toThrow(/broken off at its last step/);
      const opened = await world.open(there);
      expect(await world.notes(opened)).toHaveLength(3);
      expect(existsSync(join(there.folder, '.restored'))).toBe(false);
    } finally {
      await world.end();
    }
  });
});
