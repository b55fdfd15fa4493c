import type { Act, Submitted } from '../population/draft-terms.ts';
import type { Claims } from './claims.ts';

/** A state's own act: directly, or by a submission that the custodian entered on its behalf. Its own word is its authority. */
export function actOf(actor: string, submission: Submitted | null = null): Act {
  return { actor, authority: null, ...(submission ? { submission } : {}) };
}

/** What a state says, each claim with the submission that it was entered in, if any. */
export function submittedIn(claims: Claims, submission: Submitted | null): Claims {
  if (!submission) return claims;
  return Object.fromEntries(
    Object.entries(claims).map(([field, claim]) => [field, { ...claim, submission: submission.id }]),
  );
}
