import { parseArgs } from 'node:util';
import { readConfig } from '../../platform/config/config.ts';
import { ledgerLine } from '../ledger-line.ts';
import { verifyLedgers } from '../verify-ledgers.ts';
import { runCommand } from './command.ts';

/**
 * Verifies every ledger in the configured storage, running server or not, and prints a line about each. Ends with status 1
 * where one is not sound.
 */
await runCommand(async () => {
  const { values } = parseArgs({ options: { checkpoint: { type: 'string' } } });
  const reports = await verifyLedgers(readConfig(process.env), values.checkpoint);
  if (reports.length === 0) process.stdout.write('There is no ledger yet.\n');
  for (const report of reports) process.stdout.write(`${ledgerLine(report)}\n`);
  if (reports.some(({ finding }) => finding !== null)) process.exitCode = 1;
});
