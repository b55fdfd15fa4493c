import { z } from 'zod';
import { Problem } from '../../../platform/errors/problem.ts';
import type { DirectoryContext } from './context.ts';

const ShownChanges = z.object({
  contact: z.string(),
  state: z.string(),
  changes: z.array(z.unknown()).min(1),
});

/** An edit whose refusal may tell what the contact says now: that is a reading of it. */
export async function notingWhatChanged<T>(
  { readings }: Pick<DirectoryContext, 'readings'>,
  edit: Promise<T>,
): Promise<T> {
  try {
    return await edit;
  } catch (error) {
    const shown = error instanceof Problem ? ShownChanges.safeParse(error.details).data : undefined;
    if (shown) readings.note({ state: shown.state, id: shown.contact }, 'stale edit');
    throw error;
  }
}
