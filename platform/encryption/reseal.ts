import type { Database } from '../database/database.ts';
import type { Log } from '../log/log.ts';

/**
 * Seals anew, while others read and write, what stands under an older key; does nothing where nothing does. What is not done
 * when it is stopped, or fails, is done after the next start.
 */
export function resealInBackground(
  database: Pick<Database, 'sealing'>,
  part: string,
  log: Log,
): { stop(): Promise<void> } {
  const { sealing } = database;
  const stopping = new AbortController();
  const reseal = async () => {
    const before = await valuesUnderOldKeys(database);
    if (before === 0) return;
    log.info({ part, values: before, key: sealing.currentKeyId }, 'sealing anew under the current key');
    await sealing.reseal(stopping.signal);
    const left = await valuesUnderOldKeys(database);
    log.info({ part, left }, left === 0 ? 'all is sealed under the current key' : 'sealing anew is not done');
  };
  const done = reseal().catch((err) => {
    if (!stopping.signal.aborted)
      log.error({ err, part }, 'not sealed anew: it is tried again at the next start');
  });
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}

/** How many values of a database would be lost with its older keys. */
export async function valuesUnderOldKeys({ sealing }: Pick<Database, 'sealing'>): Promise<number> {
  const old = (await sealing.keysInUse()).filter(({ keyId }) => keyId !== sealing.currentKeyId);
  return old.reduce((sum, { values }) => sum + values, 0);
}
