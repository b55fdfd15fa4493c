import type { DetailFields } from '../../../platform/readings/noted-fields.ts';
import type { SetAsideValue } from '../../../platform/vocabulary/graphql-values.ts';
import type { EntryValue } from './entry-value.ts';

/**
 * The fields of a regional entry that show contact details: who it is, how to reach it, and what the source says in words of
 * its own. Asking for one is a reading of that entry, wherever it is shown.
 */
export const shownDetails: readonly DetailFields[] = [
  {
    type: 'RegionalEntry',
    fields: [
      'name',
      'title',
      'entity',
      'webPage',
      'emails',
      'phones',
      'telephones',
      'languages',
      'faxes',
      'unit',
      'entityNames',
      'remarks',
      'reference',
      'pgpFingerprint',
    ],
    through: 'entry',
    of: ({ state, sourceKey }: EntryValue) => ({ state: state?.iso3 ?? null, id: sourceKey }),
  },
  {
    type: 'SetAsideRecord',
    fields: ['reason', 'location'],
    through: 'record set aside',
    // Both may quote it. Whose record it was, nobody could tell.
    of: ({ directory, at }: SetAsideValue) => ({ state: null, id: `${directory} set aside ${at}` }),
  },
];
