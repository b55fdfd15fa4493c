import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// Who may import whom (ARCHITECTURE.md). The first rule whose importer fits counts; paths are from the project's root.
const rules: readonly { importer: RegExp; may: readonly RegExp[] }[] = [
  { importer: /^platform\//, may: [/^platform\//] },
  { importer: /^adapters\/contract\.ts$/, may: [/^platform\//] },
  { importer: /^adapters\/registry\.ts$/, may: [/^adapters\/contract\.ts$/, /^adapters\/[^/]+\/index\.ts$/] },
  { importer: /^adapters\/formats\//, may: [/^adapters\/(contract\.ts|formats\/)/, /^platform\//] },
  { importer: /^adapters\/pipeline\//, may: [/^adapters\/(contract\.ts|pipeline\/)/, /^platform\//] },
  { importer: /^adapters\/samples\//, may: [/^adapters\/(contract\.ts|samples\/)/, /^platform\//] },
  { importer: /^adapters\/([^/]+)\//, may: [/^adapters\/(contract\.ts|formats\/|$1\/)/, /^platform\//] },
  { importer: /^subgraphs\/([^/]+)\//, may: [/^subgraphs\/$1\//, /^platform\//] },
  {
    importer: /^gateway\//,
    may: [
      /^gateway\//,
      /^platform\//,
      /^subgraphs\/[^/]+\/schema\.ts$/,
      /^adapters\/(registry|contract)\.ts$/,
      /^adapters\/(pipeline\/schema|samples\/index)\.ts$/,
    ],
  },
  { importer: /^portal\//, may: [/^portal\//] },
  // Tests beside the code they test follow its rule plus the support folder; those below test/ may use every face.
  { importer: /^test\//, may: [/./] },
];

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = ['platform', 'adapters', 'subgraphs', 'gateway', 'portal', 'test'].filter((folder) =>
  existsSync(join(root, folder)),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)].map(
    (match) => match[1] ?? '',
  );
  return specifiers.map((specifier) => relative(root, join(root, dirname(file), specifier)));
}

function violations(file: string, imported: readonly string[]): string[] {
  const rule = rules.find(({ importer }) => importer.test(file));
  if (!rule) return [`${file} stands in no folder of the architecture`];
  const own = rule.importer.exec(file)?.[1] ?? '';
  const may = rule.may.map((pattern) => new RegExp(pattern.source.replace('$1', own)));
  if (file.endsWith('.test.ts')) may.push(/^test\/support\//);
  return imported
    .filter((path) => !may.some((pattern) => pattern.test(path)))
    .map((path) => `${file} imports ${path}`);
}

describe('who may import whom', () => {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  );

  it('holds in every file', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => violations(file, importsOf(file)))).toEqual([]);
  });

  it.each([
    ['subgraphs/directory/consent/grant.ts', 'adapters/contract.ts'],
    ['subgraphs/directory/schema.ts', 'subgraphs/communication/schema.ts'],
    ['adapters/arf/source.ts', 'adapters/osce/source.ts'],
    ['adapters/pipeline/run.ts', 'adapters/registry.ts'],
    ['gateway/main.ts', 'subgraphs/directory/consent/grant.ts'],
    ['platform/clock/clock.ts', 'gateway/main.ts'],
    ['portal/app.ts', 'platform/clock/clock.ts'],
  ])('would see that %s imports %s', (file, imported) => {
    expect(violations(file, [imported])).toHaveLength(1);
  });
});
