import { z } from 'zod';
import { contactFields } from '../../../platform/vocabulary/terms.ts';
import { nothingStood, type Picked, pick, type Settlement, type Standing } from '../conflict/pick.ts';
import { telephonesOf, textsOf } from './changes.ts';
import {
  type ClaimedField,
  type Claims,
  type ContactContent,
  isEmpty,
  saidBy,
  stateFields,
} from './claims.ts';
import { originAmong } from './origins.ts';
import { textsBeside } from './texts.ts';

/** Where a field's value comes from. */
export const Provenance = z.object({
  field: z.string(),
  origin: z.enum(['DIRECT', 'COPIED']),
  directory: z.string().nullable(),
  sourceKey: z.string().nullable(),
  consentId: z.string().nullable(),
  pull: z.string().nullable(),
  at: z.string(),
  /** What the state said by way of the custodian: the submission that the value was entered in. */
  submission: z.string().optional(),
});
export type Provenance = z.infer<typeof Provenance>;

/** The consented content of one regional entry that a contact is copied from. */
export interface SourceClaims {
  readonly directory: string;
  readonly source_key: string;
  readonly consent_id: string;
  readonly claims: Claims;
}

/** What its origins say of one field of a contact, and by what its value was settled. */
export interface FieldClaims {
  readonly field: ClaimedField;
  /** The state's own word first, then each directory that says anything. */
  readonly claims: readonly {
    readonly origin: string;
    readonly value: string[];
    /** Of telephones, where they have an extension or a note: with it. */
    readonly telephones?: string[];
    readonly at: string;
  }[];
  readonly settlement: Settlement;
}

export interface Composition {
  readonly content: ContactContent;
  /** One for each field that has a value; level and kind go with the function. */
  readonly provenance: Provenance[];
  /** One for each field that more than one origin may speak of. */
  readonly claims: readonly FieldClaims[];
}

const shownFields: readonly ClaimedField[] = ['function', ...contactFields, ...stateFields];

/** The origin of what the state says itself, beside those of its sources. */
export const direct = 'DIRECT';

/**
 * A contact's values from what is claimed of it, and from what stood and what the state decided (`pick`). Its level is that
 * of the source that says what it is for, and its kind that of the source that names it.
 * @returns null where nothing says what the contact is for: then there is no contact
 */
export function compose(
  own: Claims,
  sources: readonly SourceClaims[],
  standing: Standing = nothingStood,
): Composition | null {
  const purpose = [own, ...sources.map(({ claims }) => claims)].find((claims) => claims.function)?.function
    ?.value;
  if (purpose === undefined) return null;
  const winner = <F extends ClaimedField>(field: F, among = sources) =>
    pick(field, own, among, standing, purpose);
  const leading = winner('function')?.source;
  const name = winner('name');
  const namedBy = isEmpty(name?.claim.value ?? null) ? null : name?.source;
  const kind = (namedBy && winner('kind', [namedBy])) ?? winner('kind');
  const level = (leading && spoken(winner('level', [leading]))) ?? winner('level');
  if (!kind) return null;
  const content: ContactContent = {
    function: purpose,
    level: level?.claim.value ?? null,
    kind: kind.claim.value,
    name: name?.claim.value ?? null,
    title: winner('title')?.claim.value ?? null,
    entity: winner('entity')?.claim.value ?? null,
    webPage: winner('webPage')?.claim.value ?? null,
    emails: winner('emails')?.claim.value ?? [],
    phones: winner('phones')?.claim.value ?? [],
    languages: winner('languages')?.claim.value ?? [],
    ...saidBy({ availability: own.availability?.value, publicKeys: own.publicKeys?.value }),
  };
  const texts = textsBeside(own.texts?.value ?? [], content);
  if (texts.length > 0) content.texts = texts;
  const shown = shownFields.filter((field) => field !== 'texts' || texts.length > 0);
  return {
    content,
    provenance: shown.flatMap((field) => provenanceOf(field, winner(field))),
    claims: contactFields.map((field) => ({
      field,
      claims: claimsOn(field, own, sources),
      settlement: winner(field)?.settlement ?? 'AGREEMENT',
    })),
  };
}

const spoken = <P extends { readonly claim: { readonly value: unknown } }>(picked: P | null) =>
  picked && !isEmpty(picked.claim.value) ? picked : null;

function provenanceOf(field: ClaimedField, won: Picked<ClaimedField, SourceClaims> | null): Provenance[] {
  if (!won || isEmpty(won.claim.value)) return [];
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
      ...(claim.submission === undefined ? {} : { submission: claim.submission }),
    },
  ];
}

function shownValue(given: ContactContent[ClaimedField]): { value: string[]; telephones?: string[] } {
  const [value, telephones] = [textsOf(given), telephonesOf(given)];
  return telephones.some((text, index) => text !== value[index]) ? { value, telephones } : { value };
}

function claimsOn(field: ClaimedField, own: Claims, sources: readonly SourceClaims[]): FieldClaims['claims'] {
  const stated = own[field];
  return [
    ...(stated ? [{ origin: direct, ...shownValue(stated.value), at: stated.at }] : []),
    ...sources.flatMap((source) => {
      const claim = source.claims[field];
      return claim && !isEmpty(claim.value)
        ? [{ origin: originAmong(sources, source), ...shownValue(claim.value), at: claim.at }]
        : [];
    }),
  ];
}
