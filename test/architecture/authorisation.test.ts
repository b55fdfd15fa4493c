import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// Authorisation wraps the operations, once. So whatever answers a question must come to storage by the operations alone.

const root = fileURLToPath(new URL('../..', import.meta.url));

const files = ['subgraphs', 'adapters/pipeline'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(folder, file)),
);
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** What a file imports to run, as `name from module`; types are gone by then. */
function imports(text: string): string[] {
  return [...text.matchAll(/^import (?!type\b)([\s\S]*?) from '([^']+)';/gm)].flatMap(
    ([, names = '', from]) =>
      names
        .replace(/[{}]/g, '')
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => `${name} from ${from}`),
  );
}

const reachesStorage = (name: string) =>
  /^\w+Row from |from typeorm$|from .*\/(database|loaders|parts|population|storage\/\w+s)\b/.test(name) &&
  // Closed lists of terms stand beside the rows that hold them.
  !/^[a-z]\w+ from .*-row\.ts$/.test(name);

describe('no resolver comes to storage around the operations', () => {
  const resolvers = files.filter((file) => /\/graphql\//.test(file));

  it('by what it imports', () => {
    expect(resolvers.length).toBeGreaterThan(20);
    const around = resolvers.flatMap((file) =>
      imports(textOf(file))
        .filter(reachesStorage)
        .map((name) => `${file}: ${name}`),
    );
    expect(around).toEqual([]);
  });

  it.each([
    "import { ContactRow } from '../storage/contact-row.ts';",
    "import { In } from 'typeorm';",
    "import { openDatabase } from '../../../platform/database/open.ts';",
    "import { createLoaders } from '../loaders.ts';",
    "import { loadStates } from '../storage/states.ts';",
  ])('as would be seen of %s', (line) => {
    expect(imports(line).filter(reachesStorage)).toHaveLength(1);
  });

  it('nor is an operation passed through its guard unseen', () => {
    const guards = files.filter((file) => /(^|\/)access\.ts$/.test(file));
    expect(guards.length).toBeGreaterThan(3);
    expect(guards.filter((file) => /\.\.\.operations\b/.test(textOf(file)))).toEqual([]);
  });
});
