import { parseEmails } from '../../platform/contact-details/emails.ts';
import { parseLanguages } from '../../platform/contact-details/languages.ts';
import { recogniseParticipant } from '../../platform/states/recognise.ts';
import { memberState } from '../../platform/states/states.ts';
import type { EntryContent, EntryDetails, Meaning } from '../contract.ts';
import { parseDate } from '../formats/dates.ts';
import type { OasMovement } from './movement.ts';
import { telephonesOf } from './telephones.ts';

export const categories = ['FOREIGN_AFFAIRS', 'CYBER_POLICY'] as const;

/** What a movement means: a nomination (or its correction) is an entry, a removal takes it out. */
export function normaliseOas(movement: OasMovement): Meaning {
  const { point_id: sourceKey } = movement;
  const setAside = (reason: string): Meaning => ({ kind: 'set-aside', sourceKey, reason });
  const action = movement.action.toUpperCase();
  if (action === 'REMOVAL') return { kind: 'removal', sourceKey };
  if (action !== 'NOMINATION') {
    return setAside(`Its action is “${movement.action}”; only NOMINATION and REMOVAL are known.`);
  }
  const level = categories.find(
    (category) => category === movement.category?.toUpperCase().replace(/[\s-]+/g, '_'),
  );
  if (!level) {
    return setAside(
      `Its category is “${movement.category ?? ''}”; only ${categories.join(' and ')} are known.`,
    );
  }
  const participant = movement.country ?? '';
  const recognised = recogniseParticipant(participant);
  if (recognised.kind === 'unknown') {
    return setAside(
      `Its country is “${participant}”, which is no name of a member that is known. Check how it is written.`,
    );
  }
  const iso3 = recognised.kind === 'state' ? recognised.iso3 : null;
  const problems: string[] = [];
  const entry: EntryContent = {
    participant,
    iso3,
    function: 'DIPLOMATIC',
    level,
    kind: movement.full_name ? 'PERSON' : 'OFFICE',
    name: movement.full_name,
    title: movement.official_position,
    entity: movement.affiliated_institution,
    webPage: null,
    emails: emailsOf(movement.email, problems),
    phones: telephonesOf(movement.telephone, iso3 ? (memberState(iso3)?.iso2 ?? null) : null, problems),
    languages: languagesOf(movement.languages, problems),
    withheld: [],
    details: detailsOf(movement, problems),
  };
  return { kind: 'entry', sourceKey, entry, problems };
}

function emailsOf(written: string | null, problems: string[]): string[] {
  const { emails, rejected } = parseEmails(written ?? '');
  for (const one of rejected)
    problems.push(`email holds “${one}”, which is no e-mail address; the rest is used.`);
  return emails;
}

function languagesOf(written: string | null, problems: string[]): string[] {
  const { languages, unknown } = parseLanguages(written ?? '');
  for (const one of unknown)
    problems.push(`languages holds “${one}”, which is no language that is known; the rest is used.`);
  return languages;
}

function detailsOf(movement: OasMovement, problems: string[]): EntryDetails {
  const notifiedOn = movement.note_date ? parseDate(movement.note_date) : null;
  if (movement.note_date && !notifiedOn) {
    problems.push(
      `note_date is “${movement.note_date}”, which is no date of the form DD/MM/YYYY; the rest is used.`,
    );
  }
  return {
    ...(movement.note_verbale_ref ? { reference: movement.note_verbale_ref } : {}),
    ...(notifiedOn ? { notifiedOn } : {}),
  };
}
