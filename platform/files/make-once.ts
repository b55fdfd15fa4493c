import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The text of a small secret file, made once: of processes that start together all end up with the same one. It is for its
 * owner alone to read.
 */
export async function madeOnce(file: string, make: () => Promise<string> | string): Promise<string> {
  const stored = read(file);
  if (stored !== undefined) return stored;
  const folder = dirname(file);
  mkdirSync(folder, { recursive: true });
  const draft = join(folder, `.secret-${randomBytes(6).toString('hex')}`);
  writeFileSync(draft, await make(), { mode: 0o600 });
  try {
    linkSync(draft, file); // fails where another process was first: then its secret counts
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
