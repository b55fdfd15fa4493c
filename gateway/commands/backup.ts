import 'reflect-metadata';
import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import { backUp } from '../backup.ts';
import { runCommand } from './command.ts';

const usage = 'Usage: npm run backup -- FOLDER   a folder that is empty, or not there yet';

/** Copies the configured storage into a folder, running server or not. */
await runCommand(async () => {
  const [folder, ...more] = process.argv.slice(2);
  if (!folder || more.length > 0) throw new Error(usage);
  const say = (line: string) => process.stdout.write(`${line}\n`);
  await backUp(readConfig(process.env), folder, systemClock, say);
});
