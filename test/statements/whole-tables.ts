import type { Statement } from '../../platform/database/statements.ts';
import type { Scan } from './plans.ts';

/** What may be read whole: a table, by such statements as it says, for a reason. */
interface Whole {
  readonly table: string;
  readonly by?: RegExp;
  readonly because: string;
}

const aRowAState = 'It has a row for a state at the most: 193.';
const aCount = 'A dashboard counts all of it.';
const waiting = 'It goes through what waits alone, by an index that holds nothing else.';
const daily = 'Once a day, what is older than a month is forgotten.';

const wholes: readonly Whole[] = [
  { table: 'participation', because: aRowAState },
  { table: 'opening_stage', because: 'There are three.' },
  { table: 'scheduled_job', because: 'It has a row for each job that the code defines.' },
  { table: 'regional_directory', because: 'It has a row for each directory that is registered.' },
  {
    table: 'consent',
    by: /"status" = (?:\?|\$1)\)*(?: GROUP BY "row"\."directory")?$/,
    because: 'A state has one in force for each directory at the most.',
  },
  { table: 'copy_source', by: /COUNT\(/, because: aCount },
  { table: 'proposal', by: /COUNT\(/, because: waiting },
  { table: 'conflict', by: /COUNT\(/, because: waiting },
  { table: 'webhook_delivery', by: /"status" = (?:\?|\$1)$/, because: waiting },
  {
    table: 'contact_review',
    by: /COUNT\(|GROUP BY|NOT\(0=1\)/,
    because: 'Shares of all contacts are counted.',
  },
  { table: 'outbox_message', by: /GROUP BY "message"\."status"/, because: aCount },
  {
    table: 'outbox_message',
    by: /^UPDATE "outbox_event"|^UPDATE "directory"\."outbox_event"/,
    because: daily,
  },
  { table: 'outbox_event', by: /^UPDATE /, because: daily },
  {
    table: 'contact_indexed',
    because: 'Once at the start, whether every contact is in the index is looked at.',
  },
  {
    table: 'set_aside',
    because: 'It holds what was of no use in the last read, and is compared with the next.',
  },
  {
    table: 'entry',
    by: /"iso3" IN \((?:(?:\?|\$\d+)(?:, )?){100,}\)/,
    because: 'Of all states at once, it is all.',
  },
  { table: 'entry', by: /COUNT\(/, because: 'How many entries and participants there are is counted.' },
  {
    table: 'entry',
    by: /FROM (?:"\w+"\.)?"entry" "EntryRow"$/,
    because: 'A whole file is compared with all.',
  },
  {
    table: 'entry',
    by: /"status" != (?:\?|\$1)\)+ ORDER BY "EntryRow"\."source_key" ASC LIMIT/,
    because: 'A page, in the order of the key: what was removed, and is passed over, is little.',
  },
];

export const mayBeWhole = ({ text }: Statement, { table }: Scan): boolean =>
  wholes.some((whole) => whole.table === table && (whole.by?.test(text) ?? true));
