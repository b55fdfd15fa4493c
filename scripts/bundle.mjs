// Puts what the product's processes load into few files: finding and opening some three thousand small ones took most of a start
// (docs/adr/0034-few-files-at-a-start.md). The modules themselves stay in dist/ for whoever needs one of them.
import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const bundled = join(dist, 'bundled');

/** Packages that are loaded as they are installed: compiled ones, and those that look for their own files or others while running. */
const outside = [
  '@node-rs/argon2',
  'ajv',
  'better-sqlite3',
  'fastify',
  'openpgp',
  'pg',
  'pino',
  'reflect-metadata',
  'typeorm',
];

/** A module finds the files beside it from within the bundle too. */
const ownPlaces = {
  name: 'own-places',
  transform(code, id) {
    if (!id.startsWith(dist) || !code.includes('import.meta.url')) return null;
    const place = JSON.stringify(relative(bundled, id));
    return { code: code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`), map: null };
  },
};

/** Types of one copy of graphql are none of another's. */
const oneGraphql = {
  name: 'one-graphql',
  buildEnd() {
    const copies = [...this.getModuleIds()].filter((id) => /\/graphql\/type\/definition\.m?js$/.test(id));
    if (copies.length > 1) this.error(`More than one copy of graphql: ${copies.join(', ')}`);
  },
};

const commands = readdirSync(join(dist, 'gateway/commands')).filter((file) =>
  /^(?!command\.).*\.js$/.test(file),
);
const entries = ['gateway/main.js', ...commands.map((file) => `gateway/commands/${file}`)];
const nameOf = (entry) => entry.replaceAll('/', '-').replace('.js', '');

await build({
  root,
  configFile: false,
  logLevel: 'error',
  plugins: [ownPlaces, oneGraphql],
  // Whichever way a package asks for graphql.
  resolve: {
    extensions: ['.js', '.mjs', '.cjs', '.json'],
    mainFields: ['main', 'module'],
    alias: [{ find: /^graphql$/, replacement: join(root, 'node_modules/graphql/index.js') }],
  },
  ssr: { noExternal: true, external: outside, target: 'node' },
  build: {
    ssr: true,
    outDir: bundled,
    emptyOutDir: true,
    copyPublicDir: false,
    minify: false,
    target: 'node20',
    rolldownOptions: {
      input: Object.fromEntries(entries.map((entry) => [nameOf(entry), join(dist, entry)])),
      // GraphQL types are named after their classes.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js', keepNames: true },
    },
  },
});
for (const entry of entries) {
  const file = join(dist, entry);
  writeFileSync(file, `import '${relative(dirname(file), join(bundled, `${nameOf(entry)}.js`))}';\n`);
}
