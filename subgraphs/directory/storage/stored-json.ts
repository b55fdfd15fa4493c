import type { ValueTransformer } from 'typeorm';
import type { z } from 'zod';

/** A text column that holds JSON: what comes out of storage is checked before it is believed. */
export function storedJson(shape: z.ZodType): ValueTransformer {
  return {
    to: (value: unknown) => (value === null || value === undefined ? value : JSON.stringify(value)),
    from: (text: unknown) =>
      text === null || text === undefined ? text : shape.parse(JSON.parse(String(text))),
  };
}
