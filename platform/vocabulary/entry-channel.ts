/**
 * Which way an entry came: read from the regional source, or submitted by its organisation. An entry belongs to the channel
 * that brought it: what one channel no longer lists says nothing of the other's entries.
 */
export type Channel = 'source' | 'submission';

const prefix = 'submitted:';

/** The key of a submitted entry, apart from every key of the source. */
export function submittedKey(given: string): string {
  return `${prefix}${given}`;
}

export function channelOf(sourceKey: string): Channel {
  return sourceKey.startsWith(prefix) ? 'submission' : 'source';
}
