import { adapterStorage } from '../adapters/pipeline/schema.ts';
import { registry } from '../adapters/registry.ts';
import type { StorageModel } from '../platform/database/database.ts';
import { readingsStorage } from '../platform/readings/storage.ts';
import { directoryStorage } from '../subgraphs/directory/schema.ts';
import { identityStorage } from '../subgraphs/identity/schema.ts';

/**
 * What every part keeps, for commands that work on all of the product's storage. Whatever follows another, or names what is in
 * it, comes before that one.
 */
export function storageModels(): readonly StorageModel[] {
  const showingContacts = [directoryStorage, ...registry.map(({ code }) => adapterStorage(code))];
  return [...showingContacts.flatMap((model) => [model, readingsStorage(model.part)]), identityStorage];
}
