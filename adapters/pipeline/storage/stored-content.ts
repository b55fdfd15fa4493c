import { z } from 'zod';
import { Telephone } from '../../../platform/contact-details/telephone.ts';
import { ContactField, ContactFunction, ContactKind } from '../../../platform/vocabulary/terms.ts';
import type { EntryContent, EntryDetails, Resume } from '../../contract.ts';
import type { EntryState } from '../interpretation.ts';

const details = {
  faxes: z.array(z.string()).optional(),
  unit: z.string().optional(),
  entityNames: z.record(z.string(), z.string()).optional(),
  remarks: z.string().optional(),
  reference: z.string().optional(),
  pgpFingerprint: z.string().optional(),
  asOf: z.string().optional(),
  lastConfirmedOn: z.string().optional(),
  changedOn: z.string().optional(),
  notifiedOn: z.string().optional(),
} satisfies Record<keyof EntryDetails, z.ZodType>; // a detail left out here would be lost when it is read back

const content = {
  participant: z.string(),
  iso3: z.string().nullable(),
  function: ContactFunction.nullable(),
  level: z.string().nullable(),
  kind: ContactKind,
  name: z.string().nullable(),
  title: z.string().nullable(),
  entity: z.string().nullable(),
  webPage: z.string().nullable(),
  emails: z.array(z.string()),
  phones: z.array(Telephone),
  languages: z.array(z.string()),
  withheld: z.array(ContactField),
  details: z.object(details),
} satisfies Record<keyof EntryContent, z.ZodType>;

const Content: z.ZodType<EntryContent> = z.object(content);
const State = z.object({ content: Content, source: z.unknown() });
const Resumed = z.record(z.string(), z.string());

/** An entry's content as it comes back from storage. */
export function storedContent(json: string): EntryContent {
  return Content.parse(JSON.parse(json));
}

/** An entry's content with its source record, as they come back from storage. */
export function storedState(json: string): EntryState {
  return State.parse(JSON.parse(json));
}

/** A source's `resume` as it comes back from storage. */
export function storedResume(json: string | null): Resume | null {
  return json === null ? null : Resumed.parse(JSON.parse(json));
}
