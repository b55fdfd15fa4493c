import { z } from 'zod';

/** What a column can hold on both databases. */
export const Value = z.union([z.null(), z.boolean(), z.number(), z.string()]);
export type Value = z.infer<typeof Value>;

/** @param place for a person: `directory.contact.id` */
export function portable(value: unknown, place: string): Value {
  if (typeof value === 'number' && !Number.isSafeInteger(value))
    throw new Error(`${place} holds a number that is no integer: it cannot be backed up.`);
  const parsed = Value.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Error(`${place} holds what is no text, integer or truth value: it cannot be backed up.`);
}

/** TypeORM's own table of what was migrated: made anew by migrating. */
export const migrationsTable = 'migrations';
