import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import { restore } from '../restore.ts';
import { runCommand } from './command.ts';

const usage =
  'Usage: npm run restore -- FOLDER --reason "WHY, WITHOUT NAMING A PERSON" [--replace] [--key-is-lost]';

/** Puts a backup in the place of the configured storage, and verifies it. */
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: {
      reason: { type: 'string' },
      replace: { type: 'boolean', default: false },
      'key-is-lost': { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [folder, ...more] = positionals;
  const reason = values.reason?.trim();
  if (!folder || !reason || more.length > 0) throw new Error(usage);
  const isSound = await restore(
    readConfig(process.env),
    { folder, reason, replace: values.replace, keyIsLost: values['key-is-lost'] },
    systemClock,
    (line) => process.stdout.write(`${line}\n`),
  );
  if (!isSound) process.exitCode = 1;
});
