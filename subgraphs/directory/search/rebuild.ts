import type { Database } from '../../../platform/database/database.ts';
import type { Log } from '../../../platform/log/log.ts';
import { wordsVersion } from '../../../platform/search/words.ts';
import { ContactRow } from '../storage/contact-row.ts';
import { ContactIndexedRow } from '../storage/search-rows.ts';
import { indexContacts } from './index-contacts.ts';

const contactsAtOnce = 50;

/**
 * Makes anew, while others read and write, the words of contacts that were made by other rules or under an older key, and of
 * those that have none yet. A few contacts in each transaction: it may be stopped between any two, and run twice at once.
 * @returns how many contacts it indexed
 */
export async function rebuildIndex(
  database: Pick<Database, 'write' | 'sealing'>,
  signal: AbortSignal,
): Promise<number> {
  const [made] = database.sealing.tokens(ContactIndexedRow, 'made_by', wordsVersion);
  let indexed = 0;
  while (!signal.aborted) {
    const done = await database.write(async (manager) => {
      const stale = await manager
        .createQueryBuilder(ContactRow, 'contact')
        .leftJoin(
          ContactIndexedRow,
          'indexed',
          'indexed.contact_id = contact.id AND indexed.made_by = :made',
          { made },
        )
        .where('contact.removed_at IS NULL AND indexed.contact_id IS NULL')
        .limit(contactsAtOnce)
        .getMany();
      await indexContacts(manager, stale);
      return stale.length;
    });
    if (done === 0) break;
    indexed += done;
    // Between two transactions it is others' turn: their work may be waiting in timers and sockets.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return indexed;
}

/** Rebuilds what needs it once, beside everything else. What is not done when it is stopped, or fails, is done after the next start. */
export function rebuildInBackground(
  database: Pick<Database, 'write' | 'sealing'>,
  log: Log,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const done = rebuildIndex(database, stopping.signal).then(
    (contacts) => contacts > 0 && log.info({ contacts }, 'the index of words was made anew'),
    (err) =>
      stopping.signal.aborted ||
      log.error({ err }, 'the index of words was not made anew: it is tried again at the next start'),
  );
  return {
    stop: async () => {
      stopping.abort();
      await done;
    },
  };
}
