import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { givenDate } from '../../../platform/graphql/scalars.ts';
import type { MemberState } from '../../../platform/states/states.ts';
import type { ContactFunction, ContactKind } from '../../../platform/vocabulary/terms.ts';
import type { Claims } from './claims.ts';
import { type AvailabilityRequest, availabilityOf } from './direct-availability.ts';
import { publicKeysOf } from './direct-public-keys.ts';
import { type Before, longestText as longest, saidTexts, type TextRequest } from './direct-texts.ts';
import { emailsOf, languagesOf, telephonesOf, textOf, webPageOf } from './direct-values.ts';
import type { PublicKey } from './public-key.ts';

/** What a state writes of a contact, as it came in. A field that is absent is not spoken of; one that is null is emptied. */
export interface ContactRequest {
  readonly function?: ContactFunction | null | undefined;
  readonly kind?: ContactKind | null | undefined;
  readonly name?: string | null | undefined;
  readonly title?: string | null | undefined;
  readonly entity?: string | null | undefined;
  readonly webPage?: string | null | undefined;
  readonly emails?: readonly string[] | null | undefined;
  readonly phones?: readonly string[] | null | undefined;
  readonly languages?: readonly string[] | null | undefined;
  readonly availability?: AvailabilityRequest | null | undefined;
  /** Armored OpenPGP public keys. */
  readonly publicKeys?: readonly string[] | null | undefined;
  /** Name, title and entity in official languages. */
  readonly texts?: readonly TextRequest[] | null | undefined;
  readonly changedOn?: Date | null | undefined;
}

/** The same with its keys read, which takes a while: to be done before a transaction begins. */
export type ReadRequest = Omit<ContactRequest, 'publicKeys'> & {
  readonly publicKeys?: readonly PublicKey[] | undefined;
};

/** @throws Problem BAD_USER_INPUT with the input field at fault */
export async function readRequest(request: ContactRequest, now: Date): Promise<ReadRequest> {
  const { publicKeys, ...others } = request;
  if (publicKeys === undefined) return others;
  return { ...others, publicKeys: await publicKeysOf(publicKeys ?? [], 'input.publicKeys', now) };
}

/** What a state says of a contact: its own claims, and the day on which what they tell happened. */
export interface Statement {
  readonly claims: Claims;
  readonly changedOn: string | null;
}

/**
 * @param before what stands of the contact; null for a new one
 * @throws Problem BAD_USER_INPUT with the input field at fault
 */
export function statementOf(
  request: ReadRequest,
  state: MemberState,
  now: Date,
  before: Before = null,
): Statement {
  const own = <T>(value: T) => ({ value, at: instant(now), pull: null });
  const given = <I, T>(written: I | null | undefined, read: (written: I | null) => T) =>
    written === undefined ? undefined : own(read(written));
  const kept = <T>(written: T | null | undefined, path: string) => {
    if (written === null) throw badInput(path, 'This cannot be empty. Leave it out to leave it as it is.');
    return written === undefined ? undefined : own(written);
  };
  const originals = {
    name: given(request.name, (text) => textOf(text, 'input.name', longest.name)),
    title: given(request.title, (text) => textOf(text, 'input.title', longest.title)),
    entity: given(request.entity, (text) => textOf(text, 'input.entity', longest.entity)),
  };
  const { name, title, entity } = originals;
  const written = { name: name?.value, title: title?.value, entity: entity?.value };
  const said = request.texts && saidTexts(request.texts, written, before, 'input.texts');
  const claims: { [F in keyof Claims]: Claims[F] | undefined } = {
    function: kept(request.function, 'input.function'),
    kind: kept(request.kind, 'input.kind'),
    ...originals,
    ...Object.fromEntries(Object.entries(said?.originals ?? {}).map(([field, text]) => [field, own(text)])),
    webPage: given(request.webPage, (text) => webPageOf(text, 'input.webPage')),
    emails: given(request.emails, (list) => emailsOf(list ?? [], 'input.emails')),
    phones: given(request.phones, (list) => telephonesOf(list ?? [], state.iso2, 'input.phones')),
    languages: given(request.languages, (list) => languagesOf(list ?? [], 'input.languages')),
    availability: given(request.availability, (hours) => availabilityOf(hours, 'input.availability')),
    publicKeys: request.publicKeys && own([...request.publicKeys]),
    texts: request.texts === undefined ? undefined : own(said?.texts ?? []),
  };
  const stated = Object.entries(claims).filter(([, claim]) => claim !== undefined);
  return {
    claims: Object.fromEntries(stated),
    changedOn: dayOfChange(request.changedOn ?? null, now, 'input.changedOn'),
  };
}

/** Somewhere on earth a day begins up to 14 hours before it does in UTC. */
const earliestDayBegins = 14 * 60 * 60 * 1000;
const longestAgo = 20 * 366 * 24 * 60 * 60 * 1000;

/** When a state says that something happened. @throws Problem BAD_USER_INPUT */
export function dayOfChange(changedOn: Date | null, now: Date, field: string): string | null {
  if (changedOn === null) return null;
  if (givenDate(field, changedOn).getTime() > now.getTime() + earliestDayBegins)
    throw badInput(field, 'This day has not come yet. Give the day on which the change happened.');
  if (changedOn.getTime() < now.getTime() - longestAgo)
    throw badInput(field, 'This day is more than 20 years ago. Check the year.');
  return instant(changedOn).slice(0, 10);
}
