import type { SigningKey } from '../../../platform/identity/signing-key.ts';
import type { IdentityParts } from '../parts.ts';
import type { RunningProvider } from '../provider/running.ts';
import type { Site } from './visit.ts';

/** What the sign-in pages work with. */
export interface SignInSite {
  readonly parts: IdentityParts;
  readonly signing: SigningKey;
  readonly running: RunningProvider;
  readonly site: Site;
}
