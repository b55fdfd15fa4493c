import { BackupError } from '../platform/backup/manifest.ts';
import { restoreBackup } from '../platform/backup/restore-backup.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Config } from '../platform/config/config.ts';
import { configuredKeys } from '../platform/encryption/configured-keys.ts';
import { ledgerPublicKey } from '../platform/ledger/ledger-key.ts';
import { ledgerSeal } from '../platform/ledger/seal.ts';
import { storedConsents } from '../subgraphs/directory/schema.ts';
import { ledgerLine } from './ledger-line.ts';
import { storageModels } from './storage-models.ts';
import { verifyLedgers } from './verify-ledgers.ts';

export interface RestoreRequest {
  readonly folder: string;
  readonly reason: string;
  readonly replace: boolean;
  readonly keyIsLost: boolean;
}

/**
 * Puts a backup in the place of the product's storage, and verifies what is there then.
 * @returns whether every ledger is sound
 * @throws BackupError, StorageInUse; then nothing has changed
 */
export async function restore(
  config: Config,
  request: RestoreRequest,
  clock: Clock,
  say: (line: string) => void,
): Promise<boolean> {
  if (ledgerPublicKey(config.keys.ledger) === null && !request.keyIsLost)
    throw new BackupError(
      `There is no ledger-key.pem in ${config.keys.ledger}. Put it there from your copy of the keys, then restore. ` +
        'Only where it is lost for good, --key-is-lost makes another: then nothing from before can be verified any more.',
    );
  const before = await storedConsents(config.storage);
  const manifest = await restoreBackup({
    ...request,
    storage: { ...config.storage, keys: await configuredKeys(config) },
    models: storageModels(),
    seal: ledgerSeal(config.ledgerDirectory, config.keys.ledger),
    ledgerFolder: config.ledgerDirectory,
    clock,
    say,
  });
  const reports = await verifyLedgers(config);
  for (const report of reports) say(ledgerLine(report));
  say(`Everything is as it stood at ${manifest.takenAt}.`);
  const inForce = (await storedConsents(config.storage)).filter(({ status }) => status === 'ACTIVE');
  for (const { id, iso3, directory, ended_at } of before)
    if (ended_at !== null && inForce.some((consent) => consent.id === id))
      say(
        `IN FORCE AGAIN: ${iso3} ended its consent to ${directory} at ${ended_at} (${id}). It must end it anew.`,
      );
  say(
    'What was done after that is not: consents that ended since are in force again, accounts that ended since can sign in again. Tell states and organisations before you let them in.',
  );
  return reports.every(({ finding }) => finding === null);
}
