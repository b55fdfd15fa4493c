import { type FindOperator, Like, Not } from 'typeorm';

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

/** @param number from one */
export function submissionLocation(number: number): string {
  return `entry ${number} of the submission`;
}

/** The keys of submitted entries. */
export const submittedKeys = (): FindOperator<string> => Like(`${prefix}%`);

/** The locations of records that were set aside, of one channel. */
export function locationsOf(channel: Channel): FindOperator<string> {
  const submitted = Like('entry % of the submission');
  return channel === 'submission' ? submitted : Not(submitted);
}
