import { ConfigurationError } from '../../platform/config/config.ts';

/** Client credentials of the API (RFC 6749); null where it needs none. */
export type OasSettings = { readonly clientId: string; readonly clientSecret: string } | null;

/** @throws ConfigurationError where only one of the two is set */
export function oasSettings(environment: Readonly<Record<string, string | undefined>>): OasSettings {
  const clientId = environment.OAS_CLIENT_ID?.trim();
  const clientSecret = environment.OAS_CLIENT_SECRET?.trim();
  if (!clientId && !clientSecret) return null;
  if (!clientId)
    throw new ConfigurationError('OAS_CLIENT_SECRET is set and OAS_CLIENT_ID is not. Set both, or neither.');
  if (!clientSecret)
    throw new ConfigurationError('OAS_CLIENT_ID is set and OAS_CLIENT_SECRET is not. Set both, or neither.');
  return { clientId, clientSecret };
}
