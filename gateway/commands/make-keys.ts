import { makeKeys } from '../make-keys.ts';
import { runCommand } from './command.ts';

const usage = 'Usage: npm run make-keys -- FOLDER   what is in the folder already stays';

/** Makes the keys that all instances are given. */
await runCommand(async () => {
  const [folder, ...more] = process.argv.slice(2);
  if (!folder || more.length > 0) throw new Error(usage);
  for (const line of await makeKeys(folder)) process.stdout.write(`${line}\n`);
});
