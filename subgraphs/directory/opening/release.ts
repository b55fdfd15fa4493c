import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { type MemberState, memberState } from '../../../platform/states/states.ts';
import {
  ContactField,
  type ContactFunction,
  type ContactKind,
  contactFields,
  contactFunctions,
  contactKinds,
} from '../../../platform/vocabulary/terms.ts';
import { tellLedger } from '../ledger/tell.ts';
import type { DirectoryParts } from '../parts.ts';
import { raiseRevision } from '../storage/directory-revision.ts';
import { ContactReleaseRow } from '../storage/opening-rows.ts';
import type { Audience } from './audiences.ts';

export interface ReleaseRequest {
  readonly state: string;
  readonly audience: Audience;
  readonly functions?: readonly ContactFunction[] | null | undefined;
  readonly kinds?: readonly ContactKind[] | null | undefined;
  readonly fields?: readonly string[] | null | undefined;
}

export type ReleaseTerms = Pick<ContactReleaseRow, 'iso3' | 'audience' | 'functions' | 'kinds' | 'fields'>;

/** What the public is shown of an office without the state naming fields: what stands on any office's own web page. */
const officeFields: readonly ContactField[] = ['entity', 'webPage', 'emails', 'phones', 'languages'];

/**
 * A state shows its contacts to an audience while that one's stage is open. Given again, it replaces what was released to
 * that audience before. To the public it is offices only, unless the state says otherwise, and names the fields.
 * @throws Problem BAD_USER_INPUT with the argument at fault
 */
export function releaseContacts(
  { database, clock }: DirectoryParts,
  request: ReleaseRequest,
  releasedBy: string,
): Promise<ContactReleaseRow> {
  const terms = termsOf(request);
  return database.write(async (manager) => {
    const release = { ...terms, released_at: instant(clock.now()), released_by: releasedBy };
    await manager.save(ContactReleaseRow, release);
    const { iso3, audience, functions, kinds, fields } = terms;
    await tellLedger(manager, release.released_at, [
      { kind: 'release.given', state: iso3, payload: { audience, functions, kinds, fields } },
    ]);
    await raiseRevision(manager);
    return release;
  });
}

/** A state shows an audience nothing any more; where it showed nothing, nothing happens. @throws Problem BAD_USER_INPUT */
export async function withdrawRelease(
  { database, clock }: DirectoryParts,
  request: Pick<ReleaseRequest, 'state' | 'audience'>,
): Promise<MemberState> {
  const state = stateOf(request.state);
  await database.write(async (manager) => {
    const { affected } = await manager.delete(ContactReleaseRow, {
      iso3: state.iso3,
      audience: request.audience,
    });
    if (affected === 0) return;
    await tellLedger(manager, instant(clock.now()), [
      { kind: 'release.withdrawn', state: state.iso3, payload: { audience: request.audience } },
    ]);
    await raiseRevision(manager);
  });
  return state;
}

export function stateOf(given: string): MemberState {
  const state = memberState(given.trim().toUpperCase());
  if (state) return state;
  throw badInput('state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
}

function termsOf({ state, audience, functions, kinds, fields }: ReleaseRequest): ReleaseTerms {
  const usualKinds = audience === 'PUBLIC' ? (['OFFICE'] as const) : contactKinds;
  const chosenKinds = named('kinds', kinds, contactKinds, usualKinds);
  const isOfPersons = chosenKinds.includes('PERSON');
  if (audience === 'PUBLIC' && isOfPersons && !fields)
    throw badInput(
      'fields',
      `Name the fields of persons that the public may see: ${contactFields.join(', ')}.`,
    );
  const unknown = fields?.find((field) => !ContactField.safeParse(field).success);
  if (unknown !== undefined)
    throw badInput(
      'fields',
      `There is no field "${unknown.slice(0, 40)}". Use any of: ${contactFields.join(', ')}.`,
    );
  const usualFields = audience === 'PUBLIC' ? officeFields : contactFields;
  return {
    iso3: stateOf(state).iso3,
    audience,
    functions: named('functions', functions, contactFunctions, contactFunctions),
    kinds: chosenKinds,
    fields: named('fields', fields, contactFields, usualFields),
  };
}

/** The chosen ones in their fixed order. */
function named<T extends string>(
  argument: string,
  chosen: readonly string[] | null | undefined,
  all: readonly T[],
  usual: readonly T[],
): T[] {
  if (chosen?.length === 0)
    throw badInput(argument, `Name at least one of ${all.join(', ')}. To show nothing, use withdrawRelease.`);
  return chosen ? all.filter((known) => chosen.includes(known)) : [...usual];
}
