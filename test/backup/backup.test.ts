import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkFiles } from '../../platform/backup/check-backup.ts';
import { readManifest } from '../../platform/backup/manifest.ts';
import type { Database, Storage } from '../../platform/database/database.ts';
import { databases } from '../support/databases.ts';
import { ringOf } from '../support/encryption-keys.ts';
import { BackupWorld, newerModel } from './backup-world.ts';

const [sqlite, postgres] = databases;
if (!sqlite || !postgres) throw new Error('There are two databases.');
const pairs = databases.flatMap((from) => databases.map((into) => ({ from, into })));

describe.each(pairs)('a backup of $from.name restored into $into.name', ({ from, into }) => {
  it('holds everything as it was to the letter, and its ledger is sound and tells of the restore', async () => {
    const world = new BackupWorld(from.make);
    const there = await into.make();
    try {
      const storage = await world.storage();
      const database = await world.open(storage);
      await world.writes(database, 0, 40);
      await world.seal(database);
      await world.writes(database, 40, 3);
      const before = await world.notes(database);
      await world.backUp(storage, 'kept');
      await world.close(database);

      await world.restore(there.location, 'kept');
      const restored = await world.open(there.location);
      expect(await world.notes(restored)).toEqual(before);
      expect(before).toHaveLength(43);
      await world.seal(restored);
      await world.writes(restored, 43, 2);
      await world.seal(restored);
      const report = await world.verify(there.location);
      expect(report).toMatchObject({
        rows: 46,
        finding: null,
        restores: [{ seq: 44, said: 'The disk failed.' }],
      });
      await world.close(restored);
    } finally {
      await world.end();
      await there.drop();
    }
  });
});

