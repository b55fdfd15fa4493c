import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'graphql';
import { manifestOf } from '../http/safe-list.ts';
import { runCommand } from './command.ts';

const usage = 'Usage: npm run safe-list -- FOLDER FILE   lists the operations of a folder of .graphql files';

/** Writes the list of operations that SAFE_LISTED_OPERATIONS names, from a folder of GraphQL documents, subfolders too. */
await runCommand(async () => {
  const [folder, file, ...more] = process.argv.slice(2);
  if (!folder || !file || more.length > 0) throw new Error(usage);
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.(graphql|gql)$/.test(name),
  );
  const documents = names.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    try {
      return parse(text, { noLocation: true });
    } catch (error) {
      throw new Error(`${join(folder, name)}: ${error instanceof Error ? error.message : error}`);
    }
  });
  const manifest = manifestOf(documents);
  writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  process.stdout.write(`${manifest.operations.length} operations of ${names.length} files in ${file}\n`);
});
