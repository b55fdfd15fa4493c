import type { DetailFields } from '../../../platform/readings/noted-fields.ts';
import type { Shown } from '../../../platform/readings/request-readings.ts';
import type { SetAsideValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { ExportPage } from '../export/export-page.ts';
import type { HeldEntryType } from '../graphql/held-pull-types.ts';
import type { EntryOutcomeType } from '../graphql/organisation-types.ts';
import type { ShownAct, ShownContent } from '../graphql/submission-types.ts';
import type { HeldEffect } from '../held-pulls/preview.ts';
import type { PlannedRow } from '../import/plan.ts';
import type { Finding } from '../nomination/finding.ts';
import type { Page } from '../paging.ts';
import type { ConflictRow } from '../storage/conflict-row.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { ProposalRow } from '../storage/proposal-row.ts';

/**
 * The fields of the global directory's API that show contact details: who a point of contact is, and how to reach it. Asking
 * for one is a reading of that contact, also where it turns out to be empty. What it is for, its level, ids, names of fields,
 * sources and times are no details.
 */
export const shownDetails: readonly DetailFields[] = [
  {
    type: 'Contact',
    fields: [
      'name',
      'title',
      'entity',
      'webPage',
      'emails',
      'phones',
      'telephones',
      'languages',
      'texts',
      'inLanguages',
      'availability',
      'publicKeys',
    ],
    through: 'contact',
    of: ({ iso3, id }: ContactRow) => ({ state: iso3, id }),
  },
  {
    type: 'Contact',
    fields: ['revisions'],
    through: 'history',
    of: ({ iso3, id }: ContactRow) => ({ state: iso3, id }),
  },
  {
    // Who is found by a name bears it, whatever else is asked for.
    type: 'ContactConnection',
    fields: ['nodes', 'totalCount', 'pageInfo'],
    through: 'search',
    of: ({ nodes }: Page<ContactRow>) => nodes.map(({ iso3, id }) => ({ state: iso3, id })),
  },
  {
    type: 'ContactExport',
    fields: ['text'],
    through: 'export',
    of: ({ contacts }: ExportPage) => contacts.map(({ iso3, id }) => ({ state: iso3, id })),
  },
  {
    type: 'ImportedRow',
    fields: ['changes'],
    through: 'import',
    of: ({ iso3, contactId }: PlannedRow) => (contactId === null ? null : { state: iso3, id: contactId }),
  },
  {
    // Whatever is alike in the two, whoever is told of it learns of the one that is listed.
    type: 'ContactFinding',
    fields: ['contact', 'code', 'message'],
    through: 'check',
    of: ({ contact }: Finding) => contact && { state: contact.iso3, id: contact.id },
  },
  {
    type: 'Proposal',
    fields: ['changes'],
    through: 'proposal',
    of: ({ iso3, contact_id, source_key }: ProposalRow) => ({ state: iso3, id: contact_id ?? source_key }),
  },
  {
    type: 'Conflict',
    fields: ['claims'],
    through: 'conflict',
    of: ({ iso3, contact_id }: ConflictRow) => ({ state: iso3, id: contact_id }),
  },
  {
    type: 'HeldEntry',
    fields: ['name', 'entity', 'changes'],
    through: 'held pull',
    of: ({ iso3, sourceKey }: HeldEntryType) => ({ state: iso3, id: sourceKey }),
  },
  {
    type: 'HeldEffect',
    fields: ['changes'],
    through: 'held pull',
    of: ({ iso3, contactId }: HeldEffect) => ({ state: iso3, id: contactId }),
  },
  {
    type: 'SubmittedAct',
    fields: ['changes'],
    through: 'submission',
    of: ({ iso3, contactId, submissionId }: ShownAct) => ({ state: iso3, id: contactId ?? submissionId }),
  },
  {
    type: 'SubmissionDocumentContent',
    fields: ['content'],
    through: 'submission',
    of: ({ iso3, submissionId }: ShownContent) => ({ state: iso3, id: submissionId }),
  },
  {
    type: 'SetAsideRecord',
    fields: ['reason', 'location'],
    through: 'record set aside',
    of: ({ directory, at }: SetAsideValue) => setAside(directory, at),
  },
  {
    type: 'EntryOutcome',
    fields: ['reason', 'location'],
    through: 'record set aside',
    // What became of an entry is told in a sentence of the product's own.
    of: ({ directory, sourceKey, at }: EntryOutcomeType) =>
      sourceKey === null ? setAside(directory, at) : null,
  },
];

/** A source's record that could not be used: why and where may quote it, and whose it was nobody could tell. */
function setAside(directory: string, at: string | null): Shown {
  return { state: null, id: at === null ? `${directory} set aside` : `${directory} set aside ${at}` };
}
