import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

/**
 * What may be written without a new revision, because no answer that may be kept is made of it (gateway/exact-cache/kept-fields.ts):
 * whoever is added here forgets nothing else in the same transaction.
 */
const mayWriteUnseen: Readonly<Record<string, string>> = {
  'platform/scheduler/scheduler.ts': 'when jobs are due, and who runs them',
  'platform/ledger/seal.ts': 'checkpoints of ledgers',
  'platform/readings/readings-ledger.ts': 'who read what, in a storage of its own',
};

const root = fileURLToPath(new URL('../..', import.meta.url));

it('nothing else is written without a new revision', () => {
  const files = ['platform', 'adapters', 'subgraphs', 'gateway'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  const found = files.filter((file) => /\.writeUnseen\(/.test(readFileSync(join(root, file), 'utf8')));
  expect(found.sort()).toEqual(Object.keys(mayWriteUnseen).sort());
});

it('nothing writes but by the one way to write', () => {
  const writers = /\b(?:new DataSource|createQueryRunner|\.transaction)\(/;
  const files = ['adapters', 'subgraphs', 'gateway', 'platform'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );
  const found = files.filter((file) => writers.test(readFileSync(join(root, file), 'utf8')));
  expect(found.sort()).toEqual([
    'platform/database/postgres.ts',
    'platform/database/sqlite.ts',
    'platform/ledger/open-for-reading.ts', // which only reads
  ]);
});
