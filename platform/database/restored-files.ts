import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';

// Several files cannot be put in place in one step. So a restore makes all of them in one folder, and giving that folder its
// last name is the step: from then on each file moves to its place, now or whenever its part is opened.

/** Where a restore makes its files; what is in it counts for nothing. */
export const stagingFolder = (folder: string): string => join(folder, '.restoring');

/** Holds the files of a restore that is done, until each is in its place. */
const restoredFolder = (folder: string): string => join(folder, '.restored');

/** The step by which a restore is done. All files in the staging folder must be on the disk, and the locks of their parts held. */
export function decideRestore(folder: string): void {
  renameSync(stagingFolder(folder), restoredFolder(folder));
  syncFolder(folder);
  for (const part of restoredParts(folder)) takeRestored(folder, part);
}

/** Puts a part's restored file in its place, where there is one. Only with the part's lock. */
export function takeRestored(folder: string, part: string): void {
  const restored = join(restoredFolder(folder), `${part}.sqlite`);
  if (!existsSync(restored)) return;
  const file = join(folder, `${part}.sqlite`);
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
  // An old log beside a new file would be taken for that file's own.
  syncFolder(folder);
  renameSync(restored, file);
  syncFolder(folder);
  if (restoredParts(folder).length === 0) rmdirSync(restoredFolder(folder));
}

/** The parts whose restored files are not in their places yet. */
export function restoredParts(folder: string): string[] {
  if (!existsSync(restoredFolder(folder))) return [];
  return readdirSync(restoredFolder(folder)).map((file) => file.replace(/\.sqlite$/, ''));
}

/** @throws Error where files in the folder are older than the restore that was done */
export function refuseUnfinishedRestore(folder: string): void {
  if (restoredParts(folder).length > 0)
    throw new Error(
      `A restore into ${folder} was broken off at its last step. Start the server, or run the restore again: either finishes it.`,
    );
}

/** Makes what was renamed or taken out in a folder last; on Windows the file system does so by itself. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
