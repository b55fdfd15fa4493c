import { UnreadableFile } from '../../platform/text/unreadable-file.ts';
import { SourceFailure } from '../contract.ts';

/** Reads what a source gave. @throws SourceFailure where it cannot be read */
export function readingSource<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnreadableFile) throw new SourceFailure(error.message, { cause: error });
    throw error;
  }
}
