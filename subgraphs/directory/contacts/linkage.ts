import type { Instant } from '../../../platform/clock/clock.ts';
import type { ConsentRow } from '../storage/consent-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { CopySourceRow } from '../storage/copy-source-row.ts';
import { type ClaimedField, claimedFields } from './claims.ts';

export const linkExtents = ['WHOLE', 'PART'] as const;
/** WHOLE: every value follows a region. PART: some are the state's own word, and follow nothing. */
export type LinkExtent = (typeof linkExtents)[number];

export interface ContactLink {
  readonly directory: string;
  readonly sourceKey: string;
  readonly consentId: string;
  /** Since when the state has been consenting to this directory without a break. */
  readonly since: Instant | null;
  readonly present: boolean;
  /** Whose values are from this entry. */
  readonly fields: readonly string[];
}

/** That a contact is a link: it follows entries of regional directories by itself. */
export interface Linkage {
  readonly extent: LinkExtent;
  readonly ownFields: readonly ClaimedField[];
  readonly links: readonly ContactLink[];
}

/** @param consents of the contact's state, ended ones too @returns null for what is the state's own alone */
export function linkageOf(
  { provenance, direct }: Pick<ContactRow, 'provenance' | 'direct'>,
  sources: readonly CopySourceRow[],
  consents: readonly ConsentRow[],
): Linkage | null {
  if (sources.length === 0) return null;
  const isOwn = (field: ClaimedField) =>
    direct[field] !== undefined || provenance.some((row) => row.field === field && row.origin === 'DIRECT');
  const ownFields = claimedFields.filter(isOwn);
  return {
    extent: ownFields.length === 0 ? 'WHOLE' : 'PART',
    ownFields,
    links: sources.map(({ directory, source_key, consent_id, present }) => ({
      directory,
      sourceKey: source_key,
      consentId: consent_id,
      since: consentedSince(consents, consent_id),
      present,
      fields: provenance
        .filter((row) => row.directory === directory && row.sourceKey === source_key)
        .map(({ field }) => field),
    })),
  };
}

/** Consents are replaced, not edited: the first of the row of them counts. */
function consentedSince(consents: readonly ConsentRow[], id: string): Instant | null {
  let consent = consents.find((row) => row.id === id);
  for (let before = consent; before; before = consents.find(({ replaced_by }) => replaced_by === consent?.id))
    consent = before;
  return consent?.granted_at ?? null;
}
