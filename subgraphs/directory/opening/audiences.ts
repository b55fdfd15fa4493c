import type { Caller } from '../../../platform/identity/caller.ts';

/** Who the directory may be opened to beyond states, one stage after the other (¶37). */
export const audiences = ['REGIONAL_ORGANISATIONS', 'NON_GOVERNMENTAL', 'PUBLIC'] as const;
export type Audience = (typeof audiences)[number];

/** Somebody who reads only what states release. */
export type Reader =
  | { readonly audience: 'REGIONAL_ORGANISATIONS' | 'PUBLIC' }
  | { readonly audience: 'NON_GOVERNMENTAL'; readonly observer: string; readonly sponsor: string };

/** @returns null for those whom the directory is for: they read every contact, whole */
export function readerOf(caller: Caller | null): Reader | null {
  switch (caller?.role) {
    case undefined:
      return { audience: 'PUBLIC' };
    case 'organisation':
      return { audience: 'REGIONAL_ORGANISATIONS' };
    case 'observer':
      return { audience: 'NON_GOVERNMENTAL', observer: caller.subject, sponsor: caller.sponsor };
    default:
      return null;
  }
}
