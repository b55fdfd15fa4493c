import type { SampleField } from '../../contract.ts';

/** Written in place of a value that the feed redacts (`withheld="restricted"`). */
export const WITHHELD = '(withheld)';

const date = 'DD.MM.YYYY';
const many = `one a line; ${WITHHELD} for a redacted one`;
const one = `${WITHHELD} to redact it`;

/** The feed's elements, in the order of its schema from `institution` on; several values stand one a line. */
export const fields: readonly SampleField[] = [
  { name: 'participatingState' },
  { name: 'level', hint: 'POLICY or TECHNICAL' },
  { name: 'rank', hint: 'primary or alternate' },
  { name: 'institution', hint: 'one a line, each with its language: en: Ministry of Foreign Affairs' },
  { name: 'unit', hint: one },
  { name: 'name', hint: `empty for a functional mailbox; ${one}` },
  { name: 'title', hint: one },
  { name: 'functionalEmail', hint: one },
  { name: 'email', hint: many },
  { name: 'phone', hint: many },
  { name: 'phone24x7', hint: one },
  { name: 'languages', hint: 'codes with spaces between: en et ru' },
  { name: 'pgpFingerprint', hint: one },
  { name: 'website', hint: one },
  { name: 'lastConfirmed', hint: date },
  { name: 'changedOn', hint: `${date}; left as it is, a change sets it to today` },
  { name: 'notifiedOn', hint: `${date}; left as it is, a change sets it to today` },
  { name: 'source', hint: one },
];

export const repeated: ReadonlySet<string> = new Set(['email', 'phone']);
export const dates: ReadonlySet<string> = new Set(['lastConfirmed', 'changedOn', 'notifiedOn']);
