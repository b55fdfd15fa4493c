import type { Recipients } from '../../../platform/outbox/recipients.ts';

/**
 * Whether a state has an authority that can sign in. UNKNOWN where accounts are kept elsewhere, so that nobody here can know: then
 * nobody acts in an authority's stead.
 */
export type AuthorityPresence = 'SOME' | 'NONE' | 'UNKNOWN';

/** Asks the part that keeps the accounts. @throws where it cannot be reached */
export type AuthorityLookup = (iso3: string) => Promise<AuthorityPresence>;

/** Of who keeps the accounts it is asked whom it would write to. */
export const authoritiesAmong =
  (recipients: Recipients): AuthorityLookup =>
  async (iso3) =>
    (await recipients.authoritiesOf(iso3)).length > 0 ? 'SOME' : 'NONE';

export const unknownAuthorities: AuthorityLookup = async () => 'UNKNOWN';
