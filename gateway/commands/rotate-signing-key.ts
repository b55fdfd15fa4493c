import { systemClock } from '../../platform/clock/clock.ts';
import { readConfig } from '../../platform/config/config.ts';
import { rotateSigningKey } from '../../platform/identity/signing-key.ts';
import { runCommand } from './command.ts';

/** Makes a new key that tokens are signed with. Running servers on this data folder take it up within seconds. */
await runCommand(async () => {
  const keyId = await rotateSigningKey(readConfig(process.env).keys.signing, systemClock);
  process.stdout.write(
    `Tokens are signed with ${keyId} from now on. The key before it verifies for a day more.\n`,
  );
});
