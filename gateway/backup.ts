import { takeBackup } from '../platform/backup/take-backup.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Config } from '../platform/config/config.ts';
import { ledgerKey } from '../platform/ledger/ledger-key.ts';
import { storageModels } from './storage-models.ts';

/** Copies all of the product's storage into a folder. The keys are not in it. @throws BackupError */
export async function backUp(
  config: Config,
  folder: string,
  clock: Clock,
  say: (line: string) => void,
): Promise<void> {
  const { takenAt } = await takeBackup({
    storage: config.storage,
    parts: storageModels().map(({ part }) => part),
    folder,
    key: ledgerKey(config.keys.ledger),
    clock,
    say,
  });
  say(`Everything as it stood at ${takenAt} is in ${folder}.`);
  say(
    'The keys are not in it: ENCRYPTION_KEYS, ledger-key.pem and signing-key.json. Keep copies of them in another place; without them this backup opens nothing.',
  );
}
