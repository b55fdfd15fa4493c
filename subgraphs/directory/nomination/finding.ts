import type { ContactRow } from '../storage/contact-row.ts';

/** ERROR: it cannot be saved so. DUPLICATE: the state lists it already, or something like it. WARNING: to be looked at. */
export const findingSeverities = ['ERROR', 'DUPLICATE', 'WARNING'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** What a check of a contact found, at one field of the input. */
export interface Finding {
  readonly severity: FindingSeverity;
  /** For programs, such as those that say it in the reader's language. */
  readonly code: string;
  /** A path: `input.emails.0`. */
  readonly field: string;
  readonly message: string;
  /** Of a duplicate: what is listed already. */
  readonly contact: ContactRow | null;
}

export const warning = (code: string, field: string, message: string): Finding => ({
  severity: 'WARNING',
  code,
  field,
  message,
  contact: null,
});

export const fault = (code: string, field: string, message: string): Finding => ({
  severity: 'ERROR',
  code,
  field,
  message,
  contact: null,
});
