import type { Language, RegionalGroup } from '../vocabulary/terms.ts';
import { memberStateRows } from './member-states.ts';

/** A Member State of the United Nations. `iso3` is its key everywhere. */
export interface MemberState {
  readonly iso3: string;
  readonly iso2: string;
  readonly m49: string;
  readonly regionalGroup: RegionalGroup;
  readonly names: Readonly<Record<Language, string>>;
}

/** All 193, in the order of their codes: an order that ranks nobody. */
export const memberStates: readonly MemberState[] = memberStateRows.map(
  ([iso3, iso2, m49, regionalGroup, EN, FR, ES, RU, AR, ZH]) => ({
    iso3,
    iso2,
    m49,
    regionalGroup,
    names: { EN, FR, ES, RU, AR, ZH },
  }),
);

const byIso3 = new Map(memberStates.map((state) => [state.iso3, state]));

export function memberState(iso3: string): MemberState | undefined {
  return byIso3.get(iso3);
}
