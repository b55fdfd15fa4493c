import { channelOf } from '../../../platform/vocabulary/entry-channel.ts';

interface OfEntry {
  readonly directory: string;
  readonly source_key: string;
}

/** A directory's word by way of one of its two channels: `OSCE SOURCE`, `OSCE SUBMISSION`. */
export const channelOrigin = ({ directory, source_key }: OfEntry): string =>
  `${directory} ${channelOf(source_key).toUpperCase()}`;

/**
 * As what a claim stands beside those of the other entries of its contact: the code of its directory; where that directory
 * lists the contact twice, once read from its source and once submitted, which of the two it is.
 */
export function originAmong(entries: readonly OfEntry[], one: OfEntry): string {
  const isTwice = entries.some(
    ({ directory, source_key }) => directory === one.directory && source_key !== one.source_key,
  );
  return isTwice ? channelOrigin(one) : one.directory;
}

export const originsAmong = (entries: readonly OfEntry[]): string[] =>
  entries.map((one) => originAmong(entries, one));
