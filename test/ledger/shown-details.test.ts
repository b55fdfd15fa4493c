import 'reflect-metadata';
import { isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { shownDetails as ofEntries } from '../../adapters/pipeline/graphql/shown-details.ts';
import { adapterSchema } from '../../adapters/pipeline/schema.ts';
import { shownDetails as ofContacts } from '../../subgraphs/directory/readings/shown-details.ts';
import { directorySchema } from '../../subgraphs/directory/schema.ts';

/** Words by which a field would hold contact details. */
const telling =
  /^(name|title|entity|entityNames|webPage|e?mails?|phones?|telephones?|faxes|languages|remarks|unit|pgpFingerprint|changes|claims|texts?|inLanguages|value|before|after|revisions|asWritten|e164)$/;

/** Such words for something else, or inside what is noted where it begins. */
const harmless = new Set([
  'State.name',
  'RegionalDirectory.name',
  'RegionalSource.name',
  'Precedence.name',
  'Sponsorship.name', // a body's, not a point of contact's
  'RegionalSource.changes', // each entry in it is noted by itself
  'RegionalChangePage.changes',
  'HeldChange.before',
  'ContactRevision.changes', // in Contact.revisions
  'FieldChange.before', // in the changes of a revision, a proposal, or a held pull
  'FieldChange.after',
  'Claim.value', // in Conflict.claims
  'Claim.telephones',
  'Telephone.asWritten', // in telephones
  'Telephone.e164',
  'TextInLanguage.text', // in entityNames
  'MessagePreview.text', // of a template, with made-up values
  'ContactText.text', // in Contact.texts and Contact.inLanguages
  'ContactInLanguages.name', // in Contact.inLanguages
  'ContactInLanguages.title',
  'ContactInLanguages.entity',
  // Of a file, as it was sent; what is in it is noted where it is shown.
  'SubmissionDocument.name',
]);

describe.each([
  { name: 'the global directory', schema: () => directorySchema().schema, noted: ofContacts },
  { name: 'a regional directory', schema: () => adapterSchema('TST').schema, noted: ofEntries },
])('the API of $name', ({ schema, noted }) => {
  it('notes why and where a record was set aside, which may quote it, under no state', () => {
    const record = noted.find(({ type }) => type === 'SetAsideRecord');
    expect(record?.fields).toEqual(['reason', 'location']);
    expect(record?.of({ directory: 'ARF', at: '2026-01-01' })).toMatchObject({ state: null });
    const outcome = noted.find(({ type }) => type === 'EntryOutcome');
    expect(outcome?.of({ directory: 'ARF', sourceKey: 'row 1', at: null }) ?? null).toBeNull();
  });

  it('has no field that shows contact details and is not noted as a reading', () => {
    const known = new Set(noted.flatMap(({ type, fields }) => fields.map((field) => `${type}.${field}`)));
    const unnoted = Object.values(schema().getTypeMap())
      .filter(isObjectType)
      .filter(({ name }) => !name.startsWith('__'))
      .flatMap((type) => Object.keys(type.getFields()).map((field) => ({ type: type.name, field })))
      .filter(({ field }) => telling.test(field))
      .map(({ type, field }) => `${type}.${field}`)
      .filter((field) => !known.has(field) && !harmless.has(field));
    expect(unnoted).toEqual([]);
  });
});