describe.each(databases)('backup on $name', ({ make }) => {
  let world: BackupWorld;
  let storage: Storage;
  let database: Database;
  beforeEach(async () => {
    world = new BackupWorld(make);
    storage = await world.storage();
    database = await world.open(storage);
  });
  afterEach(() => world.end());

  const problemOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error) => String(error instanceof Error ? error.message : error),
    );

  it('is of one moment while others write: as many notes as the ledger tells of, and all from before it began', async () => {
    await world.writes(database, 0, 300);
    let isWriting = true;
    const writer = (async () => {
      for (let number = 300; isWriting; number++) {
        await world.writes(database, number, 1);
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    await world.backUp(storage, 'one');
    await world.backUp(storage, 'two');
    isWriting = false;
    await writer;
    const there = await world.storage();
    await world.restore(there, 'one');
    await world.restore(there, 'two', { replace: true });
    const restored = await world.open(there);
    const notes = await world.notes(restored);
    const { rows, finding } = await world.verify(there);
    expect(finding).toBeNull();
    expect(notes.length).toBeGreaterThanOrEqual(300);
    expect(rows).toBe(notes.length + 1);
  });

  it('holds nothing that the database encrypts in clear, is for its owner alone, and holds no key', async () => {
    await world.writes(database, 0, 5);
    await world.backUp(storage, 'kept');
    const folder = join(world.folder, 'kept');
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    expect(files.sort()).toEqual([
      'manifest.json',
      'sample',
      'sample/ledger.jsonl',
      'sample/ledger_checkpoint.jsonl',
      'sample/note.jsonl',
    ]);
    for (const file of files.filter((name) => name.includes('.'))) {
      expect(readFileSync(join(folder, file), 'utf8')).not.toContain('sealed 3');
      if (process.platform !== 'win32') expect(statSync(join(folder, file)).mode & 0o077).toBe(0);
    }
    expect(world.said).toEqual(['sample: 10 rows of 3 tables']);
  });

  it('refuses a folder that holds something, and leaves none behind where it fails', async () => {
    await world.writes(database, 0, 1);
    await world.backUp(storage, 'kept');
    expect(await problemOf(world.backUp(storage, 'kept'))).toMatch(/is not empty/);
    const empty = await world.storage();
    expect(await problemOf(world.backUp(empty, 'none'))).toMatch(/nothing to back up/);
    expect(readdirSync(world.folder).sort()).toEqual(['kept', 'ledger']);
  });

  it('is refused where it was altered or is not whole, and what is there stays', async () => {
    await world.writes(database, 0, 4);
    await world.backUp(storage, 'kept');
    const there = await world.storage();
    const file = join(world.folder, 'kept', 'sample', 'note.jsonl');
    const whole = readFileSync(file);
    const tried = async () => problemOf(world.restore(there, 'kept'));
    const altered = Buffer.from(whole);
    altered[20] = (altered[20] ?? 0) ^ 1;
    writeFileSync(file, altered);
    expect(await tried()).toMatch(/was altered: .*note\.jsonl/);
    truncateSync(file, whole.length - 10);
    expect(await tried()).toMatch(/not whole: .*note\.jsonl was cut short/);
    rmSync(file);
    expect(await tried()).toMatch(/not whole: .*note\.jsonl is missing/);
    writeFileSync(file, whole);
    rmSync(join(world.folder, 'kept', 'manifest.json'));
    expect(await tried()).toMatch(/no whole backup/);
    expect(await problemOf(world.backUp(there, 'empty'))).toMatch(/nothing to back up/);
  });

  it('is not put over what is there unless that is said, nor while a server has it', async () => {
    await world.writes(database, 0, 2);
    await world.backUp(storage, 'kept');
    await world.writes(database, 2, 2);
    expect(await problemOf(world.restore(storage, 'kept', { replace: true }))).toMatch(/uses/);
    await world.close(database);
    expect(await problemOf(world.restore(storage, 'kept'))).toMatch(/There is a sample already\. --replace/);
    let still = await world.open(storage);
    expect(await world.notes(still)).toHaveLength(4);
    await world.close(still);
    await world.restore(storage, 'kept', { replace: true });
    still = await world.open(storage);
    expect(await world.notes(still)).toHaveLength(2);
  });

  it('of an older version is brought to this one, and of a newer one is refused', async () => {
    await world.writes(database, 0, 3);
    await world.backUp(storage, 'older');
    const there = await world.storage();
    await world.restore(there, 'older', { version: newerModel });
    const restored = await world.open(there, newerModel);
    expect(await restored.read((manager) => manager.query('SELECT DISTINCT colour FROM note'))).toEqual([
      { colour: 'white' },
    ]);
    await world.close(restored);
    await world.backUp(there, 'newer');
    expect(await problemOf(world.restore(await world.storage(), 'newer'))).toMatch(/made by a newer version/);
  });

  it('under an encryption key that is not given is refused, and says which is missing', async () => {
    await world.writes(database, 0, 2);
    await world.backUp(storage, 'kept');
    const there = { ...(await world.storage()), keys: ringOf('another') };
    expect(await problemOf(world.restore(there, 'kept'))).toMatch(
      /encrypted under the key \S{8}, which is not given/,
    );
    expect(await problemOf(world.backUp(there, 'empty'))).toMatch(/nothing to back up/);
  });

  it('signed with another ledger key is refused, unless that key is lost for good: then verifying says so', async () => {
    await world.writes(database, 0, 2);
    await world.seal(database);
    await world.backUp(storage, 'kept');
    const there = await world.storage();
    const ledgerFolder = join(world.folder, 'another machine');
    expect(await problemOf(world.restore(there, 'kept', { ledgerFolder }))).toMatch(
      /Put ledger-key\.pem back/,
    );
    await world.restore(there, 'kept', { ledgerFolder, keyIsLost: true });
    const restored = await world.open(there);
    expect(await world.notes(restored)).toHaveLength(2);
    expect((await world.verify(there, undefined, ledgerFolder)).finding?.problem).toMatch(
      /not the ledgers' own/,
    );
  });

  it('brings the file of checkpoints back to what it knows, on a machine that has the keys alone', async () => {
    await world.writes(database, 0, 2);
    await world.seal(database);
    await world.writes(database, 2, 2);
    await world.seal(database);
    await world.backUp(storage, 'kept');
    rmSync(join(world.ledgerFolder, 'ledger-checkpoints.jsonl'));
    const there = await world.storage();
    await world.restore(there, 'kept');
    expect(await world.verify(there)).toMatchObject({ rows: 5, checkpoints: 3, finding: null });
  });
});

describe('every byte of a backup', () => {
  it('is what it was when it was made, or the backup is refused', async () => {
    const world = new BackupWorld(sqlite.make);
    try {
      const storage = await world.storage();
      const database = await world.open(storage);
      await world.writes(database, 0, 1);
      await world.seal(database);
      await world.backUp(storage, 'kept');
      const folder = join(world.folder, 'kept');
      const check = async () => checkFiles(folder, readManifest(folder));
      await check();
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
        name.includes('.'),
      );
      for (const name of files) {
        const file = join(folder, name);
        const whole = readFileSync(file);
        const unnoticed: number[] = [];
        for (let at = 0; at < whole.length; at++)
          for (const bit of [1, 0x20]) {
            const altered = Buffer.from(whole);
            altered[at] = (altered[at] ?? 0) ^ bit;
            writeFileSync(file, altered);
            if (
              await check().then(
                () => true,
                () => false,
              )
            )
              unnoticed.push(at);
          }
        expect(unnoticed, name).toEqual([]);
        writeFileSync(file, whole);
      }
      expect(existsSync(folder)).toBe(true);
      await check();
    } finally {
      await world.end();
    }
  }, 60_000);
});
