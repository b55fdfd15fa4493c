import { z } from 'zod';
import type { StorageModel } from '../database/database.ts';
import { BackupError, type Manifest, type StoredPart } from './manifest.ts';

/** @throws BackupError where the backup holds what this version of the product does not know */
export function checkVersions({ parts }: Manifest, models: readonly StorageModel[]): void {
  for (const part of parts) {
    const model = models.find((one) => one.part === part.part);
    if (!model)
      throw new BackupError(
        `The backup holds the part ${part.part}, which this version does not have. Restore it with the version that made it.`,
      );
    const known = model.migrations.map(migrationName);
    if (part.migrations.some((name) => !known.includes(name)))
      throw new BackupError(
        `The backup was made by a newer version: ${part.part} is further than this one knows. Restore it with that version.`,
      );
  }
}

/** A part with the tables that the version had which made the backup. */
export const asItWas = (model: StorageModel, { migrations }: StoredPart): StorageModel => ({
  ...model,
  migrations: model.migrations.filter((migration) => migrations.includes(migrationName(migration))),
});

const Named = z.looseObject({ name: z.string() });

/** As TypeORM writes it down. */
function migrationName(migration: StorageModel['migrations'][number]): string {
  const made = Named.safeParse(Reflect.construct(migration, []));
  return made.success ? made.data.name : migration.name;
}
