import { z } from 'zod';
import type { MessageValues } from '../languages/catalogue.ts';

/** The values of a message as JSON keeps them: a date is `{ date: <ISO 8601> }`. */
export const StoredValues = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.strictObject({ date: z.iso.datetime() })]),
);
export type StoredValues = z.infer<typeof StoredValues>;

export function toStored(values: MessageValues): StoredValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value instanceof Date ? { date: value.toISOString() } : value,
    ]),
  );
}

export function fromStored(values: StoredValues): MessageValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'object' ? new Date(value.date) : value,
    ]),
  );
}
