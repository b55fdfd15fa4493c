import { type ContactFunction, contactFunctions } from '../../../platform/vocabulary/terms.ts';
import type { ContactRow } from '../storage/contact-row.ts';
import type { NominationModel } from '../storage/nomination-rows.ts';

/** Whom a reader addresses for a function, and who deals with it behind them. */
export interface FunctionPoint {
  readonly function: ContactFunction;
  readonly addressees: readonly ContactRow[];
  /** In the order the state gave them; empty where the addressees deal with it themselves. */
  readonly bodies: readonly ContactRow[];
}

/** How a state is to be addressed. */
export interface Nomination {
  readonly model: NominationModel;
  /** Null also where the single point of contact is gone: then the state is addressed by function until it names another. */
  readonly singlePoint: ContactRow | null;
  readonly points: readonly FunctionPoint[];
}

/** What a state said of it; contacts that are gone are not in it any more. */
export interface Named {
  readonly model: NominationModel;
  readonly singlePoint: ContactRow | null;
  readonly routes: readonly { readonly function: ContactFunction; readonly contact: ContactRow }[];
}

export const nothingNamed: Named = { model: 'PER_FUNCTION', singlePoint: null, routes: [] };

/**
 * Whom to address (¶29). Behind a single point of contact stand, for each function, the bodies that the state named for it, or
 * where it named none, its contacts for that function.
 */
export function nominationOf(named: Named, contacts: readonly ContactRow[]): Nomination {
  const { model, singlePoint } = named;
  const pointFor = (wanted: ContactFunction): FunctionPoint => {
    const listed = contacts.filter(({ content }) => content.function === wanted);
    if (model !== 'SINGLE' || !singlePoint) return { function: wanted, addressees: listed, bodies: [] };
    const routed = named.routes.filter((route) => route.function === wanted).map(({ contact }) => contact);
    const bodies = routed.length > 0 ? routed : listed;
    return {
      function: wanted,
      addressees: [singlePoint],
      bodies: onceEach(bodies).filter(({ id }) => id !== singlePoint.id),
    };
  };
  return { model, singlePoint, points: contactFunctions.map(pointFor) };
}

/** Two that were named may have become one since. */
const onceEach = (contacts: readonly ContactRow[]) => [
  ...new Map(contacts.map((contact) => [contact.id, contact])).values(),
];
