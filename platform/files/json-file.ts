import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { z } from 'zod';

/** A small state that lives in one JSON file and is written whole or not at all. */
export interface JsonFile<T> {
  read(): T;
  write(value: T): void;
}

/**
 * Opens the file; where it does not exist yet, makes it from `initial`.
 * @throws Error where what it holds is not what `schema` describes; the message names the file and the mend
 */
export function openJsonFile<T>(file: string, schema: z.ZodType<T>, initial: () => T): JsonFile<T> {
  const known = existsSync(file);
  let current = known ? parse(file, schema) : initial();
  const write = (value: T) => {
    mkdirSync(dirname(file), { recursive: true });
    const temporary = `${file}.${process.pid}.new`;
    writeFileSync(temporary, `${JSON.stringify(value, null, 1)}\n`);
    renameSync(temporary, file);
    current = value;
  };
  if (!known) write(current);
  return { read: () => current, write };
}

function parse<T>(file: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`${file} cannot be read. Delete it, and it is made anew from the built-in data.`, {
      cause,
    });
  }
}
