import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import { configuredKeys } from '../../platform/encryption/configured-keys.ts';
import { languageOfTag } from '../../platform/languages/languages.ts';
import { createLog } from '../../platform/log/log.ts';
import { firstCustodian } from '../../subgraphs/identity/schema.ts';
import { runCommand } from './command.ts';

const usage = `Usage: npm run invite-custodian -- --email NAME@HOST [--name "NAME"] [--language en]`;

/** Prints a one-time link by which the custodian's first person chooses a password. */
await runCommand(async () => {
  const { values } = parseArgs({
    options: { email: { type: 'string' }, name: { type: 'string' }, language: { type: 'string' } },
  });
  if (values.email === undefined) throw new Error(usage);
  const language = languageOfTag(values.language ?? 'en');
  if (!language) throw new Error(`--language must be one of ar, en, es, fr, ru, zh.\n${usage}`);
  const config = readConfig(process.env);
  if (config.outsideIssuer)
    throw new Error(`People are managed where they sign in: ${config.outsideIssuer.issuer}.`);
  const { link, expiresAt } = await firstCustodian(
    {
      storage: { ...config.storage, keys: await configuredKeys(config) },
      clock: systemClock,
      log: createLog(config.logLevel),
      publicUrl: config.http.publicUrl ?? `http://127.0.0.1:${config.port}`,
    },
    { name: values.name ?? 'Custodian', email: values.email, language },
  );
  process.stdout.write(`${link}\n`);
  process.stderr.write(`It works once, until ${expiresAt}. Hand it to that person alone.\n`);
});
