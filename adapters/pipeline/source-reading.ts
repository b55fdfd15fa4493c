import { createHash } from 'node:crypto';
import {
  type RegionalDirectory,
  type Resume,
  type Source,
  SourceFailure,
  type SourceRead,
} from '../contract.ts';
import { hasMore, type RecordsOf } from './completeness.ts';

const readLimitMinutes = 10;

/**
 * Which source, read by which rules. What an earlier read left to go on from belongs to these alone. A hash, since even a
 * URL without its user and password may hold what is nobody's business.
 */
export function fingerprintOf(directory: RegionalDirectory, url: URL): string {
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';
  return createHash('sha256').update(`${bare.href} ${directory.rules.version}`).digest('hex');
}

/**
 * Reads the source, and stops waiting when told to, whether the source listens or not.
 * @throws SourceFailure
 */
export async function readSource(
  source: Source<unknown>,
  since: Resume | null,
  signal: AbortSignal,
): Promise<SourceRead<unknown>> {
  signal.throwIfAborted();
  // Nothing of a read outlives it: a timer that still waits would hold all its records.
  const ending = new AbortController();
  let isTooLate = false;
  const timer = setTimeout(() => {
    isTooLate = true;
    ending.abort(new DOMException('The source took too long.', 'TimeoutError'));
  }, readLimitMinutes * 60_000);
  timer.unref();
  const stop = () => ending.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const ended = new Promise<never>((_resolve, reject) => {
    ending.signal.addEventListener('abort', () => reject(ending.signal.reason), { once: true });
  });
  try {
    const read = await Promise.race([source.read(since, ending.signal), ended]);
    if (read.kind === 'unchanged' && since === null)
      throw new SourceFailure(
        'The source says that nothing changed, and it has not been read yet. Ask those who run it.',
      );
    return read;
  } catch (cause) {
    if (isTooLate && !signal.aborted)
      throw new SourceFailure(`The source did not finish its answer within ${readLimitMinutes} minutes.`, {
        cause,
      });
    throw cause;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

/**
 * Reads a source from its beginning to its end as one, however many reads that takes: of what was known before, a part of it would
 * bring back what later parts have changed long since.
 * @throws SourceFailure
 */
export async function readWhole(source: Source<unknown>, signal: AbortSignal): Promise<RecordsOf> {
  const records: RecordsOf['records'][number][] = [];
  const setAside: RecordsOf['setAside'][number][] = [];
  for (let since: Resume | null = null; ; ) {
    const read = await readSource(source, since, signal);
    if (read.kind === 'unchanged') return { kind: 'complete', records, setAside, resume: since };
    for (const record of read.records) records.push(record);
    setAside.push(...read.setAside);
    const { resume } = read;
    if (!hasMore(read) || resume === null) return { ...read, records, setAside };
    since = resume;
  }
}
