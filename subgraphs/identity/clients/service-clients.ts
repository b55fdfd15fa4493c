import { randomUUID } from 'node:crypto';
import { IsNull } from 'typeorm';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput, conflict, notFound } from '../../../platform/errors/problem.ts';
import { actingNow } from '../../../platform/ledger/actor.ts';
import { digestOf, newSecret } from '../credentials/secrets.ts';
import { type IdentityParts, record } from '../parts.ts';
import { endingSessions } from '../sessions/end.ts';
import { ServiceClientRow } from '../storage/service-client-row.ts';

/** A client with its secret, which is told once. */
export interface ClientWithSecret {
  readonly client: ServiceClientRow;
  readonly secret: string;
}

export function serviceClients(
  { database }: IdentityParts,
  directory: string | null,
): Promise<ServiceClientRow[]> {
  const where = { removed_at: IsNull(), ...(directory === null ? {} : { directory }) };
  return database.read((manager) =>
    manager.find(ServiceClientRow, { where, order: { directory: 'ASC', created_at: 'ASC', id: 'ASC' } }),
  );
}

export function serviceClient({ database }: IdentityParts, id: string): Promise<ServiceClientRow | null> {
  return database.read((manager) => manager.findOneBy(ServiceClientRow, { id, removed_at: IsNull() }));
}

/** @throws Problem BAD_USER_INPUT */
export async function registerServiceClient(
  parts: IdentityParts,
  given: { readonly directory: string; readonly name: string },
): Promise<ClientWithSecret> {
  const directory = given.directory.trim().toUpperCase();
  if (!parts.directories.includes(directory))
    throw badInput('directory', `The directory must be one of ${parts.directories.join(', ')}.`);
  const name = given.name.replaceAll(/\s+/g, ' ').trim();
  if (name === '' || name.length > 100)
    throw badInput('name', 'The name needs 1 to 100 characters. Name the service, not a person.');
  const secret = newSecret();
  const now = instant(parts.clock.now());
  const client: ServiceClientRow = {
    id: `${directory.toLowerCase()}-${randomUUID()}`,
    directory,
    name,
    secret_hash: digestOf(secret),
    secret_id: randomUUID(),
    created_at: now,
    created_by: actingNow().subject,
    secret_since: now,
    removed_at: null,
  };
  await parts.database.write(async (manager) => {
    await manager.insert(ServiceClientRow, client);
    await record(manager, parts, {
      kind: 'service-client.registered',
      subjects: { client: client.id },
      payload: { directory },
    });
  });
  return { client, secret };
}

/** A new secret; the one before, and the tokens got by it, are refused from now on. @throws Problem NOT_FOUND */
export async function rotateServiceClientSecret(parts: IdentityParts, id: string): Promise<ClientWithSecret> {
  return endingSessions(parts, async (manager, end) => {
    const client = await manager.findOneBy(ServiceClientRow, { id, removed_at: IsNull() });
    if (!client) throw notFound('There is no such service client.');
    const secret = newSecret();
    const rotated: ServiceClientRow = {
      ...client,
      secret_hash: digestOf(secret),
      secret_id: randomUUID(),
      secret_since: instant(parts.clock.now()),
    };
    await manager.save(ServiceClientRow, rotated);
    await end([client.secret_id]);
    await record(manager, parts, {
      kind: 'service-client.secret-rotated',
      subjects: { client: id },
      payload: { directory: client.directory },
    });
    return { client: rotated, secret };
  });
}

/** The client signs in no more. @throws Problem NOT_FOUND, CONFLICT */
export async function removeServiceClient(parts: IdentityParts, id: string): Promise<void> {
  await endingSessions(parts, async (manager, end) => {
    const client = await manager.findOneBy(ServiceClientRow, { id });
    if (!client) throw notFound('There is no such service client.');
    if (client.removed_at !== null) throw conflict('This service client was removed already.');
    await manager.update(ServiceClientRow, { id }, { removed_at: instant(parts.clock.now()) });
    await end([client.secret_id]);
    await record(manager, parts, {
      kind: 'service-client.removed',
      subjects: { client: id },
      payload: { directory: client.directory },
    });
  });
}
