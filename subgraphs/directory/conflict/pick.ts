import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';
import { type ClaimedField, type Claims, type ContactContent, isEmpty } from '../contacts/claims.ts';
import { channelOrigin, originAmong } from '../contacts/origins.ts';
import { agree, fullness } from './agreement.ts';

type Claimed<F extends ClaimedField> = NonNullable<Claims[F]>;

/** One entry that a contact is copied from, as far as picking a value goes. */
export interface Claimant {
  readonly directory: string;
  readonly source_key: string;
  readonly claims: Claims;
}

/** What a state decided, and what stood before: everything beside the claims themselves that says which one is shown. */
export interface Standing {
  /** The contact as it was; null for a new one. */
  readonly content: ContactContent | null;
  /** The entry that gave a field its value; null where none did. */
  sourceOf(
    field: ClaimedField,
  ): { readonly directory: string | null; readonly sourceKey: string | null } | null;
  /** The origin the state chose for this very field of this contact. */
  chosen(field: ClaimedField): string | null;
  /** The directories, or channels of them, in the order the state gave them, for a field of a contact of a function. */
  precedence(field: ClaimedField, contactFunction: ContactFunction): readonly string[];
}

export const nothingStood: Standing = {
  content: null,
  sourceOf: () => null,
  chosen: () => null,
  precedence: () => [],
};

/** By what a field has its value: the state's own word, its choice, its precedence, or that nobody says otherwise; or not. */
export type Settlement = 'OWN' | 'CHOICE' | 'PRECEDENCE' | 'AGREEMENT' | 'OPEN';

export interface Picked<F extends ClaimedField, S extends Claimant> {
  readonly claim: Claimed<F>;
  /** Null: the state's own word. */
  readonly source: S | null;
  readonly settlement: Settlement;
}

/**
 * Who wins (E4). The state's own word first, even where it says "none". Then, of the sources that say anything: the one the
 * state chose; the first by its precedence; the one all agree with; and where they differ and nobody said which counts, the
 * one whose value stood. Never the latest.
 */
export function pick<F extends ClaimedField, S extends Claimant>(
  field: F,
  direct: Claims,
  sources: readonly S[],
  standing: Standing,
  contactFunction: ContactFunction,
): Picked<F, S> | null {
  const own: Claims[F] = direct[field];
  if (own) return { claim: own, source: null, settlement: 'OWN' };
  const all = sources.flatMap((source) => {
    const claim: Claims[F] = source.claims[field];
    return claim ? [{ claim, source }] : [];
  });
  const everybody = all.filter(({ claim }) => !isEmpty(claim.value));
  if (everybody.length === 0) return all[0] ? { ...all[0], settlement: 'AGREEMENT' } : null;
  // Whoever speaks alone is contradicted by nobody.
  if (everybody.length === 1 && everybody[0]) return { ...everybody[0], settlement: 'AGREEMENT' };

  const agreed = (some: typeof everybody) =>
    some.every((one) => some.every((other) => agree(field, one.claim.value, other.claim.value)));
  const isAgreed = agreed(everybody);
  const chosen = everybody.find(({ source }) => originAmong(sources, source) === standing.chosen(field));
  if (chosen) return { ...chosen, settlement: isAgreed ? 'AGREEMENT' : 'CHOICE' };
  const preferred = standing
    .precedence(field, contactFunction)
    .map((name) =>
      everybody.filter(({ source }) => source.directory === name || channelOrigin(source) === name),
    )
    .find(({ length }) => length > 0);
  if (preferred?.[0] && agreed(preferred))
    return { ...preferred[0], settlement: isAgreed ? 'AGREEMENT' : 'PRECEDENCE' };

  // A directory that goes first may say two things itself, by its source and by what it submitted.
  const speaking = preferred ?? everybody;
  const [first] = speaking;
  if (!first) return null;
  const before = standing.sourceOf(field);
  const isBefore = ({ source }: { source: S }) =>
    source.directory === before?.directory && source.source_key === before.sourceKey;
  if (isAgreed) {
    const most = Math.max(...speaking.map(({ claim }) => fullness(field, claim.value)));
    const fullest = speaking.filter(({ claim }) => fullness(field, claim.value) === most);
    return { ...(fullest.find(isBefore) ?? fullest[0] ?? first), settlement: 'AGREEMENT' };
  }
  const stood = standing.content?.[field];
  const standingOn =
    stood === undefined || isEmpty(stood)
      ? []
      : speaking.filter(({ claim }) => agree(field, claim.value, stood));
  const kept = standingOn.find(isBefore) ?? standingOn[0] ?? speaking.find(isBefore) ?? first;
  return { ...kept, settlement: 'OPEN' };
}
