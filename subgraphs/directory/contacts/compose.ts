import { z } from 'zod';
import { type ClaimedField, type Claims, type ContactContent, claimedFields } from './claims.ts';

/** Where a field's value comes from. */
export const Provenance = z.object({
  field: z.string(),
  origin: z.enum(['DIRECT', 'COPIED']),
  directory: z.string().nullable(),
  sourceKey: z.string().nullable(),
  consentId: z.string().nullable(),
  pull: z.string().nullable(),
  at: z.string(),
});
export type Provenance = z.infer<typeof Provenance>;

/** The consented content of one regional entry that a contact is copied from. */
export interface SourceClaims {
  readonly directory: string;
  readonly source_key: string;
  readonly consent_id: string;
  readonly claims: Claims;
}

export interface Composition {
  readonly content: ContactContent;
  /** One for each field that has a value; level and kind go with the function. */
  readonly provenance: Provenance[];
}

type Claimed<F extends ClaimedField> = NonNullable<Claims[F]>;
interface Winner<F extends ClaimedField> {
  readonly claim: Claimed<F>;
  readonly source: SourceClaims | null;
}

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0);

/**
 * A contact's values from what is claimed of it: the state's own word first, even where it says "none"; then its sources in
 * their order, where a source with a value goes before one without.
 * @returns null where nothing says what the contact is for: then there is no contact
 */
export function compose(direct: Claims, sources: readonly SourceClaims[]): Composition | null {
  const winner = <F extends ClaimedField>(field: F): Winner<F> | null => {
    const own: Claims[F] = direct[field];
    if (own) return { claim: own, source: null };
    let silent: Winner<F> | null = null;
    for (const source of sources) {
      const claim: Claims[F] = source.claims[field];
      if (claim && !isEmpty(claim.value)) return { claim, source };
      if (claim) silent ??= { claim, source };
    }
    return silent;
  };

  const structure = { function: winner('function'), kind: winner('kind') };
  if (!structure.function || !structure.kind) return null;
  const content: ContactContent = {
    function: structure.function.claim.value,
    level: winner('level')?.claim.value ?? null,
    kind: structure.kind.claim.value,
    name: winner('name')?.claim.value ?? null,
    title: winner('title')?.claim.value ?? null,
    entity: winner('entity')?.claim.value ?? null,
    webPage: winner('webPage')?.claim.value ?? null,
    emails: winner('emails')?.claim.value ?? [],
    phones: winner('phones')?.claim.value ?? [],
    languages: winner('languages')?.claim.value ?? [],
  };

  const provenance = claimedFields.flatMap((field): Provenance[] => {
    if (field === 'level' || field === 'kind' || isEmpty(content[field])) return [];
    const won = winner(field);
    if (!won) return [];
    const { claim, source } = won;
    return [
      {
        field,
        origin: source ? 'COPIED' : 'DIRECT',
        directory: source?.directory ?? null,
        sourceKey: source?.source_key ?? null,
        consentId: source?.consent_id ?? null,
        pull: source ? claim.pull : null,
        at: claim.at,
      },
    ];
  });
  return { content, provenance };
}
