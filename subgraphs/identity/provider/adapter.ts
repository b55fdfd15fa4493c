import type { Adapter, AdapterPayload } from 'oidc-provider';
import { z } from 'zod';
import { instant } from '../../../platform/clock/clock.ts';
import { serviceClient } from '../clients/service-clients.ts';
import { digestOf } from '../credentials/secrets.ts';
import type { IdentityParts } from '../parts.ts';
import { ProviderRecordRow } from '../storage/provider-record-row.ts';
import { sessionLongestSeconds } from './resource.ts';
import { errors } from './runtime.ts';

const Payload = z.looseObject({
  uid: z.string().optional(),
  grantId: z.string().optional(),
  accountId: z.string().optional(),
  /** Of an interaction that has been answered. */
  result: z.looseObject({ login: z.looseObject({ accountId: z.string() }).optional() }).optional(),
});

/** What the OpenID provider keeps, in the part's own storage: the same for all instances. */
export function providerAdapter(parts: IdentityParts): (model: string) => Adapter {
  const { database, clock } = parts;
  const find = async (where: { model: string; id_hash: string } | { model: string; uid: string }) => {
    const row = await database.read((manager) => manager.findOneBy(ProviderRecordRow, where));
    if (!row) return undefined;
    const payload: AdapterPayload = Payload.parse(JSON.parse(row.payload));
    return row.consumed_at === null
      ? payload
      : { ...payload, consumed: Math.floor(Date.parse(row.consumed_at) / 1000) };
  };

  return (model) => ({
    async upsert(id, payload, expiresIn) {
      const { uid, grantId, accountId, result } = Payload.parse(payload);
      const row: ProviderRecordRow = {
        model,
        id_hash: digestOf(id),
        payload: JSON.stringify(payload),
        grant_id: grantId ?? null,
        uid: uid ?? null,
        account_id: accountId ?? result?.login?.accountId ?? null,
        expires_at: instant(new Date(clock.now().getTime() + (expiresIn ?? sessionLongestSeconds) * 1000)),
        consumed_at: null,
      };
      await database.write((manager) => manager.save(ProviderRecordRow, row));
    },
    find: (id) => (model === 'Client' ? clientMetadata(parts, id) : find({ model, id_hash: digestOf(id) })),
    findByUid: (uid) => find({ model, uid }),
    findByUserCode: async () => undefined, // there is no device flow
    /** Of two that come with the same code at once, one is refused. */
    async consume(id) {
      const row = { model, id_hash: digestOf(id) };
      await database.write(async (manager) => {
        const found = await manager.findOneBy(ProviderRecordRow, row);
        if (!found || found.consumed_at !== null) throw new errors.InvalidGrant('already consumed');
        await manager.update(ProviderRecordRow, row, { consumed_at: instant(clock.now()) });
      });
    },
    async destroy(id) {
      const row = { model, id_hash: digestOf(id) };
      await database.write((manager) => manager.delete(ProviderRecordRow, row));
    },
    async revokeByGrantId(grantId) {
      await database.write((manager) => manager.delete(ProviderRecordRow, { model, grant_id: grantId }));
    },
  });
}

/** A service client as the provider wants it. Its "secret" is the digest: `compareClientSecret` knows. */
async function clientMetadata(parts: IdentityParts, id: string): Promise<AdapterPayload | undefined> {
  const client = await serviceClient(parts, id);
  if (!client) return undefined;
  return {
    client_id: client.id,
    client_name: client.name,
    client_secret: client.secret_hash,
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}
