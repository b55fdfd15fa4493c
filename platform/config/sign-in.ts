import { z } from 'zod';
import type { OutsideIssuerSettings } from '../identity/outside-issuer.ts';

const isIssuer = (text: string) =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && !/[?#]/.test(text);

const claim = (usual: string) => z.string().min(1).max(200).default(usual);

/** Another issuer in place of the embedded provider. */
export const SignInEnvironment = {
  OIDC_ISSUER: z
    .string()
    .refine(isIssuer, 'must be an issuer identifier, such as https://login.example, without "?" and "#"')
    .optional(),
  OIDC_AUDIENCE: z.string().min(1).optional(),
  OIDC_ROLE_CLAIM: claim('role'),
  OIDC_STATE_CLAIM: claim('state'),
  OIDC_DIRECTORY_CLAIM: claim('directory'),
  OIDC_SPONSOR_CLAIM: claim('sponsor'),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
};
const Parsed = z.object(SignInEnvironment);

/** @returns the outside issuer; null where people sign in here; the sentence that says which variables do not go together */
export function signInSettings(
  given: z.infer<typeof Parsed>,
  environment: 'development' | 'production',
): OutsideIssuerSettings | null | string {
  const { OIDC_ISSUER, OIDC_AUDIENCE, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET } = given;
  if ((OIDC_ISSUER === undefined) !== (OIDC_AUDIENCE === undefined))
    return 'OIDC_ISSUER and OIDC_AUDIENCE go together: set both to have another issuer sign people in, or neither.';
  if ((OIDC_CLIENT_ID === undefined) !== (OIDC_CLIENT_SECRET === undefined))
    return 'OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: with both, the issuer is asked whether a token was revoked.';
  if (OIDC_ISSUER === undefined || OIDC_AUDIENCE === undefined)
    return OIDC_CLIENT_ID === undefined
      ? null
      : 'OIDC_CLIENT_ID is of use with OIDC_ISSUER only. Leave it out.';
  if (environment === 'production' && !OIDC_ISSUER.startsWith('https:'))
    return 'OIDC_ISSUER must be an https: URL in production: whoever can change what it answers could sign in as anybody.';
  return {
    issuer: OIDC_ISSUER,
    audience: OIDC_AUDIENCE,
    roleClaim: given.OIDC_ROLE_CLAIM,
    stateClaim: given.OIDC_STATE_CLAIM,
    directoryClaim: given.OIDC_DIRECTORY_CLAIM,
    sponsorClaim: given.OIDC_SPONSOR_CLAIM,
    client: OIDC_CLIENT_ID && OIDC_CLIENT_SECRET ? { id: OIDC_CLIENT_ID, secret: OIDC_CLIENT_SECRET } : null,
  };
}
