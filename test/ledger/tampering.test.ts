import { appendFileSync, copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { theProduct } from '../../platform/ledger/actor.ts';
import { appendToLedger } from '../../platform/ledger/append.ts';
import { hashOf } from '../../platform/ledger/chain.ts';
import { ledgerKeyFile } from '../../platform/ledger/ledger-key.ts';
import { anchorFileName, ledgerSeal, sealLedger } from '../../platform/ledger/seal.ts';
import { LedgerCheckpointRow, LedgerRow } from '../../platform/ledger/storage.ts';
import { databases } from '../support/databases.ts';
import { LedgerWorld } from './ledger-world.ts';

const columns = [
  'seq',
  'at',
  'kind',
  'actor_role',
  'actor_subject',
  'actor_party',
  'authority',
  'state',
  'subjects',
  'payload',
  'previous_hash',
  'hash',
] as const;

describe.each(databases)('tampering with a ledger on $name', ({ name, make }) => {
  let world: LedgerWorld;

  beforeEach(async () => {
    world = await LedgerWorld.open(make);
    await world.acts(4);
    await world.checkpoint();
    await world.acts(2);
    await world.checkpoint();
  });
  afterEach(() => world.close());

  const rows = () => world.database.read((manager) => manager.find(LedgerRow, { order: { seq: 'ASC' } }));
  const firstBad = async () => (await world.verify()).finding?.row;

  it('finds nothing where nobody did anything, while the server runs and once it has stopped', async () => {
    const sound = { ledger: 'sample', rows: 6, checkpoints: 2, finding: null, lastCheckpoint: { seq: 6 } };
    expect(await world.verify()).toMatchObject(sound);
    await world.closeDatabase();
    expect(await world.verify()).toMatchObject(sound);
  });

  it('is refused by the database itself', async () => {
    for (const statement of [
      "UPDATE ledger SET state = 'LVA' WHERE seq = 2",
      'DELETE FROM ledger WHERE seq = 2',
      'DELETE FROM ledger_checkpoint',
      "UPDATE ledger_checkpoint SET hash = 'x'",
      name === 'SQLite'
        ? 'INSERT OR REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 2'
        : 'TRUNCATE ledger',
    ]) {
      const attempt = world.database.write((manager) => manager.query(statement));
      await expect(attempt, statement).rejects.toThrow('append-only');
    }
    expect((await world.verify()).finding).toBeNull();
  });

  it('is found for each byte of each column, and the row is named', async () => {
    const row = (await rows())[2];
    if (!row) throw new Error('There is no third row.');
    for (const column of columns.slice(1)) {
      const text = String(row[column]);
      for (let index = 0; index < Buffer.byteLength(text); index++) {
        const changed = Buffer.from(text);
        // Stays one valid character of the same length, so that both databases take it.
        changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
        await world.intrude([`UPDATE ledger SET ${column} = ? WHERE seq = 3`, changed.toString('utf8')]);
        const { finding } = await world.verify();
        expect(finding, `${column}, byte ${index}`).toMatchObject({ row: 3 });
        expect(finding?.problem).toContain('altered');
      }
      await world.intrude([`UPDATE ledger SET ${column} = ? WHERE seq = 3`, row[column]]);
    }
    await world.intrude(['UPDATE ledger SET actor_party = NULL WHERE seq = 3']);
    expect(await firstBad()).toBe(3);
    await world.intrude(["UPDATE ledger SET actor_party = 'EST', seq = 103 WHERE seq = 3"]);
    expect((await world.verify()).finding).toEqual({ row: 3, problem: 'it is missing' });
    await world.intrude(['UPDATE ledger SET seq = 3 WHERE seq = 103']);
    expect((await world.verify()).finding).toBeNull();
  }, 120_000);

  it.each([1, 3, 6])('is found where row %i is taken out', async (seq) => {
    await world.intrude(['DELETE FROM ledger WHERE seq = ?', seq]);
    expect(await firstBad()).toBe(seq);
  });

  it('is found where a row is taken out and those after it close up', async () => {
    await world.intrude(
      ['DELETE FROM ledger WHERE seq = 3'],
      ['UPDATE ledger SET seq = -seq WHERE seq > 3'],
      ['UPDATE ledger SET seq = -seq - 1 WHERE seq < 0'],
    );
    expect(await firstBad()).toBe(3);
  });

  it('is found where a row is put in, at the end or below the beginning', async () => {
    const copied = columns.slice(1).join(', ');
    await world.intrude([
      `INSERT INTO ledger (seq, ${copied}) SELECT 7, ${copied} FROM ledger WHERE seq = 6`,
    ]);
    expect(await firstBad()).toBe(7);
    await world.intrude(
      ['DELETE FROM ledger WHERE seq = 7'],
      [`INSERT INTO ledger (seq, ${copied}) SELECT 0, ${copied} FROM ledger WHERE seq = 1`],
    );
    expect((await world.verify()).finding?.problem).toContain('below 1');
  });

  it('is found where two rows change places', async () => {
    await world.intrude(
      ['UPDATE ledger SET seq = 100 WHERE seq = 2'],
      ['UPDATE ledger SET seq = 2 WHERE seq = 3'],
      ['UPDATE ledger SET seq = 3 WHERE seq = 100'],
    );
    expect(await firstBad()).toBe(2);
  });

  it('is found where a row is put in that is sealed as it should be', async () => {
    const [, second, third] = await rows();
    if (!second || !third) throw new Error('There are no rows.');
    const { hash: _old, ...forged } = { ...third, state: 'LVA', previous_hash: second.hash };
    await world.intrude([
      "UPDATE ledger SET state = 'LVA', hash = ? WHERE seq = 3",
      hashOf('sample', forged),
    ]);
    expect(await firstBad()).toBe(4);
  });

  it('is found where a whole ledger is rewritten with hashes that agree', async () => {
    await world.intrude(...(await rewritten('LVA')));
    const { finding } = await world.verify();
    expect(finding?.row).toBe(4);
    expect(finding?.problem).toContain('rewritten');
  });

  it('is found where the tail is cut off', async () => {
    await world.intrude(['DELETE FROM ledger WHERE seq > 4']);
    expect((await world.verify()).finding).toMatchObject({ row: 5 });
  });

  it('is found where the tail is cut off with its checkpoints', async () => {
    await world.intrude(
      ['DELETE FROM ledger WHERE seq > 4'],
      ['DELETE FROM ledger_checkpoint WHERE seq > 4'],
    );
    const { finding } = await world.verify();
    expect(finding?.row).toBe(5);
    expect(finding?.problem).toContain('there were 6 rows');
  });

  it('is found where all of it is gone, and where the whole storage is', async () => {
    await world.intrude(['DELETE FROM ledger'], ['DELETE FROM ledger_checkpoint']);
    expect(await firstBad()).toBe(1);
    await world.intrude(['DROP TABLE ledger'], ['DROP TABLE ledger_checkpoint']).catch(() => undefined);
    expect(await firstBad()).toBe(1);
  });

  it('is found where checkpoints alone are taken out, altered or signed by somebody else', async () => {
    const [first] = await world.database.read((manager) =>
      manager.find(LedgerCheckpointRow, { order: { seq: 'ASC' } }),
    );
    if (!first) throw new Error('There is no checkpoint.');
    for (const column of ['hash', 'at', 'public_key', 'signature'] as const) {
      const text = first[column];
      for (let index = 0; index < text.length; index++) {
        const changed = Buffer.from(text);
        changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
        await world.intrude([
          `UPDATE ledger_checkpoint SET ${column} = ? WHERE seq = 4`,
          changed.toString('utf8'),
        ]);
        expect(await firstBad(), `${column}, byte ${index}`).toBe(4);
      }
      await world.intrude([`UPDATE ledger_checkpoint SET ${column} = ? WHERE seq = 4`, text]);
    }
    await world.intrude(['DELETE FROM ledger_checkpoint WHERE seq = 4']);
    expect((await world.verify()).finding?.problem).toContain('lacks the one of row 4');
  }, 60_000);

  it('is found where a row, its hashes, the checkpoints and the anchor file are all made anew with another key', async () => {
    const given = keptCopy();
    const other = join(world.folder, 'other');
    await world.intrude(...(await rewritten('LVA')), ['DELETE FROM ledger_checkpoint']);
    await sealLedger(world.database, 'sample', world.clock, ledgerSeal(other));
    copyFileSync(join(other, anchorFileName), join(world.folder, anchorFileName));
    expect((await world.verify()).finding?.problem).toContain('key that is not');
    // With the key in its place too, only who kept a checkpoint can tell.
    copyFileSync(join(other, ledgerKeyFile), join(world.folder, ledgerKeyFile));
    expect((await world.verify()).finding).toBeNull();
    expect(await world.verify(given)).toMatchObject({ finding: { row: 4 } });
  });

  it('is found where the product itself signs on after rows were cut off: it refuses to', async () => {
    await world.intrude(
      ['DELETE FROM ledger WHERE seq > 4'],
      ['DELETE FROM ledger_checkpoint WHERE seq > 4'],
    );
    await world.acts(5);
    await expect(world.checkpoint()).rejects.toThrow('rows were cut off');
    expect(await firstBad()).toBe(6);
  });

  it('is found by who kept a checkpoint, as the API gave it, where everything here was lost', async () => {
    const given = keptCopy();
    await world.intrude(['DELETE FROM ledger WHERE seq > 5'], ['DELETE FROM ledger_checkpoint']);
    rmSync(join(world.folder, anchorFileName));
    expect((await world.verify()).finding).toBeNull();
    expect((await world.verify(given)).finding).toMatchObject({ row: 6 });
  });

  it.runIf(name === 'SQLite')('is found where an older copy of the database is put back', async () => {
    const { location } = world.storage;
    if (location.kind !== 'sqlite') throw new Error('This is for SQLite.');
    await world.closeDatabase();
    const copy = join(world.folder, 'copy');
    cpSync(location.folder, copy, { recursive: true });
    await world.reopen();
    await world.acts(3);
    await world.checkpoint();
    await world.closeDatabase();
    cpSync(copy, location.folder, { recursive: true });
    expect((await world.verify()).finding).toMatchObject({ row: 7 });
    await world.reopen();
    await world.acts(9);
    expect((await world.verify()).finding).toMatchObject({ row: 9 });
  });

  it.runIf(name === 'SQLite')(
    'is found in the anchor file, but not in a line that is being written',
    async () => {
      const file = join(world.folder, anchorFileName);
      const whole = readFileSync(file, 'utf8');
      appendFileSync(file, '{"ledger":"samp');
      expect((await world.verify()).finding).toBeNull();
      await world.acts(1);
      await world.checkpoint();
      expect(await world.verify()).toMatchObject({ finding: null, checkpoints: 3 });
      writeFileSync(file, whole.split('\n').slice(1).join('\n'));
      expect((await world.verify()).finding?.problem).toContain('lacks the checkpoint of row 4');
      writeFileSync(file, whole.replace('{', '['));
      await expect(world.verify()).rejects.toThrow('Line 1');
    },
  );

  it('is found where somebody puts in that the storage was restored: it is not sealed, and excuses nothing', async () => {
    const payload = { takenAt: '2026-01-01T00:00:00.000Z', rows: 6, lastSealedAt: null, reason: 'sha256:0' };
    const forger = { now: () => new Date('2099-01-01T00:00:00.000Z') };
    await world.database.write((manager) =>
      appendToLedger(manager, 'sample', forger, [
        { kind: 'storage.restored', actor: theProduct('restore'), payload },
      ]),
    );
    await expect(world.checkpoint()).rejects.toThrow('in row 7');
    expect((await world.verify()).finding).toMatchObject({ row: 7 });
    await world.acts(1);
    await expect(world.checkpoint()).rejects.toThrow('in row 7');
    expect(await world.verify()).toMatchObject({ finding: { row: 7 }, restores: [] });
  });

  it('is not mistaken for a process that died between the anchor file and the commit', async () => {
    await world.acts(1);
    const dying = world.database.write(async () => {
      await world.checkpoint();
      throw new Error('died');
    });
    await expect(dying).rejects.toThrow('died');
    expect((await world.verify()).finding).toBeNull();
    await world.acts(1);
    await world.checkpoint();
    expect(await world.verify()).toMatchObject({ finding: null, checkpoints: 4, rows: 8 });
  });

  /** A third party's copy of the last checkpoint, in an answer of the API. */
  function keptCopy(): string {
    const file = join(world.folder, 'kept.json');
    const lines = readFileSync(join(world.folder, anchorFileName), 'utf8').trim().split('\n');
    const nodes = lines.map((line) => JSON.parse(line) as unknown);
    writeFileSync(file, JSON.stringify({ data: { ledgerCheckpoints: nodes } }));
    return file;
  }

  /** Statements that make every row another's, with hashes as they ought to be. */
  async function rewritten(state: string) {
    const all = await rows();
    let previous = all[0]?.previous_hash ?? '';
    return all.map((row) => {
      const { hash: _old, ...forged } = { ...row, state, previous_hash: previous };
      previous = hashOf('sample', forged);
      const sql = 'UPDATE ledger SET state = ?, previous_hash = ?, hash = ? WHERE seq = ?';
      return [sql, state, forged.previous_hash, previous, row.seq] as const;
    });
  }
});
