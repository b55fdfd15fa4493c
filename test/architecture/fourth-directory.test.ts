import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { faultyServer } from '../support/faults.ts';
import { Product } from '../support/product.ts';
import { stepsOf, Terminal } from '../support/told-session.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(root, 'docs/adding-a-directory.md'), 'utf8');

/** The files that the page gives in full: each fenced block under its path. */
const files = [...page.matchAll(/^`(adapters\/[^`]+)`\n\n```\w+\n([\s\S]*?)^```$/gm)].map(
  ([, path = '', text = '']) => ({ path, text }),
);
const registration = /^In `adapters\/registry\.ts`[^\n]*:\n\n```ts\n([^\n]+\n)```$/m.exec(page)?.[1] ?? '';

const notCopied = ['node_modules', 'dist', 'data', '.git'];

/** Copies the tree as it stands, puts the page's files and its line of the registry in, and builds. */
function followIn(copy: string): void {
  cpSync(root, copy, {
    recursive: true,
    filter: (source) => !notCopied.includes(relative(root, source)),
  });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { path, text } of files) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text, { flag: 'wx' });
  }
  const registry = join(copy, 'adapters/registry.ts');
  const before = readFileSync(registry, 'utf8');
  writeFileSync(registry, before.replace(/^\]\);$/m, `${registration}]);`));
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: copy, stdio: 'pipe' });
}

const columns = 'id,state,function,name,title,entity,email,phone,languages,confirmed';
const list = (telephone: string) =>
  [
    columns,
    `X1,Côte d'Ivoire,technical,"Kouadio, Affoué",Analyste,Équipe de réponse,a.kouadio@csirt.ci.example,${telephone},fr,2026-10-01`,
    'X2,Zambia,legal,,,"Ministry of Justice,\nTreaty Section",treaties@moj.zm.example,+260 21 000 0101,en,',
    'END,2',
    '',
  ].join('\r\n');

const Told = z.object({
  data: z.object({
    state: z.object({
      demoEntries: z.array(z.object({ name: z.string().nullable(), phones: z.array(z.string()) })),
      contacts: z.array(z.object({ name: z.string().nullable(), phones: z.array(z.string()) })),
    }),
  }),
});
const ofCoteDIvoire = '{ state(iso3: "CIV") { demoEntries { name phones } contacts { name phones } } }';
const grant =
  'mutation { grantConsent(input: { state: "CIV", directory: "DEMO" }) { contacts { name phones } } }';

describe('a fourth regional directory, added as docs/adding-a-directory.md says', {
  timeout: 120_000,
}, () => {
  let copy: string;
  let product: Product | undefined;
  beforeAll(() => {
    copy = realpathSync(mkdtempSync(join(tmpdir(), 'crosspoint-fourth-')));
    followIn(copy);
  }, 120_000);
  afterEach(async () => {
    await product?.end('SIGTERM');
    product = undefined;
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  async function started(variables: Readonly<Record<string, string>>): Promise<Terminal> {
    const all = { DATA_DIR: mkdtempSync(join(copy, 'data-')), ...variables };
    product = await Product.start(all, [], copy);
    // What `npm run` does beforehand, installing and building, is done, and the packages are not the copy's own.
    return new Terminal(product, copy, { ...all, npm_config_ignore_scripts: 'true' });
  }

  it('is one folder and one line of the registry', () => {
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining(
        ['source.ts', 'normalise.ts', 'index.ts', 'sample/index.ts'].map((name) => `adapters/demo/${name}`),
      ),
    );
    expect(files.filter(({ path }) => !path.startsWith('adapters/demo/'))).toEqual([]);
    const lines = (folder: string) => readFileSync(join(folder, 'adapters/registry.ts'), 'utf8').split('\n');
    expect(lines(copy).filter((line) => !lines(root).includes(line))).toEqual([registration.trimEnd()]);
    expect(lines(copy)).toHaveLength(lines(root).length + 1);
  });

  it('keeps to the style, and to who may import whom, and passes what every directory must pass', () => {
    const node = (...args: string[]) =>
      execFileSync(process.execPath, args, {
        cwd: copy,
        env: { PATH: process.env.PATH, HOME: process.env.HOME },
        stdio: 'pipe',
      }).toString();
    node('node_modules/@biomejs/biome/bin/biome', 'check', 'adapters/demo', 'adapters/registry.ts');
    const suites = ['test/contract', 'test/samples', 'test/architecture/imports.test.ts'];
    const which = ['-t', 'DEMO|holds in every file', '--reporter=json'];
    const report = node('node_modules/vitest/vitest.mjs', 'run', ...suites, ...which);
    const { numFailedTests, numPassedTests } = z
      .object({ numFailedTests: z.number(), numPassedTests: z.number() })
      .parse(JSON.parse(report.slice(report.indexOf('{'))));
    expect(numFailedTests).toBe(0);
    expect(numPassedTests).toBeGreaterThan(20);
  });

  it('gives the answers that the page shows', async () => {
    const steps = stepsOf(page);
    expect(steps.map(({ kind }) => kind).join(' ')).toBe('as ask ask run as ask as ask');
    const terminal = await started({});
    await terminal.follow(steps);
    expect(product?.output).toMatch(/DEMO: CHANGED, 14 read/);
  });

  it('is read from a source on the web, copied with consent, and followed', async () => {
    const server = await faultyServer();
    let telephone = '+225 00 00 000 101';
    server.mount('list.csv', async () => ({ status: 200, headers: {}, body: list(telephone) }));
    const terminal = await started({ DEMO_SOURCE_URL: server.url('list.csv').href });
    const pull = async () => (await terminal.bash('npm run pull -- DEMO')).trim();
    const seen = async () => Told.parse(await terminal.ask(ofCoteDIvoire)).data.state;
    const first = [{ name: 'Kouadio, Affoué', phones: ['+2250000000101'] }];
    const second = [{ name: 'Kouadio, Affoué', phones: ['+2250000000102'] }];

    await terminal.as('--role state --state CIV');
    expect(await seen()).toEqual({ demoEntries: first, contacts: [] });
    expect(await terminal.ask(grant)).toEqual({ data: { grantConsent: { contacts: first } } });

    telephone = '+225 00 00 000 102';
    server.fail('list.csv', { kind: 'truncated', share: 0.9 });
    expect(await pull()).toMatch(/^DEMO: INCOMPLETE, 1 read, 1 changed\n.*Line 3 breaks off/);
    expect(await seen()).toEqual({ demoEntries: second, contacts: second });

    server.fail('list.csv', null);
    expect(await pull()).toBe('DEMO: UNCHANGED, 2 read');
    expect(await seen()).toEqual({ demoEntries: second, contacts: second });
    await server.close();
  });
});
