import type { ContactFunction } from '../../../platform/vocabulary/terms.ts';

/** What a point of contact is for, as address books show it. */
export const roles: Readonly<Record<ContactFunction, string>> = {
  DIPLOMATIC: 'Diplomatic point of contact',
  TECHNICAL: 'Technical point of contact',
  LEGAL: 'Legal point of contact',
  ASSISTANCE: 'Point of contact for assistance and capacity-building',
};
