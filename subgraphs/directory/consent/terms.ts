import { isDeepStrictEqual } from 'node:util';
import { instant } from '../../../platform/clock/clock.ts';
import { badInput } from '../../../platform/errors/problem.ts';
import { givenDate } from '../../../platform/graphql/scalars.ts';
import { memberState } from '../../../platform/states/states.ts';
import {
  ContactField,
  type ContactFunction,
  contactFields,
  contactFunctions,
} from '../../../platform/vocabulary/terms.ts';
import type { SourceFacts } from '../population/source-facts.ts';
import type { ConsentRow, CopyMode, LevelFunction } from '../storage/consent-row.ts';

/** What a state asks for, as it came in. */
export interface ConsentRequest {
  readonly state: string;
  readonly directory: string;
  readonly mode?: CopyMode | null | undefined;
  readonly functions?: readonly ContactFunction[] | null | undefined;
  readonly fields?: readonly string[] | null | undefined;
  readonly levels?: readonly LevelFunction[] | null | undefined;
  readonly validUntil?: Date | null | undefined;
  readonly instrument?: string | null | undefined;
}

/** What a consent says, in one fixed form, so that the same terms compare as the same. */
export type ConsentTerms = Pick<
  ConsentRow,
  'iso3' | 'directory' | 'mode' | 'functions' | 'fields' | 'levels' | 'valid_until' | 'instrument'
>;

const longestInstrument = 500;
const mostItems = 50;

/**
 * Checks a request as far as it can be without asking its directory.
 * @param directory the code of a directory that is followed
 * @throws Problem BAD_USER_INPUT with the input field at fault
 */
export function termsOf(request: ConsentRequest, directory: string, now: Date): ConsentTerms {
  const iso3 = request.state.trim().toUpperCase();
  if (!memberState(iso3)) {
    throw badInput('input.state', 'This is no Member State. Give its ISO 3166-1 alpha-3 code, e.g. EST.');
  }
  return {
    iso3,
    directory,
    mode: request.mode ?? 'AUTOMATIC',
    functions: functionsOf(request.functions ?? null),
    fields: fieldsOf(request.fields ?? null),
    levels: levelsOf(request.levels ?? []),
    valid_until: validUntilOf(request.validUntil ?? null, now),
    instrument: instrumentOf(request.instrument ?? null),
  };
}

/** @throws Problem BAD_USER_INPUT where a level is named that the directory does not have */
export function checkLevels(terms: ConsentTerms, facts: Pick<SourceFacts, 'levels'>): void {
  for (const { level } of terms.levels) {
    if (facts.levels.includes(level)) continue;
    throw badInput(
      'input.levels',
      `${terms.directory} has no level "${level.slice(0, 40)}". Its levels are: ${facts.levels.join(', ')}.`,
    );
  }
}

export function sameTerms(consent: ConsentRow, terms: ConsentTerms): boolean {
  const { iso3, directory, mode, functions, fields, levels, valid_until, instrument } = consent;
  const own: ConsentTerms = { iso3, directory, mode, functions, fields, levels, valid_until, instrument };
  return isDeepStrictEqual(own, terms);
}

function functionsOf(functions: readonly ContactFunction[] | null): ContactFunction[] | null {
  if (functions?.length === 0)
    throw badInput(
      'input.functions',
      'Name at least one function, or leave "functions" out to consent to all of them.',
    );
  return functions && contactFunctions.filter((known) => functions.includes(known));
}

function fieldsOf(fields: readonly string[] | null): ContactField[] | null {
  const allowed = contactFields.join(', ');
  if (fields?.length === 0)
    throw badInput(
      'input.fields',
      `Name at least one field, or leave "fields" out to consent to all of them: ${allowed}.`,
    );
  const unknown = fields?.find((field) => !ContactField.safeParse(field).success);
  if (unknown !== undefined)
    throw badInput('input.fields', `There is no field "${unknown.slice(0, 40)}". Use any of: ${allowed}.`);
  return fields && contactFields.filter((known) => fields.includes(known));
}

function levelsOf(levels: readonly LevelFunction[]): LevelFunction[] {
  if (levels.length > mostItems)
    throw badInput('input.levels', `Name each level once; more than ${mostItems} cannot be.`);
  const answers = levels
    .map(({ level, function: answer }) => ({ level: level.trim().toUpperCase(), function: answer }))
    .sort((a, b) => (a.level < b.level ? -1 : 1));
  const twice = answers.find(({ level }, index) => answers[index + 1]?.level === level);
  if (twice)
    throw badInput(
      'input.levels',
      `The level "${twice.level.slice(0, 40)}" is named twice. A level stands for one function.`,
    );
  return answers;
}

function validUntilOf(validUntil: Date | null, now: Date): string | null {
  if (validUntil && givenDate('input.validUntil', validUntil) <= now)
    throw badInput(
      'input.validUntil',
      'This time has passed. Give a time in the future, or leave it out for a consent without an end.',
    );
  return validUntil && instant(validUntil);
}

function instrumentOf(instrument: string | null): string | null {
  const text = instrument?.replaceAll('\0', '').trim() ?? '';
  if (text.length > longestInstrument)
    throw badInput('input.instrument', `Keep the reference under ${longestInstrument} characters.`);
  return text === '' ? null : text;
}
