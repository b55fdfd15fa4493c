import type { ContactFunction, ContactKind } from '../../../platform/vocabulary/terms.ts';
import type { AvailabilityRecord } from '../export/availability-text.ts';
import type { TextRecord } from '../export/contact-record.ts';

/** What a file says of a contact, as its state would write it. A field that is absent is not spoken of; null or an empty list empties it. */
export interface ImportedValues {
  readonly function?: ContactFunction;
  readonly kind?: ContactKind;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly entity?: string | null;
  readonly webPage?: string | null;
  readonly emails?: readonly string[];
  readonly phones?: readonly string[];
  readonly languages?: readonly string[];
  readonly texts?: readonly TextRecord[];
  readonly availability?: AvailabilityRecord | null;
  /** OpenPGP, armoured. */
  readonly publicKeys?: readonly string[];
}
export type ImportedField = keyof ImportedValues;

/** What is wrong in a row, where, and what to do. */
export interface RowProblem {
  /** Null where it is about the whole row. */
  readonly column: string | null;
  readonly message: string;
}

/** One contact of a file. */
export interface ImportedRow {
  /** In a table the row, as spreadsheet programs number it; otherwise which contact of the file, counted from 1. */
  readonly row: number;
  /** The contact that it is about; null where it names none. */
  readonly id: string | null;
  /** The state that it says it is of, as written; null where it says nothing. */
  readonly state: string | null;
  readonly values: ImportedValues;
  /** What the file calls the place of a field: `column F, “E-mail”`, `EMAIL`. */
  readonly columns: ReadonlyMap<ImportedField, string>;
  readonly problems: readonly RowProblem[];
}

export interface ImportedFile {
  readonly rows: readonly ImportedRow[];
  /** What of the file is not imported: columns or properties that no field of a contact is. */
  readonly ignored: readonly string[];
}

/** What may come at once. A state has some dozens of contacts at most. */
export const importLimits = {
  bytes: 512 * 1024,
  rows: 500,
  columns: 200,
  unpackedBytes: 20_000_000,
} as const;
