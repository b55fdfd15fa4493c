import { z } from 'zod';
import { Telephone } from '../../../platform/contact-details/telephone.ts';
import {
  type ContactField,
  ContactFunction,
  ContactKind,
  contactFields,
} from '../../../platform/vocabulary/terms.ts';
import { Availability } from './availability.ts';
import { PublicKey } from './public-key.ts';
import { SaidText } from './texts.ts';

/**
 * What one origin says of a field: the value, the pull that brought it (null where a person wrote it), and since when. `kept`: the
 * state kept a copied value and wrote nothing itself. `submission`: the custodian entered it on the state's behalf, in that one.
 */
const claim = <T extends z.ZodType>(value: T) =>
  z.object({
    value,
    at: z.string(),
    pull: z.string().nullable(),
    kept: z.literal(true).optional(),
    submission: z.string().optional(),
  });

const text = z.string().nullable();

/**
 * What one origin says of a contact: the state itself, or one entry of a regional directory within its consent. A field that
 * is not there is not claimed, which differs from one that is claimed to be empty.
 */
export const Claims = z
  .object({
    function: claim(ContactFunction),
    level: claim(text),
    kind: claim(ContactKind),
    name: claim(text),
    title: claim(text),
    entity: claim(text),
    webPage: claim(text),
    emails: claim(z.array(z.string())),
    phones: claim(z.array(Telephone)),
    languages: claim(z.array(z.string())),
    availability: claim(Availability.nullable()),
    publicKeys: claim(z.array(PublicKey)),
    texts: claim(z.array(SaidText)),
  })
  .partial();
export type Claims = z.infer<typeof Claims>;
export type ClaimedField = keyof Claims;

/** A contact's values, composed of claims. */
export const ContactContent = z.object({
  function: ContactFunction,
  level: text,
  kind: ContactKind,
  name: text,
  title: text,
  entity: text,
  webPage: text,
  emails: z.array(z.string()),
  phones: z.array(Telephone),
  languages: z.array(z.string()),
  /** Of the fields that only the state itself says, those that it says. */
  availability: Availability.nullable().optional(),
  publicKeys: z.array(PublicKey).optional(),
  texts: z.array(SaidText).optional(),
});
export type ContactContent = z.infer<typeof ContactContent>;

/** What a contact is, whatever it says: always copied, never narrowed. */
export const structureFields = ['function', 'level', 'kind'] as const satisfies readonly ClaimedField[];

/** What only the state itself can say of its contact: no regional directory has it, and no consent names it. */
export const stateFields = ['availability', 'publicKeys', 'texts'] as const satisfies readonly ClaimedField[];
export type StateField = (typeof stateFields)[number];

/** What a contact says of whom and how to reach. */
export const detailFields: readonly DetailField[] = [...contactFields, ...stateFields];
export type DetailField = ContactField | StateField;

/** Every field, in the order they are shown. */
export const claimedFields = [
  ...structureFields,
  'name',
  'title',
  'entity',
  'webPage',
  'emails',
  'phones',
  'languages',
  ...stateFields,
] as const satisfies readonly [...typeof structureFields, ...typeof contactFields, ...typeof stateFields];

export const emptyContent = {
  level: null,
  name: null,
  title: null,
  entity: null,
  webPage: null,
  emails: [],
  phones: [],
  languages: [],
} as const;

/** A contact's values without those of fields that are not shown. What it is, is. */
export function contentShowing(
  content: ContactContent,
  shows: (field: ContactField | StateField) => boolean,
): ContactContent {
  // A text in another language is shown with what it is the text of.
  const texts = content.texts?.filter(({ field }) => shows(field)) ?? [];
  return {
    ...saidBy(content, shows),
    function: content.function,
    level: content.level,
    kind: content.kind,
    name: shows('name') ? content.name : null,
    title: shows('title') ? content.title : null,
    entity: shows('entity') ? content.entity : null,
    webPage: shows('webPage') ? content.webPage : null,
    emails: shows('emails') ? content.emails : [],
    phones: shows('phones') ? content.phones : [],
    languages: shows('languages') ? content.languages : [],
    ...(texts.length === 0 ? {} : { texts }),
  };
}

/** Of the fields that only the state says, those that are shown and say something: the others are not there at all. */
export function saidBy(
  { availability, publicKeys }: Pick<ContactContent, StateField>,
  shows: (field: StateField) => boolean = () => true,
): Pick<ContactContent, StateField> {
  return {
    ...(availability && shows('availability') ? { availability } : {}),
    ...(publicKeys && publicKeys.length > 0 && shows('publicKeys') ? { publicKeys } : {}),
  };
}

/** The values that are claimed, without when and whence. */
export function valuesOf(claims: Claims): Partial<ContactContent> {
  return Object.fromEntries(Object.entries(claims).map(([field, claim]) => [field, claim.value]));
}

/** What says who a point of contact is, or how to reach it (¶31, ¶32). */
export const tellingFields = [
  'name',
  'entity',
  'emails',
  'phones',
] as const satisfies readonly ClaimedField[];

/** Whether values say neither who a point of contact is nor how to reach it: no contact is made of them. */
export function isBlank(values: Partial<ContactContent>): boolean {
  return tellingFields.every((field) => !isSaid(values[field]));
}

/** Why no contact is made of an entry that a consent covers. */
export const nothingTelling =
  'The consent covers nothing of this entry that says who it is or how to reach it (name, entity, emails, phones): no contact is made of it.';

/**
 * A state's own claims once an entry that it had kept values of is copied again: what it merely kept gives way where the entry
 * says something, so that the contact follows again; what it wrote stays its own.
 */
export function releaseKept(direct: Claims, copied: Claims): Claims {
  const stays = claimedFields.filter((field) => !(direct[field]?.kept && isSaid(copied[field]?.value)));
  return Claims.parse(
    Object.fromEntries(stays.flatMap((field) => (direct[field] ? [[field, direct[field]]] : []))),
  );
}

/** Whether a field's value is none. */
export const isEmpty = (value: unknown): boolean =>
  value === null || (Array.isArray(value) && value.length === 0);

const isSaid = (value: unknown) => value !== undefined && !isEmpty(value);
