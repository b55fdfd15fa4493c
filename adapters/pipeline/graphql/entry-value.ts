import { telephoneText } from '../../../platform/contact-details/telephone.ts';
import { contactFields } from '../../../platform/vocabulary/terms.ts';
import { hasField } from '../going.ts';
import type { PublishedEntry } from '../operations.ts';
import type { RegionalEntryFields } from './entry-fields.ts';

/** An entry as the API shows it. */
export interface EntryValue extends RegionalEntryFields {
  readonly state: { readonly iso3: string } | null;
}

export function entryValue(code: string, entry: PublishedEntry): EntryValue {
  const { content } = entry;
  const { details } = content;
  return {
    directory: code,
    sourceKey: entry.sourceKey,
    participant: content.participant,
    state: content.iso3 === null ? null : { iso3: content.iso3 },
    eligible: content.iso3 !== null,
    function: content.function,
    level: content.level,
    kind: content.kind,
    name: content.name,
    title: content.title,
    entity: content.entity,
    webPage: content.webPage,
    emails: content.emails,
    phones: content.phones.map(telephoneText),
    telephones: content.phones,
    languages: content.languages,
    faxes: details.faxes ?? [],
    unit: details.unit ?? null,
    entityNames: Object.entries(details.entityNames ?? {}).map(([language, text]) => ({ language, text })),
    remarks: details.remarks ?? null,
    reference: details.reference ?? null,
    pgpFingerprint: details.pgpFingerprint ?? null,
    asOf: details.asOf ?? null,
    lastConfirmedOn: details.lastConfirmedOn ?? null,
    changedOn: details.changedOn ?? null,
    notifiedOn: details.notifiedOn ?? null,
    withheld: content.withheld,
    filled: contactFields.filter((field) => hasField(content, field)),
    status: entry.status,
    sourceRevision: entry.revision,
    position: entry.position,
    firstSeenAt: entry.firstSeenAt,
    lastSeenAt: entry.lastSeenAt,
    unlistedSince: entry.unlistedSince,
  };
}
