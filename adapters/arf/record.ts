import { z } from 'zod';

export const levels = ['HIGH_LEVEL', 'WORKING_LEVEL'] as const;
export type Level = (typeof levels)[number];

/** The headings of the workbook, as people know them. */
export const levelTitles: Readonly<Record<Level, string>> = {
  HIGH_LEVEL: 'High-Level',
  WORKING_LEVEL: 'Working-Level',
};

/** One cell as the edition has it, with "same as above" put in. */
export const ArfCell = z.object({
  /** Null where nothing is known: empty, a placeholder, or an error. Dates are YYYY-MM-DD or YYYY-MM. */
  text: z.string().nullable(),
  /** Heading and column for a person, e.g. `Tel, column F`. */
  at: z.string(),
  /** Why the cell cannot be read, as the end of a sentence: its value is then unknown, which is not empty. */
  error: z.string().nullable(),
});
export type ArfCell = z.infer<typeof ArfCell>;

export const contactFields = ['name', 'designation', 'agency', 'telephone', 'fax', 'email'] as const;
export type ArfField = (typeof contactFields)[number];

/** One level of one row. */
export const ArfRecord = z.object({
  level: z.enum(levels),
  /** Its text is null where the row has no country, not even one above. */
  country: ArfCell,
  name: ArfCell,
  designation: ArfCell,
  agency: ArfCell,
  telephone: ArfCell,
  fax: ArfCell,
  email: ArfCell,
  remarks: ArfCell,
  asOf: ArfCell,
});
export type ArfRecord = z.infer<typeof ArfRecord>;
