import { z } from 'zod';

const Environment = z.object({ OSCE_TOKEN: z.string().trim().optional() });

export interface OsceSettings {
  /** Bearer token of the feed; null where it needs none. */
  readonly token: string | null;
}

export function osceSettings(environment: Readonly<Record<string, string | undefined>>): OsceSettings {
  return { token: Environment.parse(environment).OSCE_TOKEN || null };
}
