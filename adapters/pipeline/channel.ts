import { type FindOperator, Like } from 'typeorm';
import { type Channel, submittedKey } from '../../platform/vocabulary/entry-channel.ts';

export { type Channel, channelOf, submittedKey } from '../../platform/vocabulary/entry-channel.ts';

/** @param number from one */
export function submissionLocation(number: number): string {
  return `entry ${number} of the submission`;
}

/** The keys of submitted entries. */
export const submittedKeys = (): FindOperator<string> => Like(`${submittedKey('')}%`);

/** The channel of a record that was set aside. */
export function channelOfLocation(location: string): Channel {
  return /^entry \d+ of the submission$/.test(location) ? 'submission' : 'source';
}
