import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { BackupError, type Manifest, tableFile } from './manifest.ts';

/** Reads every file of a backup through: each is whole, and what it was when the backup was made. @throws BackupError */
export async function checkFiles(folder: string, { parts }: Manifest): Promise<void> {
  for (const { part, tables } of parts)
    for (const { table, bytes, rows, sha256 } of tables) {
      const file = tableFile(folder, part, table);
      if (!existsSync(file)) throw new BackupError(`The backup is not whole: ${file} is missing.`);
      const hash = createHash('sha256');
      let length = 0;
      let lines = 0;
      for await (const chunk of createReadStream(file)) {
        hash.update(chunk);
        length += chunk.length;
        for (const byte of chunk) if (byte === 0x0a) lines += 1;
      }
      if (length < bytes) throw new BackupError(`The backup is not whole: ${file} was cut short.`);
      if (length !== bytes || lines !== rows || hash.digest('hex') !== sha256)
        throw new BackupError(`The backup was altered: ${file} is not what it was when it was made.`);
    }
}
