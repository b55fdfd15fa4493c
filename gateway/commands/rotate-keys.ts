import 'reflect-metadata';
import { readConfig } from '../../platform/config/config.ts';
import { rotateKeys } from '../rotate-keys.ts';
import { runCommand } from './command.ts';

/** Prints under which keys what is at rest stands; exit status 0 where none needs an older key any more. */
await runCommand(async () => {
  const old = await rotateKeys(readConfig(process.env), (line) => process.stdout.write(`${line}\n`));
  if (old > 0) process.exitCode = 1;
});
