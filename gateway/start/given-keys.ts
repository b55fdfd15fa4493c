import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError, type KeyFolders } from '../../platform/config/config.ts';
import { signingKeyFile } from '../../platform/identity/signing-key.ts';
import { ledgerKeyFile } from '../../platform/ledger/ledger-key.ts';

/**
 * Keys that are given for all instances are not made by the first that finds none: on another machine another one would.
 * @throws ConfigurationError
 */
export function requireGivenKeys({ signing, ledger, given }: KeyFolders): void {
  if (!given) return;
  for (const file of [join(signing, signingKeyFile), join(ledger, ledgerKeyFile)])
    if (!existsSync(file))
      throw new ConfigurationError(
        `KEYS_DIR: there is no ${file}. Make the keys once, with npm run make-keys -- FOLDER, and give every instance the same ones.`,
      );
}
